import { createHash } from 'node:crypto';
import sharp from 'sharp';

/** One purchase in so many has a photo of its nota. */
export const PURCHASES_A_PHOTO = 3;

/** A photo of a nota that no other purchase has, as JPEG: its paper has a colour of its own. */
export async function notaPhoto(mark: string): Promise<Buffer<ArrayBuffer>> {
  const [r = 0, g = 0, b = 0] = createHash('sha256').update(mark).digest();
  const paper = { width: 1200, height: 1600, channels: 3, background: { r, g, b } } as const;
  return Buffer.from(await sharp({ create: paper }).jpeg().toBuffer());
}
