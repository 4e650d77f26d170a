import type { MutationBody } from '#lib/protocol/mutation.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROTOCOL } from '#lib/protocol/version.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import { addKey, currentKey } from '#lib/server/rescue/keys.ts';
import type { Store } from '#lib/server/store/store.ts';
import { onEachEngine } from './engines.ts';
import { ASN, bought, NOON, Phone, id, outcomesOf, recordOf, settle, sha256 } from './world.ts';
import { bring, CARRIER, rescueOf, told, toldMore, withAccounts } from './rescue.ts';

/*
 * What becomes of a rescue file at the office, on both engines, made by the phone's own code. Long because each
 * case is read beside its neighbours.
 */

const purchases = (store: Store) => store.db.selectFrom('purchase').selectAll().orderBy('seq').execute();
const flagsOf = async (store: Store) =>
  (await purchases(store)).map(({ flags_json }) => JSON.parse(flags_json) as string[]);
const totalOf = (store: Store) =>
  store.db
    .selectFrom('month_total')
    .select(['counted', 'waiting'])
    .where('asn_id', '=', ASN[0])
    .where('month', '=', '2026-11')
    .executeTakeFirst();
const entries = (store: Store, kind: string) =>
  store.db
    .selectFrom('journal')
    .innerJoin('journal_body', 'journal_body.seq', 'journal.seq')
    .select(['actor', 'subject', 'ref', 'outcome', 'body'])
    .where('kind', '=', kind)
    .orderBy('journal.seq')
    .execute();
const entryCount = async (store: Store) =>
  (await store.db.selectFrom('journal').select('seq').execute()).length;

