/*
 * Text that people typed, on its way into a file that a spreadsheet opens. Names and notes come from phones
 * and imports: they may carry control characters, marks that turn the reading direction, or a formula.
 */

/** The most a cell keeps of one text, in characters: ten times the longest name that a phone may send. */
export const CELL_LIMIT = 800;

/** Control, format (direction marks, zero width, byte order) and surrogate characters, and non-characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/gu;
const BREAKS = /[\s\u0085\u2028\u2029]+/gu;

/** One line of visible text, at most {@link CELL_LIMIT} characters. */
export function visibleText(text: string): string {
  const characters = [
    ...text
      .slice(0, CELL_LIMIT * 4)
      .replace(BREAKS, ' ')
      .replace(INVISIBLE, '')
      .trim(),
  ];
  return characters.length <= CELL_LIMIT
    ? characters.join('')
    : `${characters.slice(0, CELL_LIMIT - 1).join('')}…`;
}

/**
 * Where a spreadsheet may find a formula or a command: at the beginning, and after what a program that
 * guesses another delimiter would split at. Also the full-width forms that some read alike.
 */
const FORMULA = /((?:^|[,;])[\s"]*)(?=[=+\-@|%\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b])/gu;

/**
 * The same for CSV, where a cell has no type: an apostrophe before what a spreadsheet would calculate
 * (OWASP, CSV injection). Tabs and line ends are gone by then.
 */
export const formulaSafe = (text: string): string => visibleText(text).replace(FORMULA, "$1'");

/** `Kecamatan Krucil`, `2026-11` → `rekap-kecamatan-krucil-2026-11.xlsx`: plain ASCII, safe in a header. */
export function fileName(office: string, month: string, ending: 'xlsx' | 'csv'): string {
  const slug = visibleText(office)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '');
  return `rekap-${slug === '' ? 'opd' : slug}-${month}.${ending}`;
}
