import { describe, expect, it } from 'vitest';
import { pictureHeader } from './header.ts';

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );
const pad = (count: number) => Array<number>(count).fill(0);

describe('the header of a picture', () => {
  const cases: [title: string, file: Uint8Array, format: string, pixels: number | null][] = [
    [
      'of a JPEG, behind its notes',
      bytes(
        [0xff, 0xd8, 0xff, 0xe1, 0, 6],
        'Exif',
        [0xff, 0xff, 0xc2, 0, 17, 8, 0x0b, 0xb8, 0x0f, 0xa0],
        pad(9),
      ),
      'jpeg',
      3_000 * 4_000,
    ],
    ['of a JPEG without a frame', bytes([0xff, 0xd8, 0xff, 0xe1, 0, 6], 'Exif'), 'jpeg', null],
    [
      'of a JPEG that is something else inside',
      bytes([0xff, 0xd8], '<html><body>hello</body>'),
      'jpeg',
      null,
    ],
    [
      'of a PNG',
      bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 0x36, 0xb0, 0, 0, 0x36, 0xb0]),
      'png',
      14_000 ** 2,
    ],
    [
      'of a lossy WebP',
      bytes('RIFF', pad(4), 'WEBPVP8 ', pad(10), [0x40, 0x06, 0xb0, 0x04]),
      'webp',
      1_600 * 1_200,
    ],
    [
      'of an extended WebP',
      bytes('RIFF', pad(4), 'WEBPVP8X', pad(8), [0x3f, 0x06, 0, 0xaf, 0x04, 0]),
      'webp',
      1_600 * 1_200,
    ],
    ['of a HEIC', bytes([0, 0, 0, 24], 'ftypheic', pad(8)), 'heic', null],
    ['of an SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'other', null],
    ['of nothing', bytes(), 'other', null],
  ];
  it.each(cases)('%s', (_title, file, format, pixels) => {
    expect(pictureHeader(file)).toEqual({ format, pixels });
  });

  it('never throws, however it is cut', () => {
    for (const [, file] of cases) {
      for (let length = 0; length <= file.length; length += 1) {
        expect(pictureHeader(file.slice(0, length)).format).toBeTypeOf('string');
      }
    }
  });
});
