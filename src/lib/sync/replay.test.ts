/*
 * Long because its cases, read in one piece, are the specification of what the screen shows.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { PurchaseChange } from '#lib/protocol/change.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { fieldsOf, idOf, OWNER } from '../../../tests/model/phone.ts';
import type { OutboxRow } from './ports.ts';
import { replay } from './replay.ts';

const id = (n: number) => idOf(1, n);
const record = (amount: number): MutationBody => ({ type: 'purchase.record', fields: fieldsOf({ amount }) });
const correct = (purchase: number, base: number, amount: number): MutationBody => ({
  type: 'purchase.correct',
  purchase: id(purchase),
  base: id(base),
  fields: fieldsOf({ amount }),
  reason: 'Salah ketik',
});
const withdraw = (purchase: number, base: number): MutationBody => ({
  type: 'purchase.withdraw',
  purchase: id(purchase),
  base: id(base),
  reason: 'Bukan belanja saya',
});

const unsent = (n: number, body: MutationBody | string): OutboxRow => ({
  n,
  id: id(n),
  after: null,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  hash: '',
  madeAt: 0,
  state: 'unsent',
  code: null,
  head: null,
  answeredAt: null,
});
const acked = (n: number, body: MutationBody, head: number, code: string | null = null): OutboxRow => ({
  ...unsent(n, body),
  state: 'acked',
  code,
  head,
  answeredAt: 700,
});
const refused = (n: number, body: MutationBody, code: string): OutboxRow => ({
  ...unsent(n, body),
  state: 'refused',
  code,
  head: 1,
  answeredAt: 700,
});
const told = (n: number, amount: number, change: Partial<PurchaseChange> = {}): PurchaseChange => ({
  ...fieldsOf({ amount }),
  items: [],
  kind: 'purchase',
  id: id(n),
  verdict: 'belum-diperiksa',
  reason: '',
  flags: [],
  receivedAt: 500,
  version: id(n),
  photos: [],
  wanted: [],
  ...change,
});

type Shown = Pick<Purchase, 'id' | 'amount' | 'delivery' | 'verdict' | 'receivedAt' | 'version' | 'refusal'>;
const shownAs = (n: number, amount: number, change: Partial<Shown> = {}): Shown => ({
  id: id(n),
  amount,
  delivery: 'terkirim',
  verdict: 'belum-diperiksa',
  receivedAt: 500,
  version: id(n),
  refusal: null,
  ...change,
});
const atHome = { delivery: 'tersimpan', receivedAt: null } as const;

interface Case {
  title: string;
  base?: PurchaseChange[];
  outbox?: OutboxRow[];
  heard?: number;
  shows: Shown[];
}

const cases: Case[] = [
  { title: 'nothing of nothing', shows: [] },
  { title: 'what the office said', base: [told(1, 10)], shows: [shownAs(1, 10)] },
  {
    title: 'an unsent record beside it',
    base: [told(1, 10)],
    outbox: [unsent(2, record(20))],
    shows: [shownAs(1, 10), shownAs(2, 20, atHome)],
  },
  {
    title: 'an unsent correction over it, as not delivered',
    base: [told(1, 10)],
    outbox: [unsent(2, correct(1, 1, 15))],
    shows: [shownAs(1, 15, { delivery: 'tersimpan', version: id(2) })],
  },
  {
    title: 'an unsent withdrawal over it',
    base: [told(1, 10)],
    outbox: [unsent(2, withdraw(1, 1))],
    shows: [shownAs(1, 10, { delivery: 'tersimpan', verdict: 'ditarik', version: id(2) })],
  },
  {
    title: 'a chain that was never sent, whatever the order of the rows',
    outbox: [unsent(3, withdraw(1, 2)), unsent(1, record(10)), unsent(2, correct(1, 1, 15))],
    shows: [shownAs(1, 15, { ...atHome, verdict: 'ditarik', version: id(3) })],
  },
  {
    title: 'a correction looked at afresh, though the office had judged the old facts',
    base: [told(1, 10, { verdict: 'sah' })],
    outbox: [unsent(2, correct(1, 1, 15))],
    shows: [shownAs(1, 15, { delivery: 'tersimpan', version: id(2) })],
  },
  {
    title: 'an unsent correction though the office says something newer meanwhile',
    base: [told(1, 10, { version: id(77) })],
    outbox: [unsent(2, correct(1, 1, 15))],
    shows: [shownAs(1, 15, { delivery: 'tersimpan', version: id(2) })],
  },
  {
    title: 'an acknowledged record that was not heard back yet, as delivered',
    outbox: [acked(1, record(10), 9)],
    heard: 8,
    shows: [shownAs(1, 10, { receivedAt: 700 })],
  },
  {
    title: 'a flagged record that was not heard back yet as not delivered: it must not count',
    outbox: [acked(1, record(10), 9, 'needs-a-look')],
    heard: 8,
    shows: [shownAs(1, 10, atHome)],
  },
  {
    title: 'an acknowledged record once, when it was heard back',
    base: [told(1, 10, { verdict: 'sah' })],
    outbox: [acked(1, record(10), 9)],
    heard: 9,
    shows: [shownAs(1, 10, { verdict: 'sah' })],
  },
  {
    title: 'nothing of an acknowledged record that the office took away',
    outbox: [acked(1, record(10), 9)],
    heard: 9,
    shows: [],
  },
  {
    title: 'what the office says now of a record that it acknowledged before',
    base: [told(1, 12, { version: id(77) })],
    outbox: [acked(1, record(10), 9)],
    heard: 9,
    shows: [shownAs(1, 12, { version: id(77) })],
  },
  {
    title: 'an acknowledged correction only over the version that it was about',
    base: [told(1, 12, { version: id(77) })],
    outbox: [acked(2, correct(1, 1, 15), 9)],
    heard: 8,
    shows: [shownAs(1, 12, { version: id(77) })],
  },
  {
    title: 'nothing twice of a correction that the base already has',
    base: [told(1, 15, { version: id(2), verdict: 'sah' })],
    outbox: [unsent(2, correct(1, 1, 15))],
    shows: [shownAs(1, 15, { version: id(2), verdict: 'sah' })],
  },
  {
    title: 'a refused record with its code',
    outbox: [refused(1, record(10), 'unknown-umkm')],
    shows: [shownAs(1, 10, { ...atHome, refusal: 'unknown-umkm' })],
  },
  {
    title: 'no refused record that was mended or put aside',
    outbox: [{ ...refused(1, record(10), 'unknown-umkm'), mendedBy: id(2) }, unsent(2, record(10))],
    shows: [shownAs(2, 10, atHome)],
  },
  {
    title: 'the base under a refused correction, marked',
    base: [told(1, 10)],
    outbox: [refused(2, correct(1, 1, 15), 'stale')],
    shows: [shownAs(1, 10, { refusal: 'stale' })],
  },
  {
    title: 'the base under a refused withdrawal, marked',
    base: [told(1, 10)],
    outbox: [refused(2, withdraw(1, 1), 'stale')],
    shows: [shownAs(1, 10, { refusal: 'stale' })],
  },
  {
    title: 'a refused record as it was corrected since, with what there is to mend',
    outbox: [refused(1, record(10), 'unknown-umkm'), refused(2, correct(1, 1, 15), 'depends')],
    shows: [shownAs(1, 15, { ...atHome, version: id(2), refusal: 'unknown-umkm' })],
  },
  {
    title: 'a refused record that was withdrawn since as withdrawn, with nothing to mend',
    outbox: [
      refused(1, record(10), 'unknown-umkm'),
      refused(2, correct(1, 1, 15), 'depends'),
      refused(3, withdraw(1, 2), 'depends'),
    ],
    shows: [shownAs(1, 15, { ...atHome, version: id(3), verdict: 'ditarik' })],
  },
  {
    title: 'the base under a refused correction and what fell with it, with the first code',
    base: [told(1, 10)],
    outbox: [
      refused(2, correct(1, 1, 15), 'stale'),
      refused(3, correct(1, 2, 16), 'depends'),
      refused(4, withdraw(1, 3), 'depends'),
    ],
    shows: [shownAs(1, 10, { refusal: 'stale' })],
  },
  {
    title: 'no mark any more once something later was asked for',
    base: [told(1, 10)],
    outbox: [refused(2, correct(1, 1, 15), 'stale'), unsent(3, correct(1, 1, 16))],
    shows: [shownAs(1, 16, { delivery: 'tersimpan', version: id(3) })],
  },
  {
    title: 'no mark any more once something later was heard back',
    base: [told(1, 16, { version: id(3) })],
    outbox: [refused(2, correct(1, 1, 15), 'stale'), acked(3, correct(1, 1, 16), 9)],
    heard: 9,
    shows: [shownAs(1, 16, { version: id(3) })],
  },
  {
    title: 'nothing of a correction whose purchase is not known',
    outbox: [unsent(2, correct(1, 1, 15)), unsent(3, withdraw(1, 1)), refused(4, withdraw(1, 1), 'stale')],
    shows: [],
  },
  {
    title: 'everything else, when a body cannot be read',
    outbox: [unsent(1, '{'), unsent(2, '{"type":"order.place"}'), unsent(3, 'null'), unsent(4, record(40))],
    shows: [shownAs(4, 40, atHome)],
  },
];

describe('the phone shows', () => {
  it.each(cases)('$title', ({ base = [], outbox = [], heard = 0, shows }) => {
    const shown = replay({ asnId: OWNER, base, outbox, heard });
    expect(shown).toHaveLength(shows.length);
    expect(shown).toEqual(shows.map((purchase) => expect.objectContaining(purchase) as unknown));
  });

  it('who bought, in what the office told and in what it was not told', () => {
    const shown = replay({ asnId: OWNER, base: [told(1, 10)], outbox: [unsent(2, record(20))], heard: 0 });
    expect(shown.map(({ asnId }) => asnId)).toEqual([OWNER, OWNER]);
  });

  it('every unsent record, whatever the office says and whatever the bodies are', () => {
    const rows = fc.array(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.integer({ min: 1, max: 100 }).map((amount) => JSON.stringify(record(amount))),
        fc
          .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
          .map(([purchase, base]) => JSON.stringify(withdraw(purchase, base))),
      ),
      { maxLength: 9 },
    );
    const toldIds = fc.uniqueArray(fc.integer({ min: 20, max: 29 }), { maxLength: 9 });
    fc.assert(
      fc.property(rows, toldIds, fc.nat(20), (bodies, ids, heard) => {
        const outbox = bodies.map((body, i) => unsent(i + 1, body));
        const base = ids.map((n) => told(n, 5));
        const shown = replay({ asnId: OWNER, base, outbox, heard }).map((purchase) => purchase.id);
        const records = outbox.filter(({ body }) => body.startsWith('{"type":"purchase.record"'));
        expect([...shown].sort()).toEqual([...ids.map(id), ...records.map((row) => row.id)].sort());
      }),
    );
  });
});
