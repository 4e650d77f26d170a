import { describe, expect, it } from 'vitest';
import { filterRows, readFilter, writeFilter } from './filter.ts';

const rows = [
  { name: 'Siti Aminah, S.Pd.', unitName: 'SDN Krucil 1', status: 'met' },
  { name: 'Zoë Ma’ruf', unitName: 'SDN Krucil 2', status: 'short' },
  { name: 'Amin Siswanto', unitName: 'SDN Krucil 1', status: 'short' },
];

describe('the filter of a recap', () => {
  const cases: readonly [string, string, readonly number[]][] = [
    ['nothing asked shows all', '', [0, 1, 2]],
    ['part of a name', '?cari=amin', [0, 2]],
    ['words in any order and case', '?cari=AMINAH+sit', [0]],
    ['without accents and signs', '?cari=zoe+maruf', []],
    ['signs part words', '?cari=zoe+ma+ruf', [1]],
    ['a status', '?status=short', [1, 2]],
    ['a unit and a status', '?status=short&unit=SDN+Krucil+1', [2]],
    ['a status that is none', '?status=entah', []],
  ];
  it.each(cases)('%s', (_title, query, found) => {
    expect(filterRows(rows, readFilter(new URLSearchParams(query)))).toEqual(
      found.map((index) => rows[index]),
    );
  });

  it('reads what it wrote, and leaves out what is not asked', () => {
    const filter = { status: 'short', unit: 'SDN Krucil 1', search: 'a & b', page: 3 };
    expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
    expect(writeFilter({ status: '', unit: '', search: '', page: 1 })).toBe('');
  });

  it.each(['0', '-1', '1.5', 'x', '1e400', ''])('takes page %j as the first', (page) => {
    expect(readFilter(new URLSearchParams({ hal: page })).page).toBe(1);
  });
});
