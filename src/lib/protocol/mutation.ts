import * as z from 'zod/mini';
import { NOTE_LIMIT } from '#lib/domain/purchase-form.ts';
import { PHOTOS_LIMIT } from '#lib/domain/purchase.ts';
import { hash, id, purchaseFields, said } from './fields.ts';

/** Why a correction or withdrawal is asked for; said by the person, never empty. */
const reason = said(NOTE_LIMIT);

/** Photos of the nota by their hashes; their bytes follow by themselves. */
const photos = z.array(hash).check(z.maxLength(PHOTOS_LIMIT));

/**
 * One thing a person did. A purchase has the id of the mutation that recorded it; its version is the id of
 * the mutation that wrote it last, so that a correction can name its base before anything was sent.
 */
export const mutationBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('purchase.record'), fields: purchaseFields, photos: z.optional(photos) }),
  z.object({ type: z.literal('purchase.correct'), purchase: id, base: id, fields: purchaseFields, reason }),
  z.object({ type: z.literal('purchase.withdraw'), purchase: id, base: id, reason }),
  // Names no base: photos are added, whatever else changed meanwhile.
  z.object({ type: z.literal('purchase.attach'), purchase: id, photos: photos.check(z.minLength(1)) }),
]);

export type MutationBody = z.infer<typeof mutationBody>;
export type MutationType = MutationBody['type'];
