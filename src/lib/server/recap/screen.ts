import { formatMonth, type Month } from '#lib/domain/day.ts';
import { maskNip } from '#lib/domain/nip.ts';
import type { RecapRow, RecapStatus, RecapTotals } from '#lib/domain/recap.ts';
import { isAssumption } from '#lib/domain/reason.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';
import {
  dayAndMonth,
  evidence,
  moment,
  officeName,
  quietReason,
  standingSentence,
  STATUS_NAMES,
  totalsSentence,
} from '../desk-words.ts';
import type { OfficeRecap } from './recap.ts';

/** A line on the officer's screen. The NIP is masked before it leaves the office. */
export interface ScreenRow {
  readonly asnId: string;
  readonly number: number;
  readonly name: string;
  readonly nip: string;
  readonly position: string;
  readonly unitName: string;
  readonly obligation: Rupiah;
  readonly counted: Rupiah;
  readonly waiting: Rupiah;
  readonly shortfall: Rupiah;
  readonly umkmCount: number;
  readonly evidence: readonly string[];
  readonly status: RecapStatus;
  readonly statusName: string;
  readonly lastHeard: string;
  readonly unsent: number;
}

/** Somebody whose silence may explain a shortfall. */
export interface QuietPerson {
  readonly asnId: string;
  readonly name: string;
  readonly unitName: string;
  readonly sentence: string;
  readonly shortfall: Rupiah;
}

export interface RecapScreen {
  readonly office: string;
  readonly month: Month;
  readonly monthName: string;
  readonly standing: string;
  readonly summary: string;
  readonly deadline: string;
  readonly deadlineAssumed: boolean;
  readonly totals: RecapTotals;
  readonly rows: readonly ScreenRow[];
  /** Units that people work in, when there are several: a filter. */
  readonly units: readonly string[];
  readonly quiet: readonly QuietPerson[];
}

/** What the officer's recap screen shows of an office's month. */
export function recapScreen({
  office,
  rule,
  recap,
  asOf,
  deadline,
  provisional,
  quiet,
}: OfficeRecap): RecapScreen {
  const units = [...new Set(recap.rows.map((row) => row.unitName))].sort((a, b) => a.localeCompare(b, 'id'));
  return {
    office: officeName(office),
    month: recap.month,
    monthName: formatMonth(recap.month),
    standing: standingSentence({ asOf, deadline, provisional }),
    summary: totalsSentence(recap.totals),
    deadline: dayAndMonth(deadline),
    deadlineAssumed: isAssumption(rule.arrivalDay.basis),
    totals: recap.totals,
    rows: recap.rows.map((row) => screenRow(row, asOf)),
    units: units.length > 1 ? units : [],
    quiet: quiet.map((row) => ({
      asnId: row.asnId,
      name: row.name,
      unitName: row.unitName,
      sentence: quietReason(row, asOf),
      shortfall: row.shortfall,
    })),
  };
}

const screenRow = (row: RecapRow, now: number): ScreenRow => ({
  asnId: row.asnId,
  number: row.number,
  name: row.name,
  nip: maskNip(row.nip),
  position: row.position,
  unitName: row.unitName,
  obligation: row.obligation,
  counted: row.counted,
  waiting: row.waiting,
  shortfall: row.shortfall,
  umkmCount: row.umkmCount,
  evidence: evidence(row),
  status: row.status,
  statusName: STATUS_NAMES[row.status],
  lastHeard: row.contact === null ? 'belum pernah' : moment(row.contact.at, now),
  unsent: row.contact?.unsent ?? 0,
});
