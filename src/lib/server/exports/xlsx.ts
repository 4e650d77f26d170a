import writeXlsxFile, { type CellObject, type Row, type Sheet } from 'write-excel-file/node';
import type { Buffer } from 'node:buffer';
import { formatMonth, startOfDay, WIB_OFFSET, type Day } from '#lib/domain/day.ts';
import { ADDRESSEE, officeName, REGENCY, REPORT_TITLE, signature, totalsSentence } from '../desk-words.ts';
import { PEOPLE_COLUMNS, PURCHASE_COLUMNS, type Cell, type Column } from './columns.ts';
import { visibleText } from './text.ts';
import { PRINTABLE } from './xlsx-print.ts';
import type { RecapForm } from '../recap/form.ts';

/**
 * The report's form as a workbook: *Rekap*, a line a person with totals and signature, and *Rincian*, a line
 * a purchase. Sums are numbers, days are dates, text is text and never a formula.
 */
export function recapXlsx(form: RecapForm): Promise<Buffer> {
  const sheets = [
    sheetOf('Rekap', form, { columns: PEOPLE_COLUMNS, lines: form.people, foot: footOf(form) }),
    sheetOf('Rincian', form, { columns: PURCHASE_COLUMNS, lines: form.purchases, foot: [] }),
  ];
  return writeXlsxFile(sheets, { fontFamily: 'Calibri', fontSize: 11, features: [PRINTABLE] }).toBuffer();
}

interface Table<T> {
  readonly columns: readonly Column<T>[];
  readonly lines: readonly T[];
  readonly foot: readonly Row[];
}

function sheetOf<T>(sheet: string, form: RecapForm, { columns, lines, foot }: Table<T>): Sheet<never> {
  const head = headOf(form);
  return {
    sheet,
    data: [
      ...head,
      columns.map((column) => columnHead(column)),
      ...lines.map((line) => columns.map((column) => cellOf(column.cell(line)))),
      ...foot,
    ],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: head.length + 1,
    stickyColumnsCount: 2,
    orientation: 'landscape',
  };
}

const headOf = ({ month, office, rule, standing }: RecapForm): Row[] => [
  [{ value: `${REPORT_TITLE}, ${formatMonth(month)}`, fontWeight: 'bold', fontSize: 14 }],
  [plain(`${officeName(office)}. Kepada Yth. ${ADDRESSEE} ${REGENCY}.`)],
  [plain(`Dasar: ${rule.title}. ${standing}`)],
];

const plain = (text: string): CellObject => ({ value: visibleText(text), type: String });
const bold = (text: string): CellObject => ({ ...plain(text), fontWeight: 'bold' });

const columnHead = ({ name }: { readonly name: string }): CellObject => ({
  value: name,
  fontWeight: 'bold',
  wrap: true,
  alignVertical: 'bottom',
  backgroundColor: '#F7ECD8',
  bottomBorderStyle: 'medium',
  bottomBorderColor: '#231A0D',
});

const RUPIAH = '#,##0';
const TOP = 'top' as const;

function cellOf(cell: Cell): CellObject {
  switch (cell.kind) {
    case 'number':
      return { value: cell.value, type: Number, format: RUPIAH, alignVertical: TOP };
    case 'day':
      return { value: asDate(cell.day), type: Date, format: 'd mmm yyyy', align: 'left', alignVertical: TOP };
    case 'nip':
      return textCell(cell.nip, false);
    case 'text':
      return textCell(cell.text, cell.wrap ?? false);
  }
}

/** `@` is the format Text: a spreadsheet keeps it text also after somebody edits the cell. */
const textCell = (text: string, wrap: boolean): CellObject => ({
  value: writable(visibleText(text)),
  type: String,
  format: '@',
  alignVertical: TOP,
  ...(wrap ? { wrap } : {}),
});

/** The library looks texts up in a plain object: a shop called `constructor` would break the whole file. */
const writable = (text: string): string => (text in Object.prototype ? `${text} ` : text);

/** A spreadsheet's date has no zone: midnight UTC of the civil day. */
const asDate = (day: Day): Date => new Date(startOfDay(day) + WIB_OFFSET);

function footOf(form: RecapForm): Row[] {
  const { obligation, counted, waiting, shortfall, umkmCount } = form.totals;
  const sums = [obligation, counted, waiting, shortfall].map((value) =>
    total({ value, type: Number, format: RUPIAH }),
  );
  const before = [total(bold('Jumlah')), ...Array.from({ length: 4 }, () => total({ value: '' }))];
  const after = [
    total(plain(umkmCount === null ? '' : `${umkmCount} UMKM berbeda`)),
    ...Array.from({ length: 3 }, () => total({ value: '' })),
  ];
  const signed = signature(form).map((line): Row => [...Array.from({ length: 9 }, () => null), plain(line)]);
  return [[...before, ...sums, ...after], [], [plain(totalsSentence(form.totals))], [], ...signed];
}

const total = (cell: CellObject): CellObject => ({
  ...cell,
  fontWeight: 'bold',
  topBorderStyle: 'medium',
  topBorderColor: '#231A0D',
});
