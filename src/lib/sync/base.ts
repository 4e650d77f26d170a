import { deliveryOf, type Purchase } from '#lib/domain/purchase.ts';
import type { PurchaseChange } from '#lib/protocol/change.ts';

/** A purchase as the office told it: it has arrived, and nothing of it is only on the phone. */
export const purchaseOf = (told: PurchaseChange, asnId: string): Purchase => ({
  id: told.id,
  asnId,
  umkm: told.umkm,
  day: told.day,
  amount: told.amount,
  items: told.items,
  payment: told.payment,
  note: told.note,
  delivery: deliveryOf({ photos: told.photos, photosWanted: told.wanted }),
  verdict: told.verdict,
  reason: told.reason,
  flags: told.flags,
  receivedAt: told.receivedAt,
  version: told.version,
  refusal: null,
  photos: told.photos,
  photosWanted: told.wanted,
});
