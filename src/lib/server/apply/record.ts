import { monthOf } from '#lib/domain/day.ts';
import { arrived, recorded } from '#lib/domain/purchase.ts';
import { accept } from '#lib/domain/result.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { Kind } from './kind.ts';
import { arrive, insertPurchase, wantingPhotos } from './purchase-table.ts';

/** An ASN records what they bought. Nothing but an invented UMKM refuses it: what is odd is flagged. */
export const record: Kind<Extract<MutationBody, { type: 'purchase.record' }>> = {
  async apply({ fields, photos }, context) {
    const arrival = await arrive(fields, context);
    if (!arrival.ok) return arrival;
    const { flags } = arrival.value;
    const asnId = context.author.userId;
    const said = recorded(context.id, asnId, arrival.value.fields, photos);
    const made = await wantingPhotos(said, context);
    await insertPurchase(context, arrived(made, context.now, flags));
    return accept({ subject: asnId, flags, months: [monthOf(fields.day)] });
  },
};
