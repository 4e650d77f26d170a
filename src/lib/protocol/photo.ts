import * as z from 'zod/mini';

/*
 * A photo travels after the record that names it, in parts: `POST /api/foto/{hash}?dari={from}&ukuran={size}`
 * with the bytes from `from` on as the body, at most PHOTO_PART_BYTES of them, of a photo of `size` bytes in
 * all. The office takes a part whole or not at all, and only the one that begins where its last one ended; the
 * answer tells where that is. An empty part asks where to go on.
 */
export const photoPath = (hash: string, { from, size }: { readonly from: number; readonly size: number }) =>
  `/api/foto/${hash}?dari=${String(from)}&ukuran=${String(size)}`;

/** What the office answers to a part. Only `stored` proves that it has the photo, for good. */
export const photoAnswer = z.object({
  /** SHA-256 of the whole photo as the phone sends it: the name it was asked for by. */
  hash: z.string(),
  /** Bytes that the office has. The next part begins here. */
  have: z.int().check(z.nonnegative()),
  /** All bytes came, their hash is this one, and the photo is safe on the office's disk. */
  stored: z.boolean(),
});
export type PhotoAnswer = z.infer<typeof photoAnswer>;
