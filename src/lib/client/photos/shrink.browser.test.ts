import { describe, expect, it } from 'vitest';
import { PHOTO_BYTES } from '#lib/protocol/limits.ts';
import { cameraFile, drawnNota, GPS } from './picture.fixture.ts';
import { shrinkFile } from './shrink.ts';

async function shrunk(file: Blob) {
  const result = await shrinkFile(file);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const says = (bytes: ArrayBuffer, text: string) => new TextDecoder('latin1').decode(bytes).includes(text);

async function colourAt(bytes: ArrayBuffer, type: string, [x, y]: readonly [number, number]) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }));
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const paper = canvas.getContext('2d');
  paper?.drawImage(bitmap, 0, 0);
  return [...(paper?.getImageData(bitmap.width * x, bitmap.height * y, 1, 1).data ?? [])];
}

describe('A photo of 12 megapixels', () => {
  it('becomes a WebP of at most 100 kB, large enough to read, without the place', async () => {
    const file = await cameraFile(drawnNota({ width: 3000, height: 4000 }), 1);
    expect(says(await file.arrayBuffer(), GPS)).toBe(true);
    const { bytes, type, width, height } = await shrunk(file);
    expect(type).toBe('image/webp');
    expect(bytes.byteLength).toBeLessThanOrEqual(PHOTO_BYTES);
    expect([width, height]).toEqual([1200, 1600]);
    expect(says(bytes, GPS)).toBe(false);
    expect(says(bytes, 'Exif')).toBe(false);
  });

  it('in poor light still fits', async () => {
    const file = await cameraFile(drawnNota({ width: 3000, height: 4000, noise: 400_000 }), 1);
    const { bytes, width, height } = await shrunk(file);
    expect(bytes.byteLength).toBeLessThanOrEqual(PHOTO_BYTES);
    expect(Math.max(width, height)).toBeGreaterThanOrEqual(800);
  });

  it('is turned the right way up', async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [400, 300];
    const paper = canvas.getContext('2d');
    if (paper === null) throw new Error('No canvas');
    paper.fillStyle = '#00f';
    paper.fillRect(0, 0, 400, 300);
    paper.fillStyle = '#f00';
    paper.fillRect(0, 0, 200, 150);
    // 6: what is stored left and up was taken right and up.
    const { bytes, type, width, height } = await shrunk(await cameraFile(canvas, 6));
    expect([width, height]).toEqual([300, 400]);
    const [red = 0, , blue = 0] = await colourAt(bytes, type, [0.75, 0.25]);
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeLessThan(80);
  });
});

describe('What cannot be a photo', () => {
  const blob = (...bytes: (number | string)[]) =>
    new Blob(bytes.map((one) => (typeof one === 'string' ? one : new Uint8Array([one]))));

  it.each([
    ['nothing', blob(), 'empty'],
    ['a HEIC, which this browser does not read', blob(0, 0, 0, 24, 'ftypheic', '\0\0\0\0mif1heic'), 'heic'],
    ['an SVG', blob('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'unreadable'],
    ['a page', blob('<html></html>'), 'unreadable'],
    ['a JPEG that is a page inside', blob(0xff, 0xd8, 0xff, '<html></html>'), 'unreadable'],
  ])('is refused by name: %s', async (_title, file, code) => {
    expect(await shrinkFile(file)).toEqual({ ok: false, error: code });
  });

  it('is a picture of 196 megapixels, whose header alone is read', async () => {
    const sides = [0, 0, 0x36, 0xb0];
    const png = blob(0x89, 'PNG\r\n\x1a\n', 0, 0, 0, 13, 'IHDR', ...sides, ...sides, 8, 6, 0, 0, 0);
    expect(await shrinkFile(png)).toEqual({ ok: false, error: 'too-many-pixels' });
  });

  it('is one of 108 megapixels on a phone of 2 GB', async () => {
    const head = [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0x23, 0x28, 0x2e, 0xe0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(await shrinkFile(blob(...head), 2)).toEqual({ ok: false, error: 'too-many-pixels' });
  });

  it('is a JPEG that was cut', async () => {
    const file = await cameraFile(drawnNota({ width: 1200, height: 1600 }), 1);
    const result = await shrinkFile(file.slice(0, 400));
    expect(result).toEqual({ ok: false, error: 'unreadable' });
  });
});
