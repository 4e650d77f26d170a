import { monthOf } from '#lib/domain/day.ts';
import { withdrawn, type Flag } from '#lib/domain/purchase.ts';
import { accept } from '#lib/domain/result.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { Kind } from './kind.ts';
import { namedPurchase, updatePurchase } from './purchase-table.ts';

/** An ASN withdraws a purchase of theirs, with a reason. It stays on record and never counts again. */
export const withdraw: Kind<Extract<MutationBody, { type: 'purchase.withdraw' }>> = {
  async apply(body, context) {
    const before = await namedPurchase(body, context);
    if (!before.ok) return before;
    const { asnId, day } = before.value;
    await updatePurchase(context, withdrawn(before.value, context.id, body.reason));
    const flags: Flag[] = context.numberReused ? ['number-reused'] : [];
    return accept({ subject: asnId, flags, months: [monthOf(day)] });
  },
};