onEachEngine((make) => {
  const regency = async () => {
    const database = await make();
    const store = await database.open();
    await settle(store);
    await withAccounts(store);
    return { database, store, phone: new Phone(ASN[0]) };
  };

  describe('a file that somebody carries', () => {
    test('is taken in once in its author’s name, waits for a look, and shows who carried it', async () => {
      const { store, phone } = await regency();
      const mutations = [phone.make(recordOf(30_000)), phone.make(recordOf(20_000))];
      const text = await rescueOf(store, phone, { mutations });
      expect(await told(bring(store, text))).toEqual({ taken: 2, known: 0, refused: 0, later: 0 });
      expect((await purchases(store)).map((one) => [one.id, one.asn_id, one.amount])).toEqual([
        [mutations[0]?.id, ASN[0], 30_000],
        [mutations[1]?.id, ASN[0], 20_000],
      ]);
      expect(await flagsOf(store)).toEqual([['carried'], ['carried']]);
      expect(await totalOf(store)).toEqual({ counted: 0, waiting: 50_000 });

      const rows = await store.db
        .selectFrom('mutation')
        .select(['id', 'replica', 'n', 'owner', 'carrier', 'outcome', 'code'])
        .orderBy('n')
        .execute();
      const kept = { replica: phone.replica, owner: ASN[0], carrier: CARRIER };
      expect(rows).toEqual(
        mutations.map(({ id, n }) => ({ id, n, ...kept, outcome: 'flagged', code: 'needs-a-look' })),
      );
      expect((await entries(store, 'purchase.record')).map(({ actor, ref }) => [actor, ref])).toEqual(
        mutations.map((one) => [ASN[0], one.id]),
      );
      const [carried] = await entries(store, 'rescue.carry');
      expect(carried).toMatchObject({
        actor: CARRIER,
        subject: ASN[0],
        ref: sha256(text),
        outcome: 'applied',
      });
      expect(JSON.parse(carried?.body ?? '')).toMatchObject({
        replica: phone.replica,
        mutations: mutations.map(({ id, n, body }) => ({ id, n, hash: sha256(body), outcome: 'flagged' })),
      });
      expect((await checkJournal(store.db)).fault).toBeNull();
    });

    test('is done once, however often and by how many it is brought at a time', async () => {
      const { store, phone } = await regency();
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] });
      const answers = await Promise.all(
        [CARRIER, ASN[1], ASN[2], CARRIER].map((by) => told(bring(store, text, { by }))),
      );
      const sum = (of: 'taken' | 'known') =>
        answers.reduce((all, one) => all + (typeof one === 'string' ? 0 : one[of]), 0);
      expect([sum('taken'), sum('known')]).toEqual([1, 3]);
      expect(await purchases(store)).toHaveLength(1);
      expect(await entries(store, 'purchase.record')).toHaveLength(1);
    });

    test('and then its own phone: delivered, nothing doubled, and what it says itself counts', async () => {
      const { store, phone } = await regency();
      const first = await phone.send(store, recordOf(10_000));
      const mutation = phone.make(recordOf(30_000));
      await bring(store, await rescueOf(store, phone, { mutations: [mutation] }));
      expect(await totalOf(store)).toEqual({ counted: 10_000, waiting: 30_000 });

      const answer = await phone.ask(store, [mutation]);
      expect(outcomesOf(answer, [mutation])).toEqual(new Map([[mutation.id, 'already']]));
      expect(answer.outcomes[0]?.hash).toBe(sha256(mutation.body));
      const heard = answer.changes.flatMap(({ rows }) => rows).filter((row) => row.kind === 'purchase');
      expect(heard.map((row) => [row.id, row.flags])).toEqual([[mutation.id, undefined]]);
      expect(await flagsOf(store)).toEqual([[], []]);
      expect(await totalOf(store)).toEqual({ counted: 40_000, waiting: 0 });
      expect(await entries(store, 'rescue.confirm')).toMatchObject([{ actor: ASN[0], ref: mutation.id }]);

      await phone.ask(store, [mutation, ...first.sent]);
      expect(await entries(store, 'rescue.confirm')).toHaveLength(1);
      const [row] = await store.db
        .selectFrom('mutation')
        .select(['carrier', 'outcome'])
        .where('id', '=', mutation.id)
        .execute();
      expect(row).toEqual({ carrier: CARRIER, outcome: 'applied' });
    });

    test('after its own phone: nothing changes', async () => {
      const { store, phone } = await regency();
      const mutation = phone.make(recordOf(30_000));
      const text = await rescueOf(store, phone, { mutations: [mutation] });
      await phone.ask(store, [mutation]);
      expect(await told(bring(store, text))).toEqual({ taken: 0, known: 1, refused: 0, later: 0 });
      expect(await flagsOf(store)).toEqual([[]]);
      expect(await totalOf(store)).toEqual({ counted: 30_000, waiting: 0 });
    });

    test('another flag stays when the phone itself has spoken', async () => {
      const { store, phone } = await regency();
      const mutation = phone.make(recordOf(30_000, { day: '2026-12-24' }));
      await bring(store, await rescueOf(store, phone, { mutations: [mutation] }));
      expect(await flagsOf(store)).toEqual([['future-date', 'carried']]);
      const answer = await phone.ask(store, [mutation]);
      expect(outcomesOf(answer, [mutation]).get(mutation.id)).toBe('flagged needs-a-look');
      expect(await flagsOf(store)).toEqual([['future-date']]);
    });

    test('changes no record that stands: its own phone says corrections, withdrawals and photos', async () => {
      const { store, phone } = await regency();
      const stands = await phone.send(store, recordOf(30_000));
      const names = { purchase: stands.sent[0]?.id ?? '', base: stands.sent[0]?.id ?? '' };
      const correct = {
        ...names,
        type: 'purchase.correct',
        fields: bought(90_000),
        reason: 'Salah',
      } as const;
      const attach: MutationBody = {
        type: 'purchase.attach',
        purchase: names.purchase,
        photos: [sha256('a')],
      };
      const withdraw = { ...names, type: 'purchase.withdraw', reason: 'Bukan milik saya' } as const;
      const mutations = [correct, attach, withdraw].map((body) => phone.make(body));
      const text = await rescueOf(store, phone, { mutations });
      const before = await purchases(store);
      expect(await told(bring(store, text))).toEqual({ taken: 0, known: 0, refused: 0, later: 3 });
      expect(await purchases(store)).toEqual(before);
      expect(await totalOf(store)).toEqual({ counted: 30_000, waiting: 0 });

      const answer = await phone.ask(store, mutations);
      expect([...outcomesOf(answer, mutations).values()]).toEqual(['applied', 'applied', 'refused stale']);
      expect(await told(bring(store, text))).toMatchObject({ later: 0, known: 2, refused: 1 });
    });

    test('tells what waits for its author’s own phone from what may be taken in later', async () => {
      const { store, phone } = await regency();
      const [stands] = (await phone.send(store, recordOf(30_000))).sent;
      const names = { purchase: stands?.id ?? '', base: stands?.id ?? '' };
      const mutations = [
        phone.make({ ...names, type: 'purchase.withdraw', reason: 'Batal' }),
        phone.make(recordOf(7_000), { after: id(888) }),
        // Whatever becomes of what it follows, nobody else may say it.
        phone.make({ ...names, type: 'purchase.withdraw', reason: 'Batal' }, { after: id(889) }),
      ];
      const text = await rescueOf(store, phone, { mutations });
      expect(await told(bring(store, text))).toEqual({ taken: 0, known: 0, refused: 0, later: 3 });
      expect(await toldMore(bring(store, text))).toEqual({ differ: 0, own: 2 });
      expect(await toldMore(bring(store, text, { by: ASN[0] }))).toEqual({ differ: 0, own: 0 });
    });

    test('leaves the journal as it is when nothing in it is new', async () => {
      const { store, phone } = await regency();
      const mutations = [phone.make(recordOf(30_000)), phone.make(recordOf(7_000), { after: id(888) })];
      const waiting = await rescueOf(store, phone, { mutations: mutations.slice(1) });
      const before = await entryCount(store);
      await bring(store, waiting);
      expect(await entryCount(store)).toBe(before);
      const text = await rescueOf(store, phone, { mutations });
      for (const by of [CARRIER, CARRIER, ASN[1], CARRIER]) await bring(store, text, { by });
      expect(await entries(store, 'rescue.carry')).toMatchObject([{ actor: CARRIER }]);
      expect(await entryCount(store)).toBe(before + 2);
    });

    test('brought by its author in person changes what stands', async () => {
      const { store, phone } = await regency();
      const [record] = (await phone.send(store, recordOf(30_000))).sent;
      const names = { purchase: record?.id ?? '', base: record?.id ?? '' };
      const mutations = [phone.make({ ...names, type: 'purchase.withdraw', reason: 'Batal' })];
      const text = await rescueOf(store, phone, { mutations });
      expect(await told(bring(store, text, { by: ASN[0] }))).toMatchObject({ taken: 1, later: 0 });
      expect(await totalOf(store)).toEqual({ counted: 0, waiting: 0 });
    });

    test('takes a record in and leaves its correction to its own phone', async () => {
      const { store, phone } = await regency();
      const record = phone.make(recordOf(30_000));
      const correct = phone.make(
        {
          type: 'purchase.correct',
          purchase: record.id,
          base: record.id,
          fields: bought(25_000),
          reason: 'Salah ketik',
        },
        { after: record.id },
      );
      const text = await rescueOf(store, phone, { mutations: [record, correct] });
      expect(await told(bring(store, text))).toEqual({ taken: 1, known: 0, refused: 0, later: 1 });
      expect(await flagsOf(store)).toEqual([['carried']]);
      await phone.ask(store, [record, correct]);
      expect(await flagsOf(store)).toEqual([[]]);
      expect(await totalOf(store)).toEqual({ counted: 25_000, waiting: 0 });
    });

    test('another body under the same id is refused and kept for a person', async () => {
      const { store, phone } = await regency();
      const mutation = phone.make(recordOf(30_000));
      await phone.ask(store, [mutation]);
      const other = { ...mutation, body: JSON.stringify(recordOf(99_000)) };
      const text = await rescueOf(store, phone, { mutations: [other] });
      expect(await told(bring(store, text))).toEqual({ taken: 0, known: 0, refused: 1, later: 0 });
      expect(await toldMore(bring(store, text))).toEqual({ differ: 1, own: 0 });
      const [carried] = await entries(store, 'rescue.carry');
      expect(JSON.parse(carried?.body ?? '')).toMatchObject({
        mutations: [{ outcome: 'refused', code: 'body-differs' }],
      });
      expect((await purchases(store)).map(({ amount }) => amount)).toEqual([30_000]);
    });

    test('its refusals are told by number, and hold nothing else up', async () => {
      const { store, phone } = await regency();
      const mutations = [
        phone.make(recordOf(5_000, { shop: id(999) })),
        phone.make(recordOf(6_000)),
        phone.make(recordOf(7_000), { after: id(888) }),
      ];
      const text = await rescueOf(store, phone, { mutations });
      expect(await told(bring(store, text))).toEqual({ taken: 1, known: 0, refused: 1, later: 1 });
    });

    test('brought by its author in person needs no look', async () => {
      const { store, phone } = await regency();
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] });
      await bring(store, text, { by: ASN[0] });
      expect(await flagsOf(store)).toEqual([[]]);
      expect(await entries(store, 'rescue.carry')).toMatchObject([{ actor: ASN[0], subject: ASN[0] }]);
    });

    test('of somebody whose role ended meanwhile is taken in, as from their phone', async () => {
      const { store, phone } = await regency();
      await store.db.updateTable('role_grant').set({ until_day: '2026-01-01' }).execute();
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] });
      expect(await told(bring(store, text))).toMatchObject({ taken: 1 });
    });

    test('of somebody whom this office does not have in its register yet waits, and leaves no trace', async () => {
      const { store } = await regency();
      const phone = new Phone(CARRIER);
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] });
      expect(await told(bring(store, text, { by: ASN[1] }))).toMatchObject({ later: 1 });
      expect(await store.db.selectFrom('mutation').selectAll().execute()).toEqual([]);
    });

    test('of an account that this office does not have yet waits, and leaves no trace', async () => {
      const { store } = await regency();
      const nobody = new Phone(id(77));
      const text = await rescueOf(store, nobody, { mutations: [nobody.make(recordOf(30_000))] });
      const before = await entryCount(store);
      expect(await told(bring(store, text))).toEqual({ taken: 0, known: 0, refused: 0, later: 1 });
      expect(await entryCount(store)).toBe(before);
      expect(await store.db.selectFrom('mutation').selectAll().execute()).toEqual([]);
    });

    test('and follows what this office lacks waits once, also when its id is known with another body', async () => {
      const { store, phone } = await regency();
      const mutation = phone.make(recordOf(30_000));
      await phone.ask(store, [mutation]);
      const other = { ...mutation, body: JSON.stringify(recordOf(99_000)), after: id(888) };
      const text = await rescueOf(store, phone, { mutations: [other] });
      expect(await told(bring(store, text))).toEqual({ taken: 0, known: 0, refused: 0, later: 1 });
    });

    test('lets a phone that comes back late meet no gap and no offer', async () => {
      const { store, phone } = await regency();
      await phone.send(store, recordOf(1_000));
      const mutations = [phone.make(recordOf(2_000)), phone.make(recordOf(3_000))];
      await bring(store, await rescueOf(store, phone, { mutations }));
      const answer = await phone.ask(store, mutations);
      expect(answer.offer).toBeUndefined();
      expect([...outcomesOf(answer, mutations).values()]).toEqual(['already', 'already']);
    });
  });

  describe('a file is refused whole, and nothing of it is done,', () => {
    const refusedAs = async (store: Store, text: string, code: string) => {
      const before = await entryCount(store);
      expect(await told(bring(store, text))).toBe(code);
      expect(await purchases(store)).toEqual([]);
      expect(await entryCount(store)).toBe(before);
    };

    test('when any letter of it is another one', async () => {
      const { store, phone } = await regency();
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] });
      const start = text.indexOf('\n') + 1;
      const place = fc.integer({ min: start, max: text.trimEnd().length - 1 });
      const letter = fc.constantFrom(...'ABCXYZabcxyz0189-_');
      const edit = fc.tuple(place, letter).filter(([at, other]) => text[at] !== other);
      await fc.assert(
        fc.asyncProperty(edit, async ([at, other]) => {
          const edited = text.slice(0, at) + other + text.slice(at + 1);
          const result = await bring(store, edited);
          expect(result.ok).toBe(false);
        }),
        { numRuns: 150 },
      );
      expect(await purchases(store)).toEqual([]);
      expect(await entries(store, 'rescue.carry')).toEqual([]);
    });

    test('when it was cut anywhere', async () => {
      const { store, phone } = await regency();
      const text = (await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] })).trimEnd();
      for (let tenth = 5; tenth < 10; tenth += 1) {
        await refusedAs(store, text.slice(0, Math.floor((text.length * tenth) / 10)), 'file-cut');
      }
    });

    test('when it is sealed to another office', async () => {
      const { store, phone } = await regency();
      const other = await regency();
      const key = await currentKey(other.store, NOON);
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))], key });
      await refusedAs(store, text, 'file-foreign');
    });

    test('when it cannot prove whose it is', async () => {
      const { store, phone } = await regency();
      const mutations = [phone.make(recordOf(30_000))];
      for (const change of [
        { proof: '' },
        { proof: 'AAAAAAAAAAAAAAAAAAAAAA' },
        { owner: ASN[1] },
        { replica: id(5) },
      ]) {
        await refusedAs(store, await rescueOf(store, phone, { mutations, change }), 'file-unproven');
      }
    });

    test('when the office knows the replica as another account’s', async () => {
      const { store, phone } = await regency();
      const thief = new Phone(ASN[1]);
      await phone.ask(store);
      Object.assign(thief, { replica: phone.replica });
      const mutations = [thief.make(recordOf(30_000))];
      await refusedAs(store, await rescueOf(store, thief, { mutations }), 'file-unproven');
    });

    test('when it speaks a later exchange, or none', async () => {
      const { store, phone } = await regency();
      const mutations = [phone.make(recordOf(30_000))];
      const later = await rescueOf(store, phone, { mutations, change: { v: PROTOCOL + 1 } });
      await refusedAs(store, later, 'file-newer');
      await refusedAs(store, await rescueOf(store, phone, { mutations: [] }), 'file-unreadable');
    });

    test('when it is larger than any file, before it is opened', async () => {
      const { store } = await regency();
      await refusedAs(store, 'A'.repeat(400_001), 'too-large');
    });

    test('when it unpacks into more than a request may hold', async () => {
      const { store, phone } = await regency();
      const bomb = { proof: '0'.repeat(3_000_000) };
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(1))], change: bomb });
      expect(text.length).toBeLessThan(20_000);
      await refusedAs(store, text, 'file-unreadable');
    });
  });

  describe('the office’s key', () => {
    test('is one for everybody who asks at once', async () => {
      const { store } = await regency();
      const keys = await Promise.all([1, 2, 3, 4].map(() => currentKey(store, NOON)));
      expect(new Set(keys.map((key) => key.id)).size).toBe(1);
    });

    test('that was changed still opens the files that were sealed to it', async () => {
      const { store, phone } = await regency();
      const old = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] });
      const next = await addKey(store, { now: NOON + 1 });
      expect((await currentKey(store, NOON)).id).toBe(next.id);
      expect(await told(bring(store, old))).toMatchObject({ taken: 1 });
      const mutations = [phone.make(recordOf(20_000))];
      expect(await told(bring(store, await rescueOf(store, phone, { mutations })))).toMatchObject({
        taken: 1,
      });
    });

    test('that was changed proves nothing after 45 days, whoever still has it', async () => {
      const { store, phone } = await regency();
      const texts = await Promise.all(
        [1_000, 2_000].map((amount) => rescueOf(store, phone, { mutations: [phone.make(recordOf(amount))] })),
      );
      await addKey(store, { now: NOON + 1 });
      const days = (count: number) => ({ now: NOON + count * 86_400_000 });
      expect(await told(bring(store, texts[0] ?? '', days(45)))).toMatchObject({ taken: 1 });
      // Another key in between makes the first one no younger.
      await addKey(store, days(30));
      expect(await told(bring(store, texts[1] ?? '', days(46)))).toBe('file-unproven');
      const mutations = [phone.make(recordOf(3_000))];
      const fresh = await rescueOf(store, phone, { mutations });
      expect(await told(bring(store, fresh, days(300)))).toMatchObject({ taken: 1 });
    });

    test('comes back with a copy of the database', async () => {
      const { database, store, phone } = await regency();
      const text = await rescueOf(store, phone, { mutations: [phone.make(recordOf(30_000))] });
      await store.close();
      const copy = await (await database.copy()).open();
      expect(await told(bring(copy, text))).toMatchObject({ taken: 1 });
    });
  });

  test('the carrier can read nothing of it', async () => {
    const { store, phone } = await regency();
    const mutations = [phone.make(recordOf(30_000)), phone.make(recordOf(20_000))];
    const text = await rescueOf(store, phone, { mutations });
    const bytes = Buffer.from(text.split('\n')[1] ?? '', 'base64url');
    for (const secret of [phone.author.userId, phone.replica, mutations[0]?.id ?? '-', 'purchase', 'Toko']) {
      expect(text).not.toContain(secret);
      expect(bytes.includes(secret)).toBe(false);
    }
    const again = await rescueOf(store, phone, { mutations });
    expect(again.slice(150, 260)).not.toBe(text.slice(150, 260));
  });
});
