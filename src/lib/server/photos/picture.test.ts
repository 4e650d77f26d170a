import sharp from 'sharp';
import { describe, expect, it, test } from 'vitest';
import { PHOTO_PIXELS } from '#lib/protocol/limits.ts';
import { PROBLEM_WORDS } from '../words.ts';
import { readHeader } from './header.ts';
import { limitDecoder, makeAnew } from './picture.ts';
import { hugeJpeg, polyglot, refusedShots, shot, withGps } from './picture.fixture.ts';

limitDecoder();

async function made(bytes: Buffer) {
  const picture = await makeAnew(bytes);
  if (!picture.ok) throw new Error(picture.error);
  return picture.value;
}

describe('what is no photo', () => {
  it('is refused with a code that has a sentence', async () => {
    for (const { title, bytes, code } of await refusedShots()) {
      expect([title, await makeAnew(bytes)]).toEqual([title, { ok: false, error: code }]);
    }
    expect(PROBLEM_WORDS['photo-unreadable']).toContain('tidak dapat dibaca');
    expect(PROBLEM_WORDS['photo-too-many-pixels']).toContain('25 megapiksel');
  });

  it('is not even tried by a decoder that knows other formats', async () => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await expect(sharp(png).raw().toBuffer()).rejects.toThrow();
  });
});

describe('a photo', () => {
  it('is kept upright and without camera, time and place', async () => {
    const taken = await withGps();
    expect((await sharp(taken).metadata()).exif?.length).toBeGreaterThan(0);
    expect(taken.includes('Kamera')).toBe(true);
    const { bytes, width, height } = await made(taken);
    expect([width, height]).toEqual([480, 640]);
    const { exif, orientation, xmp, iptc, icc, format } = await sharp(bytes).metadata();
    expect({ exif, orientation, xmp, iptc, icc, format }).toEqual({ format: 'webp' });
    expect(bytes.includes('Kamera')).toBe(false);
  });

  it('that is a page at the same time is kept as the picture alone', async () => {
    const taken = await polyglot();
    expect(taken.includes('<script>alert(document.cookie)</script>')).toBe(true);
    const { bytes } = await made(taken);
    expect(/<script|alert|cookie/.test(bytes.toString('latin1'))).toBe(false);
    expect(bytes.equals((await made(await shot())).bytes)).toBe(true);
  });

  it('is shrunk to 1,600 pixels, never enlarged', async () => {
    expect(await made(await shot({ width: 3_000, height: 2_000 }))).toMatchObject({
      width: 1_600,
      height: 1_067,
    });
    expect(await made(await shot({ width: 300, height: 200 }))).toMatchObject({ width: 300, height: 200 });
  });

  it('is made the same each time, so that it is kept once', async () => {
    const bytes = await shot({ format: 'webp' });
    expect((await made(bytes)).bytes.equals((await made(bytes)).bytes)).toBe(true);
  });

  it('with what phones write behind it is taken, and that is not kept', async () => {
    const taken = Buffer.concat([await shot(), Buffer.from('SEFH motion photo, ftypmp42')]);
    expect((await made(taken)).bytes.includes('motion')).toBe(false);
  });
});

test('a header is read as the decoder reads it', async () => {
  const picture = sharp({ create: { width: 321, height: 123, channels: 4, background: '#f00a' } });
  const files = [
    await picture.clone().jpeg().toBuffer(),
    await picture.clone().jpeg({ progressive: true }).toBuffer(),
    await picture.clone().flatten().webp().toBuffer(),
    await picture.clone().flatten().webp({ lossless: true }).toBuffer(),
    await picture.clone().webp().toBuffer(),
    await withGps(),
  ];
  const read = files.map(readHeader).map((header) => [header?.width, header?.height]);
  expect(read).toEqual([...Array.from({ length: 5 }, () => [321, 123]), [640, 480]]);
  const huge = readHeader(await hugeJpeg());
  expect((huge?.width ?? 0) * (huge?.height ?? 0)).toBeGreaterThan(PHOTO_PIXELS);
});
