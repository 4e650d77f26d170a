import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entry, find, fold, slipsToBegin, words } from './search.ts';

const products = [
  ['Keripik kentang pedas', 'Keripik Tengger'],
  ['Kopi robusta bubuk', 'Kopi Lereng Krucil'],
  ['Madu hutan', 'Kopi Lereng Krucil'],
  ['Bawang goreng', 'Barokah Dringu'],
  ['Sambal bawang', 'Barokah Dringu'],
  ['Petis udang', 'Sari Laut Paiton'],
].map(([name = '', shop = '']) => entry(name, name, words(shop)));

const ask = (typed: string, limit = 10) => find({ entries: products, typed, limit });

describe('search while typing', () => {
  const cases: { title: string; typed: string; first: string; total: number }[] = [
    {
      title: 'finds by the beginning of any word of the name',
      typed: 'ken',
      first: 'Keripik kentang pedas',
      total: 1,
    },
    { title: 'puts names that begin so before words within', typed: 'baw', first: 'Bawang goreng', total: 2 },
    { title: 'finds by the name of the shop', typed: 'krucil', first: 'Kopi robusta bubuk', total: 2 },
    {
      title: 'wants every word that was typed, in any order',
      typed: 'krucil madu',
      first: 'Madu hutan',
      total: 1,
    },
    { title: 'forgives a dropped letter', typed: 'kripik', first: 'Keripik kentang pedas', total: 1 },
    {
      title: 'forgives a slip while the word is still being typed',
      typed: 'kerpi',
      first: 'Keripik kentang pedas',
      total: 1,
    },
    { title: 'reads the old spelling', typed: 'oedang', first: 'Petis udang', total: 1 },
    { title: 'ignores case and punctuation', typed: '  MADU, ', first: 'Madu hutan', total: 1 },
    { title: 'lists everything for an empty text', typed: '', first: 'Keripik kentang pedas', total: 6 },
  ];
  it.each(cases)('$title', ({ typed, first, total }) => {
    const found = ask(typed);
    expect(found.rows[0]).toBe(first);
    expect(found.total).toBe(total);
  });

  it('finds nothing where nothing is meant', () => {
    expect(ask('zzzz').rows).toEqual([]);
  });

  it('keeps to the limit and tells how many there are', () => {
    expect(ask('b', 1)).toEqual({ rows: ['Bawang goreng'], total: 3 });
  });

  it('looks only at the rows that are wanted', () => {
    const only = (name: string) => name.startsWith('Sambal');
    expect(find({ entries: products, typed: 'bawang', limit: 9, only }).rows).toEqual(['Sambal bawang']);
  });

  it('folds what is spelled either way', () => {
    expect(fold('Café “Djamoe” Toffee')).toBe('cape jamu tope');
  });

  it('counts the slips to a beginning, not to the whole word', () => {
    expect(slipsToBegin('keripik', 'krip')).toBe(1);
    expect(slipsToBegin('keripik', 'keri')).toBe(0);
  });

  it('finds what reading every text word by word finds, in the order of the rows', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'k'), minLength: 1, maxLength: 3 });
    const text = fc.array(word, { minLength: 1, maxLength: 3 }).map((some) => some.join(' '));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 30 }), word, (texts, typed) => {
        const entries = texts.map(([name, rest], i) => entry(i, name, words(rest)));
        const begins = ({ text: all }: { text: string }) =>
          all.split(/[ \n]+/).some((one) => one.startsWith(fold(typed)));
        const expected = entries.filter(begins).map(({ row }) => row);
        const found = find({ entries, typed, limit: Infinity });
        expect([...found.rows].sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
});
