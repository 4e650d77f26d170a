import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rescueHeader, rescueText, takeApart } from './rescue.ts';

const KEY_ID = 'AAECAwQFBgc';

function sample({ epoch = 'e-1', length = 40, gzipped = true } = {}) {
  const fileKey = Uint8Array.from({ length: 65 }, (_, i) => i);
  const sealed = Uint8Array.from({ length }, (_, i) => 255 - i);
  const header = rescueHeader({ gzipped, keyId: KEY_ID, fileKey, epoch, size: length });
  return { header, sealed, fileKey, text: rescueText('Baris untuk orang.', header, sealed) };
}

describe('a rescue file', () => {
  it('is a line for people and one line of letters', () => {
    expect(sample().text).toMatch(/^Baris untuk orang\.\nSiMadu-T[A-Za-z0-9_-]+\n$/);
  });

  it.each([
    ['', 16, true],
    ['e-1', 17, false],
    ['x'.repeat(40), 300, true],
  ])('is taken apart as it was put together (epoch %j, %i bytes)', (epoch, length, gzipped) => {
    const { text, header, sealed, fileKey } = sample({ epoch, length, gzipped });
    expect(takeApart(text)).toEqual({
      ok: true,
      value: { gzipped, keyId: KEY_ID, fileKey, epoch, size: length, header, sealed },
    });
  });

  it.each([
    [
      'a byte order mark and the line ends of Windows',
      (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`,
    ],
    ['letters broken into lines', (text: string) => text.replace(/([\w-]{60})/g, '$1\n')],
    ['blanks at its end', (text: string) => `${text}  \n\n`],
    ['no line for people', (text: string) => text.split('\n')[1] ?? ''],
    ['a byte order mark alone before its letters', (text: string) => `\ufeff${text.split('\n')[1] ?? ''}`],
    ['another line for people', (text: string) => text.replace('Baris', 'Kiriman')],
  ])('survives %s', (_, change) => {
    const { text, sealed } = sample({ length: 200 });
    const read = takeApart(change(text));
    expect(read.ok && [...read.value.sealed]).toEqual([...sealed]);
  });

  it('that was cut anywhere says that it was cut, or that it is none', () => {
    const { text } = sample();
    const letters = text.trimEnd();
    const start = letters.indexOf('\n') + 1;
    for (let end = start; end < letters.length; end += 1) {
      const read = takeApart(letters.slice(0, end));
      expect(read.ok ? 'ok' : read.error).toBe(end < start + 8 ? 'file-unreadable' : 'file-cut');
    }
  });

  it('of a later format is for a later office', () => {
    const { header, sealed } = sample();
    header[6] = 2;
    expect(takeApart(rescueText('', header, sealed))).toEqual({ ok: false, error: 'file-newer' });
  });

  it.each([
    '',
    'halo',
    'Berkas titipan\nhalo apa kabar',
    '\n\n',
    '{"json":true}',
    'Buka SiMadu-Titip',
    'SiMadu-T!!!!',
  ])('is not %j', (text) => {
    expect(takeApart(text)).toEqual({ ok: false, error: 'file-unreadable' });
  });

  it('refuses whatever else is written into a file, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(takeApart(text).ok).toBe(false);
      }),
    );
  });
});

describe('a header', () => {
  it.each([
    { keyId: 'AA' },
    { fileKey: new Uint8Array(3) },
    { epoch: 'x'.repeat(41) },
    { epoch: 'bukan huruf' },
  ])('cannot say %j', (change) => {
    const right = { gzipped: true, keyId: KEY_ID, fileKey: new Uint8Array(65), epoch: 'e', size: 16 };
    expect(() => rescueHeader({ ...right, ...change })).toThrow(RangeError);
  });
});
