import type { Insertable, Selectable } from 'kysely';
import { monthOf } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Purchase, PurchaseFields } from '#lib/domain/purchase.ts';
import { assess } from '#lib/domain/quota.ts';
import { rowOf } from '#lib/server/apply/purchase-table.ts';
import { append, sha256, type Entry } from '#lib/server/journal.ts';
import { insertRows } from '#lib/server/store/bulk.ts';
import type { MonthTotalTable, MutationTable, Schema } from '#lib/server/store/schema.ts';
import type { Store } from '#lib/server/store/store.ts';
import { monthTotal } from '#lib/server/totals.ts';
import type { Step } from './ledger.ts';
import type { Delivery, SampleBody } from './phones.ts';
import type { Regency } from './regency.ts';

/** Steps or rows of one transaction: they wait in memory until it commits. */
const AT_ONCE = 10_000;

/** Where in the journal each purchase was written last. */
type Positions = ReadonlyMap<string, number>;

/** Writes the year's purchases as the office would have: on record, in its tables, and summed up. */
export async function writeLedger(store: Store, regency: Regency): Promise<void> {
  const positions = await writeSteps(store, regency.steps);
  const rows = [...regency.purchases.values()].map((purchase) =>
    rowOf(purchase, { now: regency.now, seq: positions.get(purchase.id) ?? 0 }),
  );
  await writeRows(store, 'purchase', rows);
  await writeRows(store, 'month_total', monthTotals(regency, positions));
  await writeRows(
    store,
    'replica',
    regency.phones.map((phone) => ({
      id: phone.id,
      owner: phone.owner,
      first_at: phone.firstAt,
      last_at: phone.lastAt,
      through: phone.through,
      unsent: phone.unsent,
      clock_offset: phone.clockOffset,
    })),
  );
}

async function writeRows<T extends keyof Schema>(
  store: Store,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
): Promise<void> {
  for (const batch of batches(rows)) await store.write((tx) => insertRows(tx, table, batch));
}

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += AT_ONCE) yield rows.slice(from, from + AT_ONCE);
}

async function writeSteps(store: Store, steps: readonly Step[]): Promise<Positions> {
  const positions = new Map<string, number>();
  for (const batch of batches(steps)) {
    await store.write(async (tx) => {
      const bodies = batch.map(bodyOf);
      const placed = append(
        tx,
        batch.map((step, i) => entryOf(step, bodies[i] ?? '')),
      );
      const mutations: Selectable<MutationTable>[] = [];
      batch.forEach((step, i) => {
        const seq = placed[i]?.seq ?? 0;
        for (const id of touchedBy(step)) positions.set(id, seq);
        if (step.kind === 'mutation') mutations.push(mutationRow(step, { body: bodies[i] ?? '', seq }));
      });
      await insertRows(tx, 'mutation', mutations);
    });
  }
  return positions;
}

const touchedBy = (step: Step): readonly string[] =>
  step.kind === 'review' ? step.purchases : [purchaseIn(step.delivery)];

const purchaseIn = ({ id, body }: Delivery): string => (body.type === 'purchase.record' ? id : body.purchase);

const bodyOf = (step: Step): string =>
  step.kind === 'mutation'
    ? bodyText(step.delivery.body)
    : JSON.stringify({ ...step.decision, opd: step.opdId, purchases: step.purchases });

/** A mutation's body as a phone freezes it: empty lists and texts are left out. */
function bodyText(body: SampleBody): string {
  if (body.type === 'purchase.withdraw') return JSON.stringify(body);
  return JSON.stringify({ ...body, fields: sparse(body.fields) });
}

const sparse = ({ items, note, ...fields }: PurchaseFields) => ({
  ...fields,
  ...(items.length === 0 ? {} : { items }),
  ...(note === '' ? {} : { note }),
});

function entryOf(step: Step, body: string): Entry {
  if (step.kind === 'review') {
    const { at, officer } = step;
    return {
      at,
      kind: 'purchase.review',
      actor: officer,
      subject: null,
      ref: null,
      outcome: 'applied',
      body,
    };
  }
  const { id, person, body: said } = step.delivery;
  const outcome = step.flagged ? 'flagged:needs-a-look' : 'applied';
  return { at: step.at, kind: said.type, actor: person.id, subject: person.id, ref: id, outcome, body };
}

function mutationRow(
  { delivery, flagged, at }: Extract<Step, { kind: 'mutation' }>,
  { body, seq }: { body: string; seq: number },
): Selectable<MutationTable> {
  return {
    id: delivery.id,
    replica: delivery.replica,
    n: delivery.n,
    owner: delivery.person.id,
    after_id: delivery.after,
    hash: sha256(body),
    outcome: flagged ? 'flagged' : 'applied',
    code: flagged ? 'needs-a-look' : null,
    seq,
    received_at: at,
    carrier: null,
  };
}

/** The month's sums of everybody who bought something in it, by the domain's own judgement. */
export function monthTotals(regency: Regency, positions: Positions): Selectable<MonthTotalTable>[] {
  const people = new Map(regency.people.map((person) => [person.id, person]));
  const lived = new Map<string, Purchase[]>();
  for (const purchase of regency.purchases.values()) {
    const key = `${purchase.asnId}|${monthOf(purchase.day)}`;
    const found = lived.get(key);
    if (found) found.push(purchase);
    else lived.set(key, [purchase]);
  }
  return [...lived.values()].flatMap((purchases) => {
    const [first] = purchases;
    const service = people.get(first?.asnId ?? '');
    if (!first || !service) return [];
    const assessment = assess({ month: monthOf(first.day), service, rulebook: INSTRUKSI_9_2024, purchases });
    const seq = purchases.reduce((last, { id }) => Math.max(last, positions.get(id) ?? 0), 0);
    return [monthTotal(assessment, { asnId: first.asnId, seq })];
  });
}
