import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { MEMORY_DAYS } from '#lib/protocol/limits.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { exchange } from '#lib/server/exchange.ts';
import { append } from '#lib/server/journal.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import { insertRows } from '#lib/server/store/bulk.ts';
import type { Store } from '#lib/server/store/store.ts';
import { onEachEngine } from './engines.ts';
import {
  ASN,
  NOON,
  Phone,
  SHOPS,
  bought,
  deskOf,
  id,
  outcomesOf,
  recordOf,
  settle,
  sha256,
} from './world.ts';

/*
 * What an exchange decides, on both engines. Long because it is the whole contract of the exchange, and each
 * case is read beside its neighbours.
 */

const correctOf = (purchase: string, base: string, amount: number, day = '2026-11-20'): MutationBody => ({
  type: 'purchase.correct',
  purchase,
  base,
  fields: bought(amount, { day }),
  reason: 'Salah ketik',
});

const withdrawOf = (purchase: string, base: string): MutationBody => ({
  type: 'purchase.withdraw',
  purchase,
  base,
  reason: 'Barang dikembalikan',
});

const purchases = (store: Store) => store.db.selectFrom('purchase').selectAll().orderBy('seq').execute();
const totalOf = (store: Store, month: string, asn: string = ASN[0]) =>
  store.db
    .selectFrom('month_total')
    .selectAll()
    .where('asn_id', '=', asn)
    .where('month', '=', month)
    .executeTakeFirst();
const journal = (store: Store, ref: string) =>
  store.db
    .selectFrom('journal')
    .innerJoin('journal_body', 'journal_body.seq', 'journal.seq')
    .select(['kind', 'actor', 'subject', 'outcome', 'body'])
    .where('ref', '=', ref)
    .orderBy('journal.seq')
    .execute();

