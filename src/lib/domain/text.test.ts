import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText, tidyLine, tidyText } from './text.ts';

describe('text as it is kept', () => {
  it.each<[typed: string, kept: string]>([
    ['  Kopi Lereng  ', 'Kopi Lereng'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\u0000\u0007b\u007f', 'ab'],
    ['\ufeffKopi', 'Kopi'],
    ['abc\u202edef\u2066', 'abcdef'],
    ['half \ud83d', 'half'],
    ['whole \u{1f36f}', 'whole \u{1f36f}'],
    ['Cafe\u0301', 'Café'],
    ['\u0000 ', ''],
  ])('%j becomes %j', (typed, kept) => {
    expect(tidyText(typed)).toBe(kept);
  });

  it('of one line has single spaces', () => {
    expect(tidyLine(' Kopi\n\tLereng   Krucil ')).toBe('Kopi Lereng Krucil');
  });

  it('is not changed by being kept twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        expect(tidyText(tidyText(typed))).toBe(tidyText(typed));
        expect(tidyLine(tidyLine(typed))).toBe(tidyLine(typed));
      }),
    );
  });
});

describe('text as search reads it', () => {
  it.each<[text: string, read: string]>([
    ['Kopi "Lereng", Krucil', 'kopi lereng krucil'],
    ['  KERIPIK   Kentang-Sukapura 150g ', 'keripik kentang sukapura 150g'],
    ['Jum’at', 'jumat'],
    ["Jum'at", 'jumat'],
    ['Café Tèh', 'cafe teh'],
    ['Madu\u00a0Hutan', 'madu hutan'],
    ['Batik (tulis) & tenun', 'batik tulis tenun'],
    ['½ kg', '1 2 kg'],
    ['...', ''],
    ['', ''],
  ])('%j reads %j', (text, read) => {
    expect(normaliseText(text)).toBe(read);
  });

  it('is not changed by being read twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
      }),
    );
  });
});
