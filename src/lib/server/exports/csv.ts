import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import { formatNip } from '#lib/domain/nip.ts';
import { PEOPLE_COLUMNS, type Cell } from './columns.ts';
import { formulaSafe } from './text.ts';
import type { RecapForm } from '../recap/form.ts';

/**
 * The report's form as CSV, a line a person: UTF-8 with a byte order mark, because Excel guesses without it,
 * and semicolons, because a comma is the decimal mark of Indonesian Windows and Excel splits by the other.
 * Cells with either are quoted: not every program takes the semicolon.
 */
export function recapCsv(form: RecapForm): Readable {
  const lines = stringify({
    bom: true,
    delimiter: ';',
    record_delimiter: 'windows',
    quoted_match: /^'|[,;"]/,
  });
  const head = PEOPLE_COLUMNS.map((column) => column.name);
  const rows = form.people.map((person) => PEOPLE_COLUMNS.map((column) => plain(column.cell(person))));
  return Readable.from([head, ...rows]).pipe(lines);
}

/** A cell without a type. A NIP keeps its spaces, or a spreadsheet reads a number and rounds it. */
function plain(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return formulaSafe(cell.text);
    case 'number':
      return String(cell.value);
    case 'day':
      return cell.day;
    case 'nip':
      return formulaSafe(formatNip(cell.nip));
  }
}