onEachEngine((make) => {
  const regency = async () => {
    const database = await make();
    const store = await database.open();
    await settle(store);
    return { database, store, phone: new Phone(ASN[0]) };
  };

  describe('an emptied phone', () => {
    const told = (store: Store, phone: Phone, lost: { replica: string; unsent: number }) =>
      exchange(deskOf(store), phone.author, { ...phone.request(), lost });

    test('Is put on record once, and what it held is waited for no more', async () => {
      const { store, phone } = await regency();
      await exchange(deskOf(store), phone.author, { ...phone.request(), unsent: 4 });
      const lost = { replica: phone.replica, unsent: 4 };
      const after = new Phone(ASN[0]);
      expect((await told(store, after, lost)).ok).toBe(true);
      expect((await told(store, after, lost)).ok).toBe(true);
      const entries = await journal(store, phone.replica);
      expect(entries).toMatchObject([{ kind: 'replica.emptied', actor: ASN[0], subject: ASN[0] }]);
      expect(JSON.parse(entries[0]?.body ?? '')).toEqual({ ...lost, by: after.replica });
      const row = await store.db
        .selectFrom('replica')
        .selectAll()
        .where('id', '=', phone.replica)
        .executeTakeFirst();
      expect(row).toMatchObject({ unsent: 0, emptied_unsent: 4 });
    });

    test('Is on record as well when the office had never heard of it', async () => {
      const { store, phone } = await regency();
      const lost = { replica: id(9_000), unsent: 2 };
      await told(store, phone, lost);
      await told(store, phone, lost);
      expect(await journal(store, lost.replica)).toHaveLength(1);
    });

    test('Is on record twenty times in 45 days at most, whatever replicas a phone says it lost', async () => {
      const { store, phone } = await regency();
      const tell = async (n: number, now: number) => {
        const lost = { replica: id(9_100 + n), unsent: 1 };
        const answer = await exchange(deskOf(store, now), phone.author, { ...phone.request(), lost });
        expect(answer.ok).toBe(true);
        return (await journal(store, lost.replica)).length;
      };
      const noted: number[] = [];
      for (let n = 0; n < 22; n += 1) noted.push(await tell(n, NOON));
      expect(noted).toEqual([...Array.from({ length: 20 }, () => 1), 0, 0]);
      expect(await store.db.selectFrom('replica').select('id').execute()).toHaveLength(21);
      expect(await tell(30, NOON + 46 * 86_400_000)).toBe(1);
    });

    test('Cannot be told of another account, nor of the phone that tells it', async () => {
      const { store, phone } = await regency();
      await exchange(deskOf(store), phone.author, phone.request());
      const other = new Phone(ASN[1]);
      await told(store, other, { replica: phone.replica, unsent: 1 });
      await told(store, other, { replica: other.replica, unsent: 1 });
      expect(await journal(store, phone.replica)).toEqual([]);
      expect(await journal(store, other.replica)).toEqual([]);
    });
  });

  describe('once', () => {
    test('A purchase is stored, judged, summed up and put on record in one go', async () => {
      const { store, phone } = await regency();
      const { answer, sent } = await phone.send(store, recordOf(30_000));
      const [mutation] = sent;
      expect(outcomesOf(answer, sent)).toEqual(new Map([[mutation?.id, 'applied']]));
      expect(answer.changes[0]?.rows.find((row) => row.kind === 'purchase')).toMatchObject({
        id: mutation?.id,
        version: mutation?.id,
        amount: 30_000,
        receivedAt: NOON,
      });
      expect(await totalOf(store, '2026-11')).toMatchObject({
        counted: 30_000,
        waiting: 0,
        unchecked: 1,
        umkm_count: 1,
      });
      expect(await journal(store, mutation?.id ?? '')).toEqual([
        { kind: 'purchase.record', actor: ASN[0], subject: ASN[0], outcome: 'applied', body: mutation?.body },
      ]);
    });

    test('The same mutation sent again, also many times at once, is done once and acknowledged each time', async () => {
      const { store, phone } = await regency();
      const mutation = phone.make(recordOf(30_000));
      const answers = await Promise.all(Array.from({ length: 20 }, () => phone.ask(store, [mutation])));
      const outcomes = answers.map((answer) => outcomesOf(answer, [mutation]).get(mutation.id));
      expect(outcomes.sort()).toEqual([...Array.from({ length: 19 }, () => 'already'), 'applied']);
      expect(await purchases(store)).toHaveLength(1);
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 30_000 });
      expect(await journal(store, mutation.id)).toHaveLength(1);
    });

    test('An answer that was lost is given again, and the own cursor tells what was missed', async () => {
      const { store, phone } = await regency();
      const sent = [1, 2, 3].map((amount) => phone.make(recordOf(amount * 1_000)));
      await phone.ask(store, sent);
      const again = await phone.ask(store, sent);
      expect([...outcomesOf(again, sent).values()]).toEqual(['already', 'already', 'already']);
      expect(again.outcomes.map(({ hash }) => hash)).toEqual(sent.map(({ body }) => sha256(body)));
      expect(again.changes.find(({ scope }) => scope === 'own')?.rows).toHaveLength(4);
      expect(again.cursors.find(({ scope }) => scope === 'own')?.at).toBe(again.head);
    });

    test('A refusal and a flag are remembered as they were', async () => {
      const { store, phone } = await regency();
      const sent = [
        phone.make(recordOf(5_000, { shop: id(999) })),
        phone.make(recordOf(5_000, { day: '2026-12-24' })),
      ];
      const expected = ['refused unknown-umkm', 'flagged needs-a-look'];
      for (const answer of [await phone.ask(store, sent), await phone.ask(store, sent)]) {
        expect([...outcomesOf(answer, sent).values()]).toEqual(expected);
      }
      expect(await journal(store, sent[0]?.id ?? '')).toMatchObject([{ outcome: 'refused:unknown-umkm' }]);
    });

    test('The same id with another body, or from another account, is refused, and both are kept', async () => {
      const { store, phone } = await regency();
      const { sent } = await phone.send(store, recordOf(30_000));
      const first = sent[0]?.id ?? '';
      const other = phone.make(recordOf(40_000), { id: first });
      expect(outcomesOf(await phone.ask(store, [other]), [other]).get(first)).toBe('refused body-differs');
      const stranger = new Phone(ASN[1]);
      const stolen = stranger.make(sent[0]?.body ?? '', { id: first });
      expect(outcomesOf(await stranger.ask(store, [stolen]), [stolen]).get(first)).toBe(
        'refused body-differs',
      );
      expect((await purchases(store)).map(({ amount, asn_id }) => [amount, asn_id])).toEqual([
        [30_000, ASN[0]],
      ]);
      expect((await journal(store, first)).map(({ actor, body }) => [actor, body])).toEqual([
        [ASN[0], sent[0]?.body],
        [ASN[0], other.body],
        [ASN[1], stolen.body],
      ]);
    });

    test('A number that a replica used before is accepted under another id, and flagged', async () => {
      const { store, phone } = await regency();
      await phone.send(store, recordOf(10_000));
      phone.n = 0;
      const reused = phone.make(recordOf(20_000));
      const answer = await phone.ask(store, [reused]);
      expect(outcomesOf(answer, [reused]).get(reused.id)).toBe('flagged number-reused');
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 10_000, waiting: 20_000, flagged: 1 });
      const [corrected] = [phone.make(correctOf(reused.id, reused.id, 21_000))];
      const later = await phone.ask(store, [corrected]);
      expect(outcomesOf(later, [corrected]).get(corrected.id)).toBe('flagged number-reused');
    });

    test('Two ids with one number in one request are told one by one', async () => {
      const { store, phone } = await regency();
      const sent = [phone.make(recordOf(1_000)), phone.make(recordOf(2_000), { n: 1 })];
      const answer = await phone.ask(store, sent);
      expect(answer.runs).toEqual([]);
      expect([...outcomesOf(answer, sent).values()]).toEqual(['applied', 'flagged number-reused']);
    });
  });

  describe('order and independence', () => {
    test('A batch is decided in the order of its numbers, whatever order it came in', async () => {
      const { store, phone } = await regency();
      const record = phone.make(recordOf(10_000));
      const correct = phone.make(correctOf(record.id, record.id, 12_000), { after: record.id });
      const withdraw = phone.make(withdrawOf(record.id, correct.id), { after: correct.id });
      const sent = [withdraw, correct, record];
      const answer = await phone.ask(store, sent);
      expect([...outcomesOf(answer, sent).values()]).toEqual(['applied', 'applied', 'applied']);
      expect(await purchases(store)).toMatchObject([
        {
          id: record.id,
          amount: 12_000,
          verdict: 'ditarik',
          version: withdraw.id,
          reason: 'Barang dikembalikan',
        },
      ]);
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 0, waiting: 0 });
    });

    test('A poisoned mutation keeps back only those that name it', async () => {
      const { store, phone } = await regency();
      const poisoned = phone.make('{"type":"purchase.record","fields":{"amount":1e400}}');
      const follower = phone.make(recordOf(2_000), { after: poisoned.id });
      const third = phone.make(recordOf(3_000), { after: follower.id });
      const free = phone.make(recordOf(4_000));
      const sent = [poisoned, follower, third, free];
      const outcomes = outcomesOf(await phone.ask(store, sent), sent);
      expect([...sent.map(({ id }) => outcomes.get(id))]).toEqual([
        'refused unreadable-body',
        'refused depends',
        'refused depends',
        'applied',
      ]);
      expect((await purchases(store)).map(({ amount }) => amount)).toEqual([4_000]);
    });

    const unreadable: readonly [title: string, body: string][] = [
      ['no JSON', 'x'],
      ['nothing', ''],
      ['a NUL', '{"type":"purchase.record"}\u0000'],
      ['half a character', '{"type":"\ud800"}'],
      ['brackets without end', '['.repeat(7_000)],
      ['another release’s kind', '{"type":"purchase.later"}'],
      ['an amount of zero', JSON.stringify(recordOf(0))],
      ['an amount below zero', JSON.stringify(recordOf(-1))],
      ['an amount with decimals', JSON.stringify(recordOf(1.5))],
      ['an amount beyond counting', JSON.stringify(recordOf(2 ** 53))],
      ['a day that is none', JSON.stringify(recordOf(1_000, { day: '2026-02-30' }))],
      ['a prototype', '{"type":"constructor"}'],
    ];
    test.each(unreadable)('A body of %s is refused alone and kept', async (_, body) => {
      const { store, phone } = await regency();
      const sent = [phone.make(body), phone.make(recordOf(2_000))];
      const outcomes = outcomesOf(await phone.ask(store, sent), sent);
      expect([...outcomes.values()].sort()).toEqual(['applied', 'refused unreadable-body']);
      expect(await journal(store, sent[0]?.id ?? '')).toMatchObject([{ outcome: 'refused:unreadable-body' }]);
      expect(await checkJournal(store.db)).toMatchObject({ fault: null });
    });

    test('What follows something unknown waits, and is done once that arrived', async () => {
      const { store, phone } = await regency();
      const record = phone.make(recordOf(10_000));
      const correct = phone.make(correctOf(record.id, record.id, 12_000), { after: record.id });
      expect(outcomesOf(await phone.ask(store, [correct]), [correct]).get(correct.id)).toBe(
        'not-yet predecessor-unknown',
      );
      expect(await journal(store, correct.id)).toEqual([]);
      const sent = [record, correct];
      expect([...outcomesOf(await phone.ask(store, sent), sent).values()]).toEqual(['applied', 'applied']);
    });

    test('What follows somebody else’s mutation is refused', async () => {
      const { store, phone } = await regency();
      const { sent } = await phone.send(store, recordOf(10_000));
      const stranger = new Phone(ASN[1]);
      const follower = stranger.make(recordOf(1_000), { after: sent[0]?.id ?? '' });
      const answer = await stranger.ask(store, [follower]);
      expect(outcomesOf(answer, [follower]).get(follower.id)).toBe('refused not-yours');
    });

    test('A defect of the office keeps back one mutation and undoes all of it', async () => {
      const { store, phone } = await regency();
      const defects: unknown[] = [];
      const sent = [phone.make(recordOf(1_000)), phone.make(recordOf(2_000)), phone.make(recordOf(3_000))];
      // Somebody wrote the row of this id without the office's knowledge.
      await store.db
        .insertInto('purchase')
        .values({ ...(await rowLike(store, phone)), id: sent[1]?.id ?? '' })
        .execute();
      const desk = { ...deskOf(store), onDefect: (error: unknown) => void defects.push(error) };
      const result = await exchange(desk, phone.author, phone.request(sent));
      if (!result.ok) throw new Error(result.error);
      expect([...outcomesOf(result.value, sent).entries()].sort()).toEqual(
        [
          [sent[0]?.id, 'applied'],
          [sent[1]?.id, 'not-yet defect'],
          [sent[2]?.id, 'applied'],
        ].sort(),
      );
      expect(defects).toHaveLength(1);
      expect(
        await store.db
          .selectFrom('mutation')
          .select('id')
          .where('id', '=', sent[1]?.id ?? '')
          .execute(),
      ).toEqual([]);
      expect(await journal(store, sent[1]?.id ?? '')).toEqual([]);
      expect(await checkJournal(store.db)).toMatchObject({ fault: null });
    });
  });

  describe('corrections and withdrawals', () => {
    test('A correction that moves a purchase to another month changes both months', async () => {
      const { store, phone } = await regency();
      const { sent } = await phone.send(store, recordOf(30_000), recordOf(25_000));
      const first = sent[0]?.id ?? '';
      const { answer, sent: later } = await phone.send(store, correctOf(first, first, 28_000, '2026-10-31'));
      expect([...outcomesOf(answer, later).values()]).toEqual(['flagged needs-a-look']);
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 25_000, waiting: 0 });
      expect(await totalOf(store, '2026-10')).toMatchObject({ counted: 0, waiting: 28_000, flagged: 1 });
      expect(await purchases(store)).toMatchObject([
        { amount: 25_000 },
        { amount: 28_000, received_at: NOON, flags_json: '["late"]', version: later[0]?.id },
      ]);
    });

    test('A correction of what was changed since, or is withdrawn, or is another’s, is refused', async () => {
      const { store, phone } = await regency();
      const { sent } = await phone.send(store, recordOf(30_000), recordOf(5_000));
      const [first, second] = sent.map(({ id }) => id) as [string, string];
      const { sent: mended } = await phone.send(store, correctOf(first, first, 31_000));
      await phone.send(store, withdrawOf(second, second));
      const attempts = [
        correctOf(first, first, 1_000),
        withdrawOf(first, first),
        correctOf(second, second, 1_000),
        withdrawOf(second, second),
      ].map((body) => phone.make(body));
      const outcomes = outcomesOf(await phone.ask(store, attempts), attempts);
      expect(attempts.map(({ id }) => outcomes.get(id))).toEqual([
        'refused stale',
        'refused stale',
        'refused already-withdrawn',
        'refused already-withdrawn',
      ]);
      const stranger = new Phone(ASN[1]);
      const theft = stranger.make(withdrawOf(first, mended[0]?.id ?? ''));
      expect(outcomesOf(await stranger.ask(store, [theft]), [theft]).get(theft.id)).toBe('refused not-yours');
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 31_000 });
    });
  });

  describe('who may', () => {
    test('An account of no ASN records nothing', async () => {
      const { store } = await regency();
      const phone = new Phone(id(77), ['penjual']);
      const { answer, sent } = await phone.send(store, recordOf(1_000));
      expect([...outcomesOf(answer, sent).values()]).toEqual(['refused not-permitted']);
      expect(answer.granted).toEqual(['own', 'umum']);
      expect(await purchases(store)).toEqual([]);
    });

    test('Who retired before the phone had signal still delivers what counts', async () => {
      const { store } = await regency();
      const phone = new Phone(ASN[0], []);
      const { answer, sent } = await phone.send(store, recordOf(1_000));
      expect([...outcomesOf(answer, sent).values()]).toEqual(['applied']);
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 1_000 });
    });

    test('An ASN who is not in the register yet waits for it, and is then taken in', async () => {
      const { store } = await regency();
      const phone = new Phone(id(77));
      const early = phone.make(recordOf(1_000));
      expect(outcomesOf(await phone.ask(store, [early]), [early]).get(early.id)).toBe(
        'not-yet not-permitted',
      );
      await store.write(async (tx) => {
        const [position] = append(tx, [
          { at: NOON, kind: 'import', actor: null, subject: null, ref: null, outcome: 'applied', body: '' },
        ]);
        const person = { id: id(77), name: 'Pegawai Baru', nip: '199901012026011001' };
        await insertRows(tx, 'person', [{ ...person, seq: position?.seq ?? 0 }]);
      });
      expect(outcomesOf(await phone.ask(store, [early]), [early]).get(early.id)).toBe('applied');
    });

    test('Another account’s outbox, and another account’s replica, are refused whole', async () => {
      const { store, phone } = await regency();
      await phone.send(store, recordOf(1_000));
      const stranger = new Phone(ASN[1]);
      const request = phone.request([phone.make(recordOf(2_000))]);
      expect(await exchange(deskOf(store), stranger.author, request)).toEqual({
        ok: false,
        error: 'other-account',
      });
      const borrowed = { ...request, owner: ASN[1] };
      expect(await exchange(deskOf(store), stranger.author, borrowed)).toEqual({
        ok: false,
        error: 'other-account',
      });
      expect(await purchases(store)).toHaveLength(1);
    });

    test('What is told is one’s own', async () => {
      const { store, phone } = await regency();
      await phone.send(store, recordOf(1_000));
      const other = new Phone(ASN[1]);
      const { answer } = await other.send(store);
      const own = answer.changes.find(({ scope }) => scope === 'own')?.rows ?? [];
      expect(own.map((row) => row.kind)).toEqual(['profile']);
    });
  });

  describe('flags', () => {
    const DECEMBER_6 = Date.UTC(2026, 11, 5, 17);
    const cases: readonly [title: string, body: MutationBody, now: number, flags: string[]][] = [
      ['bought today', recordOf(1_000, { day: '2026-11-24' }), NOON, []],
      ['bought tomorrow', recordOf(1_000, { day: '2026-11-25' }), NOON, ['future-date']],
      ['bought before the decree', recordOf(1_000, { day: '2024-12-31' }), NOON, ['before-decree']],
      ['on the last moment of the deadline', recordOf(1_000, { day: '2026-11-30' }), DECEMBER_6 - 1, []],
      ['a moment after the deadline', recordOf(1_000, { day: '2026-11-30' }), DECEMBER_6, ['late']],
      [
        'at a shop that was typed',
        {
          type: 'purchase.record',
          fields: { ...bought(1_000), umkm: { kind: 'typed', name: 'Bu Siti', place: 'Pasar Maron' } },
        },
        NOON,
        ['unlisted-umkm'],
      ],
    ];
    test.each(cases)('%s', async (_, body, now, flags) => {
      const { store, phone } = await regency();
      const mutation = phone.make(body);
      const answer = await phone.ask(store, [mutation], now);
      const [row] = await purchases(store);
      expect(JSON.parse(row?.flags_json ?? '')).toEqual(flags);
      expect(outcomesOf(answer, [mutation]).get(mutation.id)).toBe(
        flags.length === 0 ? 'applied' : 'flagged needs-a-look',
      );
      expect(row?.received_at).toBe(now);
    });

    test('A shop of the registry keeps the registry’s name', async () => {
      const { store, phone } = await regency();
      const fields = {
        ...bought(1_000),
        umkm: { kind: 'listed' as const, id: SHOPS[1], name: 'Emas Batangan' },
      };
      await phone.send(store, { type: 'purchase.record', fields });
      expect(await purchases(store)).toMatchObject([{ umkm_id: SHOPS[1], umkm_name: 'Toko 1' }]);
    });
  });

  test('The sums of every month equal a slow recomputation by hand', async () => {
    const { store } = await regency();
    const phones = ASN.map((asn) => new Phone(asn));
    let seed = 7;
    const below = (limit: number) => (seed = (seed * 48_271) % 2_147_483_647) % limit;
    const live: { phone: Phone; purchase: string; version: string }[] = [];
    for (let round = 0; round < 60; round += 1) {
      const phone = phones[below(3)] as Phone;
      const day = `2026-${String(9 + below(3)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`;
      const mine = live.filter((one) => one.phone === phone);
      const target = mine[below(Math.max(1, mine.length))];
      const kind = below(10);
      const body =
        target && kind < 3
          ? correctOf(target.purchase, target.version, 1_000 + below(90_000), day)
          : target && kind < 4
            ? withdrawOf(target.purchase, target.version)
            : recordOf(1_000 + below(90_000), { day });
      const { sent } = await phone.send(store, body);
      const made = sent[0]?.id ?? '';
      if (body.type === 'purchase.record') live.push({ phone, purchase: made, version: made });
      else if (target) target.version = made;
      if (body.type === 'purchase.withdraw') live.splice(live.indexOf(target as never), 1);
    }
    const rows = await purchases(store);
    const totals = await store.db.selectFrom('month_total').selectAll().execute();
    expect(totals.length).toBeGreaterThanOrEqual(7);
    for (const total of totals) {
      let counted = 0;
      let waiting = 0;
      for (const row of rows) {
        if (row.asn_id !== total.asn_id || row.day.slice(0, 7) !== total.month || row.verdict === 'ditarik')
          continue;
        if (row.flags_json === '[]') counted += row.amount;
        else waiting += row.amount;
      }
      expect(total).toMatchObject({ counted, waiting });
    }
    const months = new Set(rows.map((row) => `${row.asn_id} ${row.day.slice(0, 7)}`));
    const summedUp = new Set(totals.map((total) => `${total.asn_id} ${total.month}`));
    expect([...months].filter((month) => !summedUp.has(month))).toEqual([]);
    expect(await checkJournal(store.db)).toMatchObject({ fault: null });
  });

  describe('an office that came back from a backup', () => {
    /** What the phone did before the copy, between, and after it was put back. */
    const restored = async () => {
      const { database, store, phone } = await regency();
      const before = await phone.send(store, recordOf(1_000), recordOf(2_000));
      await store.close();
      const copy = await database.copy();
      const living = await database.open();
      const lost = await phone.send(living, recordOf(3_000), recordOf(4_000));
      await living.close();
      return { store: await copy.open(), phone, before: before.sent, lost: lost.sent };
    };

    test('It asks for what it lacks, tells its scopes anew, and has everything again', async () => {
      const { store, phone, before, lost } = await restored();
      const fresh = phone.make(recordOf(5_000));
      const answer = await phone.ask(store, [fresh]);
      expect(outcomesOf(answer, [fresh]).get(fresh.id)).toBe('applied');
      expect(answer.offer).toBe(3);
      expect(answer.anew).toEqual(['own']);
      expect(answer.changes.find(({ scope }) => scope === 'own')?.rows).toHaveLength(1 + 2 + 1);
      phone.hear(answer, 2);
      const offered = [...lost, fresh];
      const second = await phone.ask(store, offered);
      expect(outcomesOf(second, offered)).toEqual(
        new Map([
          [lost[0]?.id, 'applied'],
          [lost[1]?.id, 'applied'],
          [fresh.id, 'already'],
        ]),
      );
      expect(second.offer).toBeUndefined();
      expect(second.anew).toEqual([]);
      phone.hear(second, 5);
      expect((await phone.ask(store)).offer).toBeUndefined();
      const held = (await purchases(store)).map(({ id }) => id).sort();
      expect(held).toEqual([...before, ...lost, fresh].map(({ id }) => id).sort());
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 15_000 });
    });

    test('A withdrawal waits for the record that the copy lacks', async () => {
      const { store, phone, lost } = await restored();
      const [first] = lost.map(({ id }) => id) as [string];
      const withdrawal = phone.make(withdrawOf(first, first));
      const answer = await phone.ask(store, [withdrawal]);
      expect(outcomesOf(answer, [withdrawal]).get(withdrawal.id)).toBe('not-yet unknown-record');
      expect(answer.offer).toBe(3);
      phone.hear(answer, 2);
      const offered = [...lost, withdrawal];
      expect([...outcomesOf(await phone.ask(store, offered), offered).values()]).toEqual([
        'applied',
        'applied',
        'applied',
      ]);
      expect(await totalOf(store, '2026-11')).toMatchObject({ counted: 7_000 });
    });

    test('What names a record that is gone everywhere waits while a phone may remember it, no longer', async () => {
      const { store, phone, lost } = await restored();
      const [gone] = lost.map(({ id }) => id) as [string];
      phone.hear(await phone.ask(store), 2);
      const withdrawal = phone.make(withdrawOf(gone, gone));
      const after = async (days: number) => {
        const answer = await phone.ask(store, [withdrawal], NOON + days * 86_400_000);
        return outcomesOf(answer, [withdrawal]).get(withdrawal.id);
      };
      phone.clock = NOON + MEMORY_DAYS * 86_400_000;
      expect(await after(MEMORY_DAYS)).toBe('not-yet unknown-record');
      // A phone whose clock went wrong by years made its ids by the same clock.
      phone.clock = NOON;
      expect(await after(MEMORY_DAYS + 1_000)).toBe('not-yet unknown-record');
      phone.clock = NOON + (MEMORY_DAYS + 1) * 86_400_000;
      expect(await after(MEMORY_DAYS + 1)).toBe('refused unknown-record');
    });

    test('It goes on asking while its answer does not arrive', async () => {
      const { store, phone, lost } = await restored();
      const fresh = phone.make(recordOf(5_000));
      for (let times = 0; times < 3; times += 1) {
        expect((await phone.ask(store, [fresh])).offer).toBe(3);
      }
      expect(lost.map(({ n }) => n)).toEqual([3, 4]);
    });

    test('It notices by the cursor alone what was acknowledged out of turn', async () => {
      const { store, phone } = await restored();
      phone.acked = 2;
      const answer = await phone.ask(store, []);
      expect(answer.offer).toBe(3);
      expect(answer.anew).toEqual(['own']);
    });

    test('It does not wait for what the phone no longer keeps', async () => {
      const { store, phone } = await restored();
      phone.kept = 4;
      expect((await phone.ask(store)).offer).toBe(4);
      phone.kept = 5;
      phone.cursors.set('own', { at: 0, hash: '' });
      expect((await phone.ask(store)).offer).toBeUndefined();
    });

    test('A cursor of another history with the same number is recognised by its hash', async () => {
      const { store, phone } = await restored();
      const stranger = new Phone(ASN[1]);
      await stranger.send(store, recordOf(1_000), recordOf(1_001), recordOf(1_002));
      expect((await phone.ask(store)).anew).toEqual(['own']);
    });

    test('Another epoch makes every number and cursor void', async () => {
      const { phone } = await restored();
      const { store } = await regency();
      const answer = await phone.ask(store);
      expect(answer.epoch).not.toBe(phone.epoch);
      expect(answer.anew.sort()).toEqual(['own', 'umum']);
      expect(answer.offer).toBe(1);
    });
  });

  test('A gap in the numbers is not waited for', async () => {
    const { store, phone } = await regency();
    await phone.send(store, recordOf(1_000));
    phone.n = 7;
    const { answer, sent } = await phone.send(store, recordOf(2_000));
    expect([...outcomesOf(answer, sent).values()]).toEqual(['applied']);
    expect(answer.offer).toBeUndefined();
    expect((await phone.ask(store)).offer).toBeUndefined();
    const replica = await store.db.selectFrom('replica').selectAll().executeTakeFirst();
    expect(replica).toMatchObject({ id: phone.replica, owner: ASN[0], through: 8, unsent: 0, last_at: NOON });
  });

  test('What a phone still holds and what its clock says is remembered', async () => {
    const { store, phone } = await regency();
    const sent = [phone.make(recordOf(1_000)), phone.make(recordOf(2_000), { after: randomUUID() })];
    const request = { ...phone.request(sent), unsent: 9, clock: NOON - 5_000 };
    await exchange(deskOf(store, NOON + 60_000), phone.author, request);
    const replica = await store.db.selectFrom('replica').selectAll().executeTakeFirst();
    expect(replica).toMatchObject({ unsent: 8, clock_offset: 65_000, last_at: NOON + 60_000 });
  });
});

/** A purchase's row as the office would write it. */
async function rowLike(store: Store, phone: Phone) {
  const other = new Phone(phone.author.userId);
  await other.send(store, recordOf(900, { day: '2026-11-01' }));
  return store.db.selectFrom('purchase').selectAll().where('amount', '=', 900).executeTakeFirstOrThrow();
}
