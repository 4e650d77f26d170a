import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/* For tests: pictures as phones send them, and as nobody should. All of them are made here. */

export interface Shot {
  readonly width?: number;
  readonly height?: number;
  /** Tells one picture from another. */
  readonly seed?: number;
  readonly format?: 'jpeg' | 'webp';
}

/** Something like a paper with writing on it: no flat ground, so that it has bytes to send. */
export async function shot({
  width = 640,
  height = 480,
  seed = 1,
  format = 'jpeg',
}: Shot = {}): Promise<Buffer> {
  const picture = raw({ width, height, seed });
  return format === 'jpeg' ? picture.jpeg({ quality: 80 }).toBuffer() : picture.webp().toBuffer();
}

function raw({ width, height, seed }: Required<Omit<Shot, 'format'>>): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  let noise = seed * 2_654_435_761;
  for (let i = 0; i < pixels.length; i += 1) {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
    pixels[i] = 200 + ((noise >>> 27) - 16) - ((i >> 9) % 7 === 0 ? 120 : 0);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A picture that lies on its side, taken in Kraksaan, with a camera's name. */
export async function withGps(): Promise<Buffer> {
  const picture = raw({ width: 640, height: 480, seed: 7 });
  return picture
    .jpeg()
    .withExif({
      IFD0: { Make: 'Kamera', Model: 'Satu', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'S',
        GPSLatitude: '7/1 45/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '113/1 24/1 0/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

const SIDE = 14_000;

/** 196 megapixels of one colour: 600 kB that want 588 MB when they are decoded. */
export function hugePng(): Buffer {
  const rows = Buffer.alloc(SIDE * (1 + 3 * SIDE));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', Buffer.concat([u32(SIDE), u32(SIDE), Buffer.from([8, 2, 0, 0, 0])])),
    pngChunk('IDAT', deflateSync(rows, { level: 3 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The checksum is left out: nobody should ever come to it. */
const pngChunk = (type: string, data: Buffer) =>
  Buffer.concat([u32(data.length), Buffer.from(type), data, u32(0)]);

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A JPEG that says it has 196 megapixels: its frame header is written over. */
export async function hugeJpeg(): Promise<Buffer> {
  const bytes = await shot();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(SIDE, frame + 5);
  bytes.writeUInt16BE(SIDE, frame + 7);
  return bytes;
}

/** A JPEG that a browser shows as a picture and runs as a page: the page stands in a comment. */
export async function polyglot(): Promise<Buffer> {
  const bytes = await shot();
  const page = Buffer.from('<html><script>alert(document.cookie)</script></html>');
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, page.length + 2]), page]);
  return Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
}

export const PAGE_THEN_JPEG = Buffer.concat([
  Buffer.from('<!doctype html><script>1</script>'),
  Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
]);

export const SVG = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
);

/** The first box of what an iPhone saves, and of AVIF: nothing of ours decodes either. */
export const heif = (brand: 'heic' | 'avif') =>
  Buffer.concat([
    u32(24),
    Buffer.from(`ftyp${brand}`),
    u32(0),
    Buffer.from(`mif1${brand}`),
    Buffer.alloc(400),
  ]);

export const GIF = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(60)]);

/** Everything that is refused, with the code that says why. */
export async function refusedShots(): Promise<{ title: string; bytes: Buffer; code: string }[]> {
  const photo = await shot();
  const webp = await shot({ format: 'webp' });
  const unreadable: [string, Buffer][] = [
    ['a PNG of 196 megapixels in 600 kB', hugePng()],
    ['a page that goes on as a JPEG', PAGE_THEN_JPEG],
    ['an SVG', SVG],
    ['a HEIC', heif('heic')],
    ['an AVIF', heif('avif')],
    ['a GIF', GIF],
    ['nothing', Buffer.alloc(0)],
    ['half a JPEG', photo.subarray(0, photo.length / 2)],
    ['a JPEG without its last 500 bytes', photo.subarray(0, photo.length - 500)],
    ['the first 100 bytes of a JPEG', photo.subarray(0, 100)],
    ['half a WebP', webp.subarray(0, webp.length / 2)],
    ['a WebP whose length was mended after it was cut', mended(webp.subarray(0, webp.length / 2))],
  ];
  return [
    ...unreadable.map(([title, bytes]) => ({ title, bytes, code: 'photo-unreadable' })),
    { title: 'a JPEG of 196 megapixels', bytes: await hugeJpeg(), code: 'photo-too-many-pixels' },
  ];
}

function mended(cut: Buffer): Buffer {
  const bytes = Buffer.from(cut);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  return bytes;
}
