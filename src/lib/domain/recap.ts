import type { Instant, Month } from './day.ts';
import { positionName } from './position.ts';
import { umkmKey } from './purchase.ts';
import type { Assessment } from './quota.ts';
import type { Rupiah } from './rupiah.ts';

/** What the office last heard from an ASN's phones. Silence is never a miss. */
export interface Contact {
  readonly at: Instant;
  /** Records that the phone said it still holds unsent. */
  readonly unsent: number;
}

/** One ASN in the recap, before the office is summed up. */
export interface RecapEntry {
  readonly asnId: string;
  readonly name: string;
  readonly nip: string;
  /** The unit within the OPD, where the ASN works. */
  readonly unitName: string;
  readonly assessment: Assessment;
  readonly contact: Contact | null;
}

export type RecapStatus = 'met' | 'waiting' | 'short' | 'exempt';

/** One line of the report's form. Sums in rupiah. */
export interface RecapRow {
  readonly number: number;
  readonly asnId: string;
  readonly name: string;
  readonly nip: string;
  readonly position: string;
  readonly unitName: string;
  readonly obligation: Rupiah;
  readonly counted: Rupiah;
  readonly waiting: Rupiah;
  readonly shortfall: Rupiah;
  /** Different UMKM among what counts or waits. */
  readonly umkmCount: number;
  readonly checked: number;
  readonly unchecked: number;
  readonly flagged: number;
  readonly rejected: number;
  readonly status: RecapStatus;
  readonly contact: Contact | null;
}

export interface RecapTotals {
  readonly people: number;
  readonly obliged: number;
  readonly met: number;
  readonly below: number;
  readonly exempt: number;
  /** Share of the obliged who met, 0 to 100 with one decimal; 0 when nobody is obliged. */
  readonly percentMet: number;
  readonly obligation: Rupiah;
  readonly counted: Rupiah;
  readonly waiting: Rupiah;
  readonly shortfall: Rupiah;
  /** Different UMKM reached by the whole office. */
  readonly umkmCount: number;
}

/** An office's month in the report's form. */
export interface Recap {
  readonly month: Month;
  readonly rows: readonly RecapRow[];
  readonly totals: RecapTotals;
}

/** Sums up an office's month: highest band first, then by name, as reports list people. */
export function summarise(month: Month, entries: readonly RecapEntry[]): Recap {
  const ordered = [...entries].sort(
    (a, b) =>
      b.assessment.obligation.amount - a.assessment.obligation.amount ||
      a.name.localeCompare(b.name, 'id') ||
      (a.asnId < b.asnId ? -1 : 1),
  );
  const rows = ordered.map((entry, index) => rowOf(entry, index + 1));
  const reached = new Set<string>();
  for (const entry of entries) for (const key of umkmReached(entry.assessment)) reached.add(key);
  return { month, rows, totals: totalsOf(rows, reached.size) };
}

export function statusOf(assessment: Assessment): RecapStatus {
  if (assessment.obligation.amount === 0) return 'exempt';
  if (assessment.met) return 'met';
  return assessment.shortfall === 0 ? 'waiting' : 'short';
}

function umkmReached(assessment: Assessment): Set<string> {
  return new Set(
    assessment.lines.filter((line) => line.effect !== 'excluded').map((line) => umkmKey(line.purchase.umkm)),
  );
}

function rowOf(entry: RecapEntry, number: number): RecapRow {
  const { assessment } = entry;
  const count = (reason: string) => assessment.lines.filter((line) => line.reason === reason).length;
  const { appointment } = assessment.obligation;
  return {
    number,
    asnId: entry.asnId,
    name: entry.name,
    nip: entry.nip,
    position: appointment ? positionName(appointment) : '',
    unitName: entry.unitName,
    obligation: assessment.obligation.amount,
    counted: assessment.counted,
    waiting: assessment.waiting,
    shortfall: assessment.shortfall,
    umkmCount: umkmReached(assessment).size,
    checked: count('checked'),
    unchecked: count('unchecked'),
    flagged: count('flagged') + count('incomplete') + count('not-yet-looked-at'),
    rejected: count('rejected'),
    status: statusOf(assessment),
    contact: entry.contact,
  };
}

function totalsOf(rows: readonly RecapRow[], umkmCount: number): RecapTotals {
  const sum = (pick: (row: RecapRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const obliged = rows.filter((row) => row.status !== 'exempt').length;
  const met = rows.filter((row) => row.status === 'met').length;
  return {
    people: rows.length,
    obliged,
    met,
    below: obliged - met,
    exempt: rows.length - obliged,
    percentMet: obliged === 0 ? 0 : Math.round((met / obliged) * 1_000) / 10,
    obligation: sum((row) => row.obligation),
    counted: sum((row) => row.counted),
    waiting: sum((row) => row.waiting),
    shortfall: sum((row) => row.shortfall),
    umkmCount,
  };
}
