import type { Instant, Month } from './day.ts';
import { positionName } from './position.ts';
import { umkmKey } from './purchase.ts';
import { settle, type Assessment, type LineReason, type Obligation } from './quota.ts';
import type { Rupiah } from './rupiah.ts';

/** What the office last heard from an ASN's phones. Silence is never a miss. */
export interface Contact {
  readonly at: Instant;
  /** Records that the phone said it still holds unsent. */
  readonly unsent: number;
}

/** What a recap needs of one ASN's purchases in a month; the office keeps it beside its month totals. */
export interface MonthFigures {
  readonly counted: Rupiah;
  readonly waiting: Rupiah;
  /** Different UMKM among what counts or waits. */
  readonly umkmCount: number;
  /** Purchases by what was decided about them. `flagged`: all that wait at the office for a person. */
  readonly checked: number;
  readonly unchecked: number;
  readonly flagged: number;
  readonly rejected: number;
}

/** One ASN in the recap, before the office is summed up. */
export interface RecapPerson {
  readonly asnId: string;
  readonly name: string;
  readonly nip: string;
  /** The unit within the OPD, where the ASN works. */
  readonly unitName: string;
  readonly contact: Contact | null;
}

export interface RecapEntry extends RecapPerson {
  readonly assessment: Assessment;
}

/** The same from stored sums. */
export interface RecapFigures extends RecapPerson {
  readonly obligation: Obligation;
  readonly figures: MonthFigures;
}

export type RecapStatus = 'met' | 'waiting' | 'short' | 'exempt';

/** One line of the report's form. Sums in rupiah. */
export interface RecapRow extends RecapPerson, MonthFigures {
  readonly number: number;
  readonly position: string;
  readonly obligation: Rupiah;
  readonly shortfall: Rupiah;
  readonly status: RecapStatus;
}

export interface RecapTotals {
  readonly people: number;
  readonly obliged: number;
  readonly met: number;
  /** Obliged and not met. */
  readonly below: number;
  /** Those among `below` who have bought enough: what is missing is a look, not a purchase. */
  readonly pending: number;
  readonly exempt: number;
  /** Share of the obliged who met, with one decimal: 100 only when all did, 0 only when nobody did. */
  readonly percentMet: number;
  readonly obligation: Rupiah;
  readonly counted: Rupiah;
  readonly waiting: Rupiah;
  readonly shortfall: Rupiah;
  /** Different UMKM reached by the whole office; null when nobody counted them. */
  readonly umkmCount: number | null;
}

/** An office's month in the report's form. */
export interface Recap {
  readonly month: Month;
  readonly rows: readonly RecapRow[];
  readonly totals: RecapTotals;
}

/** Sums up an office's month from its assessments. */
export function summarise(month: Month, entries: readonly RecapEntry[]): Recap {
  const reached = new Set<string>();
  for (const entry of entries) for (const key of umkmReached(entry.assessment)) reached.add(key);
  const people = entries.map(({ assessment, ...person }) => ({
    ...person,
    obligation: assessment.obligation,
    figures: figuresOf(assessment),
  }));
  return summariseFigures(month, people, reached.size);
}

/**
 * Sums up an office's month: highest obligation first, then by name, as reports list people.
 * `umkmCount`: different UMKM that the office reached, which no sum of stored counts tells; null if not counted.
 */
export function summariseFigures(
  month: Month,
  people: readonly RecapFigures[],
  umkmCount: number | null,
): Recap {
  const rows = [...people]
    .sort(
      (a, b) =>
        b.obligation.amount - a.obligation.amount ||
        a.name.localeCompare(b.name, 'id') ||
        (a.asnId < b.asnId ? -1 : 1),
    )
    .map((person, index) => rowOf(person, index + 1));
  return { month, rows, totals: totalsOf(rows, umkmCount) };
}

export function figuresOf(assessment: Assessment): MonthFigures {
  const count = (reason: LineReason) => assessment.lines.filter((line) => line.reason === reason).length;
  return {
    counted: assessment.counted,
    waiting: assessment.waiting,
    umkmCount: umkmReached(assessment).size,
    checked: count('checked'),
    unchecked: count('unchecked'),
    flagged: count('flagged') + count('incomplete') + count('not-yet-looked-at'),
    rejected: count('rejected'),
  };
}

export function statusOf({ obligation, met, shortfall }: Assessment): RecapStatus {
  return standing(obligation.amount, met, shortfall);
}

/** How a month stands, from its settled sums. */
export function standing(obligation: Rupiah, met: boolean, shortfall: Rupiah): RecapStatus {
  if (obligation === 0) return 'exempt';
  if (met) return 'met';
  return shortfall === 0 ? 'waiting' : 'short';
}

function umkmReached(assessment: Assessment): Set<string> {
  return new Set(
    assessment.lines.filter((line) => line.effect !== 'excluded').map((line) => umkmKey(line.purchase.umkm)),
  );
}

/** Written out field by field: spreading would take most of the time of a regency's recap. */
function rowOf(person: RecapFigures, number: number): RecapRow {
  const { obligation, figures } = person;
  const { shortfall, met } = settle(obligation.amount, figures.counted, figures.waiting);
  return {
    number,
    asnId: person.asnId,
    name: person.name,
    nip: person.nip,
    position: obligation.appointment ? positionName(obligation.appointment) : '',
    unitName: person.unitName,
    contact: person.contact,
    obligation: obligation.amount,
    counted: figures.counted,
    waiting: figures.waiting,
    shortfall,
    umkmCount: figures.umkmCount,
    checked: figures.checked,
    unchecked: figures.unchecked,
    flagged: figures.flagged,
    rejected: figures.rejected,
    status: standing(obligation.amount, met, shortfall),
  };
}

function totalsOf(rows: readonly RecapRow[], umkmCount: number | null): RecapTotals {
  const sum = (pick: (row: RecapRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const obliged = rows.filter((row) => row.status !== 'exempt').length;
  const met = rows.filter((row) => row.status === 'met').length;
  return {
    people: rows.length,
    obliged,
    met,
    below: obliged - met,
    pending: rows.filter((row) => row.status === 'waiting').length,
    exempt: rows.length - obliged,
    percentMet: percentOf(met, obliged),
    obligation: sum((row) => row.obligation),
    counted: sum((row) => row.counted),
    waiting: sum((row) => row.waiting),
    shortfall: sum((row) => row.shortfall),
    umkmCount,
  };
}

/** Down to one decimal, so that 100 is everybody; up to the smallest step, so that 0 is nobody. */
function percentOf(met: number, obliged: number): number {
  if (met === 0) return 0;
  return Math.max(1, Math.floor((met * 1_000) / obliged)) / 10;
}
