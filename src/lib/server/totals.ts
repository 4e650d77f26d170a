import { sql, type Insertable, type Selectable } from 'kysely';
import type { Day } from '#lib/domain/day.ts';
import { assess, type Assessment } from '#lib/domain/quota.ts';
import type { Flag, Purchase, Verdict } from '#lib/domain/purchase.ts';
import { figuresOf } from '#lib/domain/recap.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';
import { memberOf, type Facts, type Touched } from './facts.ts';
import { Prepared } from './store/prepared.ts';
import type { MonthTotalTable } from './store/schema.ts';
import { dialectOf, type Tx } from './store/tx.ts';

/** What bears on sums, in the order of {@link Summed}. */
const SUMMED = ['id', 'umkm_id', 'umkm_name', 'day', 'amount', 'verdict', 'flags_json'] as const;
type Summed = [
  id: string,
  umkmId: string | null,
  umkmName: string,
  day: Day,
  amount: Rupiah,
  verdict: Verdict,
  flagsJson: string,
];

/** A month's purchases as one JSON text: handed over value by value they cost more than summing them up. */
const purchasesIn = new Prepared<{ asnId: string; month: string }, { rows: string | null }>((db, hole) => {
  const columns = sql.join(SUMMED.map((name) => sql.ref(name)));
  const rows =
    dialectOf(db) === 'postgres'
      ? sql<string | null>`json_agg(json_build_array(${columns}))::text`
      : sql<string | null>`json_group_array(json_array(${columns}))`;
  return db
    .selectFrom('purchase')
    .select(rows.as('rows'))
    .where('asn_id', '=', hole('asnId'))
    .where('month', '=', hole('month'));
});

function purchaseOf(asnId: string, [id, umkmId, name, day, amount, verdict, flagsJson]: Summed): Purchase {
  return {
    id,
    asnId,
    umkm: umkmId === null ? { kind: 'typed', name, place: '' } : { kind: 'listed', id: umkmId, name },
    day,
    amount,
    verdict,
    flags: JSON.parse(flagsJson) as Flag[],
    delivery: 'terkirim',
    // The rest bears on no sum.
    items: [],
    payment: 'tunai',
    note: '',
    reason: '',
    receivedAt: 0,
    version: '',
    refusal: null,
    photos: [],
    photosWanted: [],
  };
}

const COLUMNS = [
  'counted',
  'waiting',
  'seq',
  'umkm_count',
  'checked',
  'unchecked',
  'flagged',
  'rejected',
] as const;

const write = new Prepared<Insertable<MonthTotalTable>>((db, hole) =>
  db
    .insertInto('month_total')
    .values({
      asn_id: hole('asn_id'),
      month: hole('month'),
      counted: hole('counted'),
      waiting: hole('waiting'),
      seq: hole('seq'),
      umkm_count: hole('umkm_count'),
      checked: hole('checked'),
      unchecked: hole('unchecked'),
      flagged: hole('flagged'),
      rejected: hole('rejected'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['month', 'asn_id'])
        .doUpdateSet((eb) => Object.fromEntries(COLUMNS.map((name) => [name, eb.ref(`excluded.${name}`)]))),
    ),
);

/**
 * Computes an ASN's month anew from its purchases as they stand in this transaction, by the same domain
 * code that the phone uses, and stores the sums. `seq` is the journal position that touched the month.
 */
export async function writeTotals(
  tx: Tx,
  facts: Pick<Facts, 'rulebook' | 'members'>,
  touched: Touched & { seq: number },
): Promise<void> {
  const { asnId, month, seq } = touched;
  const member = await memberOf(tx, facts, asnId);
  if (!member) return;
  const found = await purchasesIn.first(tx, { asnId, month });
  const rows = JSON.parse(found?.rows ?? '[]') as Summed[];
  const purchases = rows.map((row) => purchaseOf(asnId, row));
  const assessment = assess({ month, service: member.service, rulebook: facts.rulebook, purchases });
  await write.all(tx, monthTotal(assessment, { asnId, seq }));
}

/** A month's row from its assessment: also what a generator of months writes. */
export function monthTotal(
  assessment: Assessment,
  { asnId, seq }: { readonly asnId: string; readonly seq: number },
): Selectable<MonthTotalTable> {
  const figures = figuresOf(assessment);
  return {
    asn_id: asnId,
    month: assessment.month,
    counted: figures.counted,
    waiting: figures.waiting,
    seq,
    umkm_count: figures.umkmCount,
    checked: figures.checked,
    unchecked: figures.unchecked,
    flagged: figures.flagged,
    rejected: figures.rejected,
  };
}
