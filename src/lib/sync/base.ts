import { deliveryOf, type Purchase } from '#lib/domain/purchase.ts';
import type { PurchaseChange } from '#lib/protocol/change.ts';

/**
 * A purchase as the office told it, and as the phone keeps it: a release that knew no photos, and was rolled back to,
 * kept rows without them.
 */
export type Told = Omit<PurchaseChange, 'photos' | 'wanted'> &
  Partial<Pick<PurchaseChange, 'photos' | 'wanted'>>;

/** It has arrived, and nothing of it is only on the phone. */
export const purchaseOf = ({ photos = [], wanted = [], ...told }: Told, asnId: string): Purchase => ({
  id: told.id,
  asnId,
  umkm: told.umkm,
  day: told.day,
  amount: told.amount,
  items: told.items,
  payment: told.payment,
  note: told.note,
  delivery: deliveryOf({ photos, photosWanted: wanted }),
  verdict: told.verdict,
  reason: told.reason,
  flags: told.flags,
  receivedAt: told.receivedAt,
  version: told.version,
  refusal: null,
  photos,
  photosWanted: wanted,
});
