import sharp from 'sharp';

const SIDE = 8;

/** A small real JPEG, made once: every photo of a world is this one with other bytes in it. */
export async function basePicture(): Promise<Buffer<ArrayBuffer>> {
  const pixels = Buffer.from(Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i * 7) % 256));
  const jpeg = sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } }).jpeg();
  return Buffer.from(await jpeg.toBuffer());
}

/**
 * The picture with a comment in it (ITU T.81, B.2.4.5), so that its bytes and their hash are its own. `padding`
 * bytes of comment make it as large as a photo of a phone.
 */
export function pictureOf(base: Buffer, label: string, padding: number): Buffer<ArrayBuffer> {
  const text = Buffer.from(label.padEnd(Math.min(padding, 65_000), '.'));
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([base.subarray(0, 2), head, text, base.subarray(2)]);
}
