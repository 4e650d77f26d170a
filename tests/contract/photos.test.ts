import { expect, test } from 'vitest';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import { photoHash } from '#lib/server/photos/files.ts';
import { refusedShots, shot } from '#lib/server/photos/picture.fixture.ts';
import { wantAgain } from '#lib/server/photos/record.ts';
import { onEachEngine } from './engines.ts';
import { deliver, deskFor, photosOf, recordWith } from './photos.ts';
import { ASN, bought, id, NOON, outcomesOf, Phone, recordOf, settle } from './world.ts';

/* Photos of the nota at the office: what purchases want, what comes, what is on record. On both engines. */

const attachOf = (purchase: string, photos: readonly Buffer[]): MutationBody => ({
  type: 'purchase.attach',
  purchase,
  photos: photos.map(photoHash),
});

const [a, b, c, d] = await Promise.all([1, 2, 3, 4].map((seed) => shot({ seed, width: 320, height: 240 })));
if (!a || !b || !c || !d) throw new Error('no shots');

onEachEngine((make) => {
  const regency = async () => {
    const database = await make();
    const store = await database.open();
    await settle(store);
    return { store, desk: deskFor(store, database.options.dataDir), phone: new Phone(ASN[0]) };
  };
  const first = (sent: readonly { id: string }[]) => sent[0]?.id ?? '';

  test('A purchase wants the photos it names until they came, and the phone hears of each', async () => {
    const { store, desk, phone } = await regency();
    const { answer } = await phone.send(store, recordWith(1_000, [a, b]));
    const own = (said: typeof answer) =>
      said.changes.flatMap(({ rows }) => rows).filter(({ kind }) => kind === 'purchase');
    const names = [photoHash(a), photoHash(b)];
    expect(own(answer)).toMatchObject([{ photos: names, wanted: names }]);
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
    expect(own((await phone.send(store)).answer)).toMatchObject([{ photos: names, wanted: [names[1]] }]);
    expect(await deliver(desk, ASN[0], b)).toBe('stored');
    const last = own((await phone.send(store)).answer);
    expect(last).toMatchObject([{ photos: names }]);
    expect(last[0]).not.toHaveProperty('wanted');
    const entries = await store.db
      .selectFrom('journal')
      .selectAll()
      .where('kind', '=', 'photo.keep')
      .execute();
    expect(entries.map(({ actor, outcome }) => [actor, outcome])).toEqual([
      [ASN[0], 'applied'],
      [ASN[0], 'applied'],
    ]);
    expect((await checkJournal(store.db)).fault).toBeNull();
  });

  test('One photo may stand for several purchases: it comes once and is wanted by none of them', async () => {
    const { store, desk, phone } = await regency();
    await phone.send(store, recordWith(1_000, [a]), recordWith(2_000, [a]));
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
    await phone.send(store, recordWith(3_000, [a]));
    expect((await photosOf(store)).map(({ wanted }) => wanted)).toEqual([[], [], []]);
  });

  test('The same photo of another account is wanted from that one too, and kept in one file', async () => {
    const { store, desk, phone } = await regency();
    await phone.send(store, recordWith(1_000, [a]));
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
    await new Phone(ASN[1]).send(store, recordWith(2_000, [a]));
    expect((await photosOf(store))[1]?.wanted).toEqual([photoHash(a)]);
    expect(await deliver(desk, ASN[1], a)).toBe('stored');
    expect(await store.db.selectFrom('photo').select('owner').execute()).toHaveLength(2);
    expect((await desk.files.list()).size).toBe(1);
  });

  test('Sent twice at once, and again later, it is acknowledged each time and on record once', async () => {
    const { store, desk, phone } = await regency();
    await phone.send(store, recordWith(1_000, [a]));
    const ends = await Promise.all([1, 2, 3].map(() => deliver(desk, ASN[0], a)));
    expect([...ends, await deliver(desk, ASN[0], a)]).toEqual(Array.from({ length: 4 }, () => 'stored'));
    expect(await store.db.selectFrom('photo').select('hash').execute()).toHaveLength(1);
    const kept = store.db.selectFrom('journal').select('seq').where('kind', '=', 'photo.keep');
    expect(await kept.execute()).toHaveLength(1);
  });

  test('Nobody names it, or only somebody else does: no byte is taken', async () => {
    const { store, desk, phone } = await regency();
    await phone.send(store, recordWith(1_000, [a]));
    expect(await deliver(desk, ASN[1], a)).toBe('photo-unwanted');
    expect(await deliver(desk, ASN[0], b)).toBe('photo-unwanted');
    expect((await desk.files.list()).size).toBe(0);
  });

  test('What is no photo is refused for good: told the same again, and in nobody’s way', async () => {
    const { store, desk, phone } = await regency();
    const shots = await refusedShots();
    for (const { bytes, code, title } of shots) {
      const { sent } = await phone.send(store, recordWith(1_000, [bytes]));
      expect([title, await deliver(desk, ASN[0], bytes)]).toEqual([title, code]);
      expect([title, await deliver(desk, ASN[0], bytes)]).toEqual([title, code]);
      await phone.send(store, attachOf(first(sent), [bytes, a]));
    }
    const lists = await photosOf(store);
    expect(lists).toHaveLength(shots.length);
    expect(new Set(lists.flatMap(({ photos }) => photos))).toEqual(new Set([photoHash(a)]));
    expect((await desk.files.list()).size).toBe(0);
    expect((await checkJournal(store.db)).fault).toBeNull();
  });

  test('What arrives as another photo is asked for from its start, and is still wanted', async () => {
    const { store, desk, phone } = await regency();
    await phone.send(store, recordWith(1_000, [a]));
    const coming = { owner: ASN[0], hash: photoHash(a), size: b.length };
    for (let from = 0; from < b.length; from += 32_768) {
      const answer = await desk.take(coming, { from, bytes: b.subarray(from, from + 32_768) });
      if (from + 32_768 >= b.length) expect(answer).toEqual({ ok: false, error: 'photo-differs' });
    }
    expect(await desk.take(coming, { from: 0, bytes: Buffer.alloc(0) })).toMatchObject({
      value: { have: 0 },
    });
    expect((await photosOf(store))[0]?.wanted).toEqual([photoHash(a)]);
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
  });

  test('A part counts where the photo ends so far, and nowhere else', async () => {
    const { store, desk, phone } = await regency();
    await phone.send(store, recordWith(1_000, [a]));
    const coming = { owner: ASN[0], hash: photoHash(a), size: a.length };
    const take = async (from: number, to: number) => {
      const answer = await desk.take(coming, { from, bytes: a.subarray(from, to) });
      return answer.ok ? answer.value.have : answer.error;
    };
    expect(await take(100, 200)).toBe(0);
    expect(await take(0, 100)).toBe(100);
    expect(await take(0, 100)).toBe(100);
    expect(await take(50, 150)).toBe(100);
    expect(await take(100, 200)).toBe(200);
    expect(await take(200, 200)).toBe(200);
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
  });

  test('Of five photos on their way the oldest begins anew', async () => {
    const { store, desk, phone } = await regency();
    const shots = await Promise.all([11, 12, 13, 14, 15].map((seed) => shot({ seed })));
    await phone.send(store, recordWith(1_000, shots.slice(0, 3)), recordWith(2_000, shots.slice(3)));
    const have = async (bytes: Buffer, part: Buffer) => {
      const coming = { owner: ASN[0], hash: photoHash(bytes), size: bytes.length };
      const answer = await desk.take(coming, { from: 0, bytes: part });
      return answer.ok ? answer.value.have : answer.error;
    };
    for (const bytes of shots) expect(await have(bytes, bytes.subarray(0, 100))).toBe(100);
    const left = await Promise.all(shots.map((bytes) => have(bytes, Buffer.alloc(0))));
    expect(left).toEqual([0, 100, 100, 100, 100]);
  });

  test('Photos are added once, three at most, and change nothing that was judged', async () => {
    const { store, phone } = await regency();
    const { sent } = await phone.send(store, recordWith(1_000, [a]));
    const added = await phone.send(store, attachOf(first(sent), [b]), attachOf(first(sent), [b, a]));
    expect([...outcomesOf(added.answer, added.sent).values()]).toEqual(['applied', 'applied']);
    await phone.send(store, attachOf(first(sent), [c, d]));
    const names = [a, b, c].map(photoHash);
    expect(await photosOf(store)).toEqual([{ photos: names, wanted: names }]);
    const row = await store.db.selectFrom('purchase').select(['version', 'verdict']).executeTakeFirst();
    expect(row).toEqual({ version: first(sent), verdict: 'belum-diperiksa' });
  });

  test('Photos are added to one’s own purchases that stand, and wait for one that is yet to come', async () => {
    const { store, phone } = await regency();
    const { sent } = await phone.send(store, recordOf(1_000));
    const stranger = new Phone(ASN[1]);
    const foreign = await stranger.send(store, attachOf(first(sent), [a]));
    expect([...outcomesOf(foreign.answer, foreign.sent).values()]).toEqual(['refused not-yours']);
    const unknown = await phone.send(store, attachOf(id(9_999), [a]));
    expect([...outcomesOf(unknown.answer, unknown.sent).values()]).toEqual(['not-yet unknown-record']);
    const about = { purchase: first(sent), base: first(sent), reason: 'Batal' };
    await phone.send(store, { type: 'purchase.withdraw', ...about });
    const late = await phone.send(store, attachOf(first(sent), [a]));
    expect([...outcomesOf(late.answer, late.sent).values()]).toEqual(['refused already-withdrawn']);
  });

  test('A corrected or withdrawn purchase still wants its photos: nothing that was promised is lost', async () => {
    const { store, desk, phone } = await regency();
    const { sent } = await phone.send(store, recordWith(1_000, [a]), recordWith(2_000, [b]));
    const [record, other] = sent.map((mutation) => mutation.id) as [string, string];
    await phone.send(
      store,
      { type: 'purchase.correct', purchase: record, base: record, fields: bought(1_500), reason: 'Keliru' },
      { type: 'purchase.withdraw', purchase: other, base: other, reason: 'Batal' },
    );
    expect((await photosOf(store)).map(({ wanted }) => wanted)).toEqual([[photoHash(a)], [photoHash(b)]]);
    expect([await deliver(desk, ASN[0], a), await deliver(desk, ASN[0], b)]).toEqual(['stored', 'stored']);
    expect((await photosOf(store)).map(({ wanted }) => wanted)).toEqual([[], []]);
    const rows = await store.db.selectFrom('purchase').select('verdict').orderBy('amount').execute();
    expect(rows).toEqual([{ verdict: 'belum-diperiksa' }, { verdict: 'ditarik' }]);
  });

  test('A photo whose file is lost is taken again, whether or not anybody noticed the loss', async () => {
    const { store, desk, phone } = await regency();
    await phone.send(store, recordWith(1_000, [a]));
    await deliver(desk, ASN[0], a);
    const [kept = ''] = await desk.files.list();
    await desk.files.remove(kept);
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
    expect(await desk.files.list()).toEqual(new Set([kept]));

    await desk.files.remove(kept);
    await phone.send(store);
    expect(await wantAgain(store, new Set([kept]), NOON)).toBe(1);
    const { answer } = await phone.send(store);
    expect(JSON.stringify(answer.changes)).toContain(`"wanted":["${photoHash(a)}"]`);
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
    expect((await photosOf(store))[0]?.wanted).toEqual([]);
  });
});
