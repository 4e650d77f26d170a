import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkRupiah,
  formatNumber,
  formatRupiah,
  MAX_RUPIAH,
  parseRupiah,
  type RupiahRefusal,
} from './rupiah.ts';

const accepted: readonly (readonly [typed: string, rupiah: number])[] = [
  ['50000', 50_000],
  ['50.000', 50_000],
  ['50,000', 50_000],
  ['50 000', 50_000],
  ['  50.000  ', 50_000],
  ['Rp50.000', 50_000],
  ['Rp 50.000', 50_000],
  ['Rp. 50.000,-', 50_000],
  ['rp.50000,-', 50_000],
  ['IDR 50.000', 50_000],
  ['50.000,--', 50_000],
  ['50.000,=', 50_000],
  ['50.000 rupiah', 50_000],
  ['50.000,-rupiah', 50_000],
  ['Rp\u00a050.000', 50_000],
  ['\u200e50.000\u200f', 50_000],
  ['５００００', 50_000],
  ['25.000,00', 25_000],
  ['Rp25.000,0', 25_000],
  ['25,000.00', 25_000],
  ['25000,00', 25_000],
  ['25000.00', 25_000],
  ['50rb', 50_000],
  ['50 rb', 50_000],
  ['Rp 50 rb', 50_000],
  ['50 RIBU', 50_000],
  ['50K', 50_000],
  ['7,5rb', 7_500],
  ['12.5 ribu', 12_500],
  ['1,5jt', 1_500_000],
  ['1.5 juta', 1_500_000],
  ['1,25 juta', 1_250_000],
  ['0,5 jt', 500_000],
  ['2 jt', 2_000_000],
  ['1.250.000', 1_250_000],
  ['1,250,000', 1_250_000],
  ['007', 7],
  ['1', 1],
  ['100.000.000', MAX_RUPIAH],
];

const refused: readonly (readonly [typed: string, refusal: RupiahRefusal])[] = [
  ['', 'empty'],
  ['   ', 'empty'],
  ['Rp', 'empty'],
  ['Rp.', 'empty'],
  ['rupiah', 'empty'],
  ['0', 'not-positive'],
  ['000', 'not-positive'],
  ['0rb', 'not-positive'],
  ['-50000', 'not-positive'],
  ['-Rp50.000', 'not-positive'],
  ['Rp -50.000', 'not-positive'],
  ['\u221250.000', 'not-positive'],
  ['-0', 'not-positive'],
  ['1.5', 'decimals'],
  ['1,5', 'decimals'],
  ['50,00', 'decimals'],
  ['50.00', 'decimals'],
  ['1.500,50', 'decimals'],
  ['25000,5', 'decimals'],
  ['25.000.00', 'decimals'],
  ['25.00.000', 'not-a-number'],
  ['1.5000', 'not-a-number'],
  ['50.000 rb', 'not-a-number'],
  ['50000 rb', 'not-a-number'],
  ['1.500 jt', 'not-a-number'],
  ['1,125rb', 'not-a-number'],
  ['50000 an', 'not-a-number'],
  ['5e4', 'not-a-number'],
  ['0x10', 'not-a-number'],
  ['Infinity', 'not-a-number'],
  ['NaN', 'not-a-number'],
  ['2x25000', 'not-a-number'],
  ['lima puluh ribu', 'not-a-number'],
  ['--50000', 'not-positive'],
  ['.000', 'not-a-number'],
  ['٥٠٠٠٠', 'not-a-number'],
  ['100.000.001', 'too-large'],
  ['101jt', 'too-large'],
  ['9007199254740992', 'too-large'],
  ['9'.repeat(400), 'too-large'],
];

describe('an amount as people type it', () => {
  it.each(accepted)('reads %j as %i', (typed, rupiah) => {
    expect(parseRupiah(typed)).toEqual({ ok: true, value: rupiah });
  });

  it.each(refused)('refuses %j as %s', (typed, refusal) => {
    expect(parseRupiah(typed)).toEqual({ ok: false, error: refusal });
  });

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MAX_RUPIAH }), (rupiah) => {
        for (const text of [formatRupiah(rupiah), formatNumber(rupiah), String(rupiah)]) {
          expect(parseRupiah(text)).toEqual({ ok: true, value: rupiah });
        }
      }),
    );
  });

  it('never throws and never accepts what is no whole positive sum', () => {
    const characters = fc.constantFrom(...'0123456789.,- rRpPbBkKjJtT=∞½²\u00a0\u200b');
    const typed = fc.oneof(fc.string(), fc.string({ unit: characters, maxLength: 12 }));
    fc.assert(
      fc.property(typed, (text) => {
        const read = parseRupiah(text);
        if (read.ok) expect(checkRupiah(read.value)).toEqual(read);
        else expect(read.error).not.toBe('');
      }),
    );
  });

  it('never reads a grouped sum as a smaller one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: MAX_RUPIAH }), fc.constantFrom('.', ','), (rupiah, mark) => {
        const typed = formatNumber(rupiah).split('.').join(mark);
        expect(parseRupiah(typed)).toEqual({ ok: true, value: rupiah });
      }),
    );
  });
});

describe('an amount from a machine', () => {
  it.each<[number, RupiahRefusal]>([
    [Number.NaN, 'not-a-number'],
    [Number.POSITIVE_INFINITY, 'too-large'],
    [Number.NEGATIVE_INFINITY, 'not-positive'],
    [0, 'not-positive'],
    [-0, 'not-positive'],
    [-1, 'not-positive'],
    [0.5, 'decimals'],
    [2 ** 53, 'too-large'],
    [MAX_RUPIAH + 1, 'too-large'],
  ])('refuses %d as %s', (value, refusal) => {
    expect(checkRupiah(value)).toEqual({ ok: false, error: refusal });
  });
});

describe('an amount on the screen', () => {
  it.each<[number, string]>([
    [0, 'Rp0'],
    [999, 'Rp999'],
    [1_000, 'Rp1.000'],
    [50_000, 'Rp50.000'],
    [1_250_000, 'Rp1.250.000'],
    [-18_000, '-Rp18.000'],
  ])('writes %d as %s', (value, text) => {
    expect(formatRupiah(value)).toBe(text);
  });
});
