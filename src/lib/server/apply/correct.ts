import { monthOf } from '#lib/domain/day.ts';
import { arrived, corrected } from '#lib/domain/purchase.ts';
import { accept } from '#lib/domain/result.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { Kind } from './kind.ts';
import { arrive, namedPurchase, updatePurchase } from './purchase-table.ts';

/**
 * An ASN corrects a purchase of theirs, with a reason. It is looked at as if it arrived now: what a late
 * correction claims was not known before the deadline. A number that was used twice stays flagged.
 */
export const correct: Kind<Extract<MutationBody, { type: 'purchase.correct' }>> = {
  async apply(body, context) {
    const before = await namedPurchase(body, context);
    if (!before.ok) return before;
    const arrival = await arrive(body.fields, {
      ...context,
      numberReused: context.numberReused || before.value.flags.includes('number-reused'),
    });
    if (!arrival.ok) return arrival;
    const { fields, flags } = arrival.value;
    const mended = corrected(before.value, context.id, fields, body.reason);
    await updatePurchase(context, arrived(mended, context.now, flags));
    return accept({
      subject: before.value.asnId,
      flags,
      months: [monthOf(before.value.day), monthOf(fields.day)],
    });
  },
};
