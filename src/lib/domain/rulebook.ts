import {
  addDays,
  addMonths,
  daysBetween,
  firstDay,
  lastDay,
  monthOf,
  startOfDay,
  type Day,
  type Instant,
  type Month,
} from './day.ts';
import type { Band } from './position.ts';
import type { Rupiah } from './rupiah.ts';

/** Why a line of the rulebook says what it says. An assumption is shown as *asumsi* wherever it is used. */
export type Basis =
  | { readonly kind: 'decree'; readonly source: string }
  | { readonly kind: 'assumption'; readonly source: string };

interface RuleLine<T> {
  readonly value: T;
  readonly basis: Basis;
}

export const EXEMPTION_KINDS = [
  'cuti-luar-tanggungan',
  'tugas-belajar',
  'cuti-melahirkan',
  'sakit-lama',
] as const;
export type ExemptionKind = (typeof EXEMPTION_KINDS)[number];

/** How an exemption is called in a sentence: *bebas bulan ini: tugas belajar*. */
export const EXEMPTION_NAMES: Readonly<Record<ExemptionKind, string>> = {
  'cuti-luar-tanggungan': 'cuti di luar tanggungan negara',
  'tugas-belajar': 'tugas belajar',
  'cuti-melahirkan': 'cuti melahirkan',
  'sakit-lama': 'sakit lama',
};

/** The decree as dated data: one version holds from a month until the next version's first month. */
export interface RuleVersion {
  readonly id: string;
  /** The first month that is lived under it. */
  readonly from: Month;
  readonly title: string;
  /** The least an ASN of a band buys in a month, in rupiah; 0 is no obligation. */
  readonly minimum: Readonly<Record<Band, RuleLine<Rupiah>>>;
  /** Whose position counts when it changes within a month: the one held on this day of the month (1 to 28). */
  readonly positionDay: RuleLine<number>;
  /** Which of two posts held at once counts. */
  readonly doublePost: RuleLine<'definitif' | 'highest'>;
  /** A purchase counts once the office has it and nothing is flagged, before anyone looked at it. */
  readonly countsOnArrival: RuleLine<boolean>;
  /** Last day of the next month on which a month's purchases arrive in time, until 23:59 WIB. */
  readonly arrivalDay: RuleLine<number>;
  /** Days of the next month on which each ASN looks their month over, both included. */
  readonly reviewDays: RuleLine<readonly [number, number]>;
  /** Last day of the next month for the office's recap. */
  readonly recapDay: RuleLine<number>;
  readonly exemptions: RuleLine<readonly ExemptionKind[]>;
  /** The share of a month's days that an exemption must cover to free the month, 0 to 1. */
  readonly exemptionShare: RuleLine<number>;
  /** A first or last month of service that is not whole is free. */
  readonly partialServiceFree: RuleLine<boolean>;
  /** Months missed in a row → the step proposed to the official in charge. Never automatic. */
  readonly concern: RuleLine<readonly { readonly misses: number; readonly step: string }[]>;
  /** Whole months in a row that are proposed for a reward. */
  readonly rewardMonths: RuleLine<number>;
}

/** Versions in the order they came into force. */
export type Rulebook = readonly RuleVersion[];

/** The rules a month is lived under, or null before the first version. */
export function ruleFor(rulebook: Rulebook, month: Month): RuleVersion | null {
  let found: RuleVersion | null = null;
  for (const version of rulebook) {
    if (version.from <= month && (found === null || found.from <= version.from)) found = version;
  }
  return found;
}

/** The first day on which a purchase can count at all, or null for an empty rulebook. */
export function firstDayOfDecree(rulebook: Rulebook): Day | null {
  let first: Month | null = null;
  for (const version of rulebook) if (first === null || version.from < first) first = version.from;
  return first === null ? null : firstDay(first);
}

/** The last day on which a purchase of `month` arrives in time. */
export const arrivalDeadline = (rule: RuleVersion, month: Month): Day =>
  addDays(firstDay(addMonths(month, 1)), rule.arrivalDay.value - 1);

/** Whether a purchase of `month` that the office got at `receivedAt` came after the deadline. */
export const isLate = (rule: RuleVersion, month: Month, receivedAt: Instant): boolean =>
  receivedAt >= startOfDay(addDays(arrivalDeadline(rule, month), 1));

/** Days left to buy for `month` after `today`: 0 on its last day, null when the month is not running. */
export const daysToBuy = (month: Month, today: Day): number | null =>
  monthOf(today) === month ? daysBetween(today, lastDay(month)) : null;

/** Days before the deadline from which a photo no longer waits for a cheap network. *Asumsi*: a weekend and a day. */
const PHOTO_HURRY_DAYS = 3;

/** Whether photos of purchases of `month` go over any network by now: their deadline is near, or has passed. */
export const photosHurry = (rule: RuleVersion, month: Month, today: Day): boolean =>
  daysBetween(today, arrivalDeadline(rule, month)) <= PHOTO_HURRY_DAYS;

/** Days left to send the purchases of `month` after `today`: 0 on the last day, null once it has passed. */
export function daysToSend(rule: RuleVersion, month: Month, today: Day): number | null {
  const left = daysBetween(today, arrivalDeadline(rule, month));
  return left < 0 ? null : left;
}
