/** What a file's first bytes say of a picture. Sides as stored, before it is turned the right way up. */
export interface PictureHeader {
  readonly format: 'jpeg' | 'png' | 'webp' | 'heic' | 'other';
  /** Pixels, or null where the header does not tell. */
  readonly pixels: number | null;
}

/** Bytes to read of a file: a JPEG tells its sides after its notes, each of which has up to 64 kB. */
export const HEADER_BYTES = 512 * 1024;

/** HEIC and AVIF are boxes of the same kind; the brand in the first box tells that it is a picture. */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1'];

/** Reads format and size, so that what would take more memory than the phone has is never decoded. */
export function pictureHeader(bytes: Uint8Array): PictureHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { format: 'jpeg', pixels: jpegPixels(view) };
  if (text(1).startsWith('PNG') && bytes.length >= 24) {
    return { format: 'png', pixels: view.getUint32(16) * view.getUint32(20) };
  }
  if (text(0) === 'RIFF' && text(8) === 'WEBP' && bytes.length >= 30) {
    return { format: 'webp', pixels: webpPixels(view, text(12)) };
  }
  if (text(4) === 'ftyp' && HEIC_BRANDS.includes(text(8))) return { format: 'heic', pixels: null };
  return { format: 'other', pixels: null };
}

/** Walks from mark to mark up to the frame, which has the sides. */
function jpegPixels(view: DataView): number | null {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const mark = view.getUint8(at + 1);
    const isFrame = mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7);
    // Fill bytes may stand before a mark.
    at += mark === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return null;
}

function webpPixels(view: DataView, chunk: string): number | null {
  if (chunk === 'VP8 ') return (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff);
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return ((bits & 0x3fff) + 1) * (((bits >> 14) & 0x3fff) + 1);
  }
  if (chunk !== 'VP8X') return null;
  const side = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  return side(24) * side(27);
}
