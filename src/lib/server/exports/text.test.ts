import { describe, expect, it } from 'vitest';
import { CELL_LIMIT, fileName, formulaSafe, visibleText } from './text.ts';

describe('text on its way into a spreadsheet', () => {
  const cases: readonly [string, string, string][] = [
    ['a name', 'Siti Aminah, S.Pd.', 'Siti Aminah, S.Pd.'],
    ['an apostrophe within', "Ma'ruf", "Ma'ruf"],
    ['a formula', '=1+1', "'=1+1"],
    ['a call', '=HYPERLINK("http://x.id";"klik")', '\'=HYPERLINK("http://x.id";"klik")'],
    ['a command', "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['plus', '+62812', "'+62812"],
    ['minus', '-2+3', "'-2+3"],
    ['at', '@SUM(A1)', "'@SUM(A1)"],
    ['a pipe', '|x', "'|x"],
    ['full-width equals', '＝1+1', "'＝1+1"],
    ['full-width plus', '＋1', "'＋1"],
    ['full-width minus', '－1', "'－1"],
    ['full-width at', '＠A1', "'＠A1"],
    ['a tab before', '\t=1', "'=1"],
    ['a carriage return before', '\r=1', "'=1"],
    ['a line feed before', '\n=1', "'=1"],
    ['spaces before', '   =1', "'=1"],
    ['a no-break space before', '\u00a0=1', "'=1"],
    ['a zero-width space before', '\u200b=1', "'=1"],
    ['a byte order mark before', '\ufeff=1', "'=1"],
    ['a right-to-left override before', '\u202e=1', "'=1"],
    ['a NUL before', '\u0000=1', "'=1"],
    ['a formula behind a comma', 'Warung,=HYPERLINK(A1)', "Warung,'=HYPERLINK(A1)"],
    ['behind a semicolon and a space', 'Warung; +62812', "Warung; '+62812"],
    ['behind a tab, which is a space by then', 'Warung,\t@SUM(A1)', "Warung, '@SUM(A1)"],
    ['behind a quote', 'Warung,"=1+1"', `Warung,"'=1+1"`],
    ['several', '=1,-2;＝3', "'=1,'-2;'＝3"],
    ['nothing behind a comma', 'Kopi, 250 g - bubuk', 'Kopi, 250 g - bubuk'],
    ['a line in the middle', 'Bu\r\n=Tini', 'Bu =Tini'],
    ['a right-to-left override within', 'Bu\u202einiT', 'BuiniT'],
    ['isolates and marks', '\u2066Bu\u2069\u200e Tini\u061c', 'Bu Tini'],
    ['NUL and bell within', 'Bu\u0000 Ti\u0007ni', 'Bu Tini'],
    ['half a surrogate pair', 'Bu \ud83c Tini', 'Bu  Tini'],
    ['line and paragraph separators', 'Bu\u2028Tini\u2029Jaya', 'Bu Tini Jaya'],
    ['only what cannot be seen', '\u202e\u0000\u200b', ''],
  ];
  it.each(cases)('%s', (_title, typed, written) => {
    expect(formulaSafe(typed)).toBe(written);
  });

  it('is cut where a cell stays readable', () => {
    const long = visibleText('madu '.repeat(2_048));
    expect([...long]).toHaveLength(CELL_LIMIT);
    expect(long.endsWith('…')).toBe(true);
    expect([...visibleText('🍯'.repeat(10_240))]).toHaveLength(CELL_LIMIT);
  });
});

describe('the name of a file', () => {
  const cases: readonly [string, string][] = [
    ['Kecamatan Krucil', 'rekap-kecamatan-krucil-2026-11.xlsx'],
    ['Dinas PU & Penataan Ruang', 'rekap-dinas-pu-penataan-ruang-2026-11.xlsx'],
    ['../../etc/passwd\r\nX: 1"', 'rekap-etc-passwd-x-1-2026-11.xlsx'],
    ['\u202e', 'rekap-opd-2026-11.xlsx'],
    ['x'.repeat(10_240), `rekap-${'x'.repeat(60)}-2026-11.xlsx`],
  ];
  it.each(cases)('of %j is plain', (office, expected) => {
    expect(fileName(office, '2026-11', 'xlsx')).toBe(expected);
  });
});
