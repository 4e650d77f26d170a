import { cpus, totalmem } from 'node:os';
import { writeFileSync } from 'node:fs';

/** One measured figure beside its budget and, where there is one, a floor or peer of the same run. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: 'B' | 'kB' | 'ms' | 's' | '/s' | 'MB' | 'points' | 'requests';
  readonly budget: number;
  /** Whether the figure should stay below its budget or reach it. */
  readonly want: 'at most' | 'at least';
  readonly floor?: { readonly name: string; readonly value: number };
  /** How it was measured, in a few words. */
  readonly how: string;
}

export const holds = (row: Row): boolean =>
  row.want === 'at most' ? row.value <= row.budget : row.value >= row.budget;

const figure = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Prints rows as a table; says on what machine. */
export function print(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    holds(row) ? 'ok' : 'MISSED',
    row.name,
    `${figure(row.value)} ${row.unit}`,
    `${row.want} ${figure(row.budget)}`,
    row.floor ? `${row.floor.name}: ${figure(row.floor.value)}` : '',
    row.how,
  ]);
  const head = ['', 'what', 'measured', 'budget', 'floor or peer', 'how'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((cell) => cell[i]?.length ?? 0)));
  const line = (cell: readonly string[]) =>
    cell
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(`\nMeasured on ${machine()}\n`);
  console.log(line(head));
  for (const cell of cells) console.log(line(cell));
  const missed = rows.filter((row) => !holds(row)).length;
  console.log(`\n${rows.length - missed} of ${rows.length} within their budgets.`);
}

const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${new Date().toISOString()}`;

export function writeJson(file: string, rows: readonly Row[]): void {
  writeFileSync(
    file,
    `${JSON.stringify({ machine: machine(), rows: rows.map((row) => ({ ...row, ok: holds(row) })) }, null, 2)}\n`,
  );
}

/** The value below which `share` of the sorted values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
export const median = (values: readonly number[]): number => percentile(values, 0.5);
