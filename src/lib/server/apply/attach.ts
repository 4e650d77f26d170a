import { attached } from '#lib/domain/purchase.ts';
import { accept } from '#lib/domain/result.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { Kind } from './kind.ts';
import { ownPurchase, updatePurchase, wantingPhotos } from './purchase-table.ts';

/** An ASN adds photos of the nota to a purchase of theirs. Nothing that was judged changes by it. */
export const attach: Kind<Extract<MutationBody, { type: 'purchase.attach' }>> = {
  async apply(body, context) {
    const before = await ownPurchase(body.purchase, context);
    if (!before.ok) return before;
    const after = await wantingPhotos(attached(before.value, body.photos), context);
    await updatePurchase(context, after);
    return accept({ subject: after.asnId, flags: [], months: [] });
  },
};
