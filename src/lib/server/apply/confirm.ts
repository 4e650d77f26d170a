import { monthOf } from '#lib/domain/day.ts';
import type { Touched } from '../facts.ts';
import { append, headOf } from '../journal.ts';
import { purchaseOf } from '../recap/rows.ts';
import type { Context } from './kind.ts';
import { decided } from './mutations.ts';

/**
 * The author's own phone says what somebody carried here before: now it is certain who said it, and the flag
 * goes. Only when the purchase still stands as that mutation left it; what changed it since has its own say.
 */
export async function confirmCarried(
  { tx, author, now }: Pick<Context, 'tx' | 'author' | 'now'>,
  id: string,
): Promise<readonly (Touched & { readonly seq: number })[]> {
  const row = await tx
    .selectFrom('purchase')
    .selectAll()
    .where('version', '=', id)
    .where('asn_id', '=', author.userId)
    .executeTakeFirst();
  const before = row && purchaseOf(row);
  if (!before?.flags.includes('carried')) return [];
  const seq = headOf(tx).seq + 1;
  const flags = before.flags.filter((flag) => flag !== 'carried');
  const actor = author.userId;
  append(tx, [
    { at: now, kind: 'rescue.confirm', actor, subject: actor, ref: id, outcome: 'applied', body: '' },
  ]);
  await tx
    .updateTable('purchase')
    .set({ flags_json: JSON.stringify(flags), seq })
    .where('id', '=', before.id)
    .execute();
  if (flags.length === 0) await decided(tx, id, { outcome: 'applied', code: null });
  return [{ asnId: actor, month: monthOf(before.day), seq }];
}
