import type { Month } from '#lib/domain/day.ts';
import type { Verdict } from '#lib/domain/purchase.ts';
import { readRulebook } from '#lib/server/facts.ts';
import { append } from '#lib/server/journal.ts';
import { writeTotals } from '#lib/server/totals.ts';
import type { SimOffice } from './office.ts';
import type { Chance } from './random.ts';

const VERDICTS = ['sah', 'perlu-dilengkapi', 'belum-dihitung'] as const satisfies readonly Verdict[];

/** An official decides about one purchase, while its person may be changing it; gives its label. */
export async function decideOne(office: SimOffice, chance: Chance, at: number): Promise<string | null> {
  const { db } = office.store;
  const open = await db
    .selectFrom('purchase')
    .select(['id', 'note'])
    .where('verdict', '=', 'belum-diperiksa')
    .orderBy('note')
    .execute();
  if (open.length === 0) return null;
  const { id, note } = chance.oneOf(open);
  const verdict = chance.oneOf(VERDICTS);
  await office.store.write(async (tx) => {
    const row = await tx.selectFrom('purchase').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const body = JSON.stringify({ type: 'verdict', purchase: id, verdict });
    const entry = { at, kind: 'verdict', actor: null, subject: row.asn_id, ref: id, outcome: 'applied' };
    const [position] = append(tx, [{ ...entry, body }]);
    const seq = position?.seq ?? 0;
    await tx
      .updateTable('purchase')
      .set({ verdict, reason: `Keputusan: ${verdict}`, seq })
      .where('id', '=', id)
      .execute();
    const facts = { rulebook: await readRulebook(tx), members: new Map() };
    await writeTotals(tx, facts, { asnId: row.asn_id, month: row.month as Month, seq });
  });
  return `${note} ${verdict}`;
}
