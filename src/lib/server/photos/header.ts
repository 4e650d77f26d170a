/** What a picture's header says, read without decoding it. */
export interface Header {
  readonly format: 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
}

/**
 * The header of a JPEG or WebP, by their first bytes. Null for everything else: PNG, GIF, HEIC, AVIF, SVG, a
 * text, nothing; also for one whose header is cut off.
 */
export function readHeader(bytes: Uint8Array): Header | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 30) return null;
  if (view.getUint16(0) === 0xffd8 && view.getUint8(2) === 0xff) return jpegHeader(view);
  return textAt(view, 0) === 'RIFF' && textAt(view, 8) === 'WEBP' ? webpHeader(view) : null;
}

const textAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

/** Markers that stand alone (ITU T.81, table B.1): TEM, RST0 to RST7. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/** A frame header, of any process; C4, C8 and CC are other things. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const END = 0xd9;
const SCAN = 0xda;

/** Walks the segments to the frame header (T.81, B.2.2): a picture within a segment is passed over with it. */
function jpegHeader(view: DataView): Header | null {
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isAlone(marker)) at += 2;
    else if (marker === END || marker === SCAN) return null;
    else if (isFrame(marker)) {
      return { format: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    } else at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** The first chunk tells: lossy (RFC 6386, 9.1), lossless, or the canvas of the extended format. */
function webpHeader(view: DataView): Header | null {
  if (view.getUint32(4, true) + 8 > view.byteLength) return null;
  const chunk = textAt(view, 12);
  if (chunk === 'VP8 ') {
    const width = view.getUint16(26, true) & 0x3fff;
    return { format: 'webp', width, height: view.getUint16(28, true) & 0x3fff };
  }
  if (chunk === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { format: 'webp', width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (chunk !== 'VP8X') return null;
  const side = (at: number) => (view.getUint16(at, true) | (view.getUint8(at + 2) << 16)) + 1;
  return { format: 'webp', width: side(24), height: side(27) };
}
