import type { Instant, Month } from '#lib/domain/day.ts';
import type { Rulebook } from '#lib/domain/rulebook.ts';
import { readRulebook, type Member } from './facts.ts';
import { append } from './journal.ts';
import { insertRows } from './store/bulk.ts';
import type { Tx } from './store/tx.ts';
import { writeTotals } from './totals.ts';

/**
 * Takes versions of the rulebook in, on record. The one place that writes `rule_version`: month totals hold
 * what a rule made of purchases (`countsOnArrival`), so the months that are lived under these versions are
 * summed up anew here, in the same transaction.
 */
export async function storeRules(tx: Tx, rules: Rulebook, at: Instant): Promise<void> {
  const rows = rules.map((rule) => ({
    id: rule.id,
    from_month: rule.from,
    rule_json: JSON.stringify(rule),
  }));
  const entry = { at, actor: null, subject: null, ref: null, outcome: 'applied' };
  const [position] = append(tx, [{ ...entry, kind: 'import.rule_version', body: JSON.stringify(rows) }]);
  const seq = position?.seq ?? 0;
  await insertRows(
    tx,
    'rule_version',
    rows.map((row) => ({ ...row, seq })),
  );
  const first = rows.map((row) => row.from_month).sort()[0];
  if (first === undefined) return;
  const facts = { rulebook: await readRulebook(tx), members: new Map<string, Member | null>() };
  const months = await tx
    .selectFrom('month_total')
    .select(['asn_id', 'month'])
    .where('month', '>=', first)
    .execute();
  for (const { asn_id: asnId, month } of months) {
    await writeTotals(tx, facts, { asnId, month: month as Month, seq });
  }
}
