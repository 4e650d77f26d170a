import { cpus, totalmem } from 'node:os';
import { writeFileSync } from 'node:fs';

/** What others need for the same, in the row's unit. */
export interface Beside {
  readonly name: string;
  readonly value: number;
  /** What else is to be known of it, as the number of its requests. */
  readonly note?: string | undefined;
}

/** One measured figure beside its budget and, where there are any, a floor and peers of the same run. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: 'B' | 'kB' | 'ms' | 's' | '/s' | 'MB' | 'points' | 'requests' | '%';
  readonly budget: number;
  /** Whether the figure should stay below its budget or reach it. */
  readonly want: 'at most' | 'at least';
  readonly floor?: Beside;
  readonly peers?: readonly Beside[] | undefined;
  /** How it was measured, in a few words. */
  readonly how: string;
}

/**
 * Why a row misses its budget, as far as it was looked into (by profile, source map or count), beside the
 * beginning of its name. Printed only while it misses; a row that holds again should lose its line here.
 */
export const CAUSES: readonly { readonly row: string; readonly cause: string }[] = [
  {
    row: 'sign-in page, JavaScript',
    cause:
      'by chunk Svelte 19.9 kB, Kit 13.9, its table of routes and chunks 4.4, the look at the browser and the page for errors 1.9; the page with its words and fields is the other 9.5',
  },
  {
    row: 'Beranda, JavaScript until it works',
    cause:
      'by chunk Dexie 30.4 kB with what reads it, Svelte 19.9, Kit 13.9, zod 10; what the first quota is made of comes with the first exchange, so the engine is among them (19 with session and search); the screen and its parts are 25 in 30 small chunks, sign-in 16',
  },
  {
    row: 'push one purchase and hear the news',
    cause:
      'an exchange without news costs 1,160 B by its headers, session and cursors; the rest is the body, its outcome and the row as the office keeps it, whose receipt time and flags only the office knows',
  },
  {
    row: 'push 1,000 purchases: requests',
    cause:
      'four carry the thousand (250 a request) and bring the own rows back; what is more is news of others, or long notes',
  },
  {
    row: 'second start, no network',
    cause:
      'by CPU profile a hundred rows of the month were half of it, and are drawn later now; what is left is Kit starting, Dexie opening its databases, and the machine’s other load',
  },
  {
    row: 'save a purchase',
    cause:
      'by CPU profile 60 ms are ours at full speed, most is waiting for the strict commit on the disk, behind those of the exchange that starts with the page; p95 of 20 is the worst of them',
  },
  {
    row: 'memory after an hour of use',
    cause:
      'by looks in between it grows less and less (1.0, 0.6 and 0.3 MB): what is compiled and cached on the way; after five rounds not everything was seen often enough',
  },
  {
    row: 'search, key to result',
    cause:
      'by CPU profile half was reading the texts, which takes a fifth of that now; the rest is laying out eight cards, and waiting for the frame (16 ms)',
  },
];

export const holds = (row: Row): boolean =>
  row.want === 'at most' ? row.value <= row.budget : row.value >= row.budget;

const figure = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

const sayBeside = ({ name, value, note }: Beside) =>
  `${name} ${figure(value)}${note === undefined ? '' : ` (${note})`}`;

const causeOf = (row: Row) => CAUSES.find((one) => row.name.startsWith(one.row))?.cause ?? 'not looked into';

/** Prints rows as a table; says on what machine, and of each miss why. */
export function print(rows: readonly Row[]): void {
  const cells = rows.map((row) => [
    holds(row) ? 'ok' : 'MISSED',
    row.name,
    `${figure(row.value)} ${row.unit}`,
    `${row.want} ${figure(row.budget)}`,
    row.floor ? sayBeside(row.floor) : '',
    (row.peers ?? []).map(sayBeside).join(', '),
    row.how,
  ]);
  const head = ['', 'what', 'measured', 'budget', 'floor', 'peers', 'how'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((cell) => cell[i]?.length ?? 0)));
  const line = (cell: readonly string[]) =>
    cell
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  console.log(`\nMeasured on ${machine()}\n`);
  console.log(line(head));
  for (const cell of cells) console.log(line(cell));
  const missed = rows.filter((row) => !holds(row));
  console.log(`\n${rows.length - missed.length} of ${rows.length} within their budgets.`);
  for (const row of missed) console.log(`  ${row.name}: ${causeOf(row)}`);
}

const machine = () =>
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, ${new Date().toISOString()}`;

export function writeJson(file: string, rows: readonly Row[]): void {
  const told = rows.map((row) => ({
    ...row,
    ok: holds(row),
    ...(holds(row) ? {} : { cause: causeOf(row) }),
  }));
  writeFileSync(file, `${JSON.stringify({ machine: machine(), rows: told }, null, 2)}\n`);
}

/** The value below which `share` of the sorted values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
export const median = (values: readonly number[]): number => percentile(values, 0.5);

export const kB = (bytes: number): number => bytes / 1_000;
