import { accept, refuse, type Result } from './result.ts';

/**
 * A civil day in Western Indonesia (WIB), `YYYY-MM-DD`. It is what a person read off a calendar,
 * never derived from an instant on a phone whose zone may be wrong.
 */
export type Day = string & { readonly __day: true };

/** A civil month in WIB, `YYYY-MM`. */
export type Month = string & { readonly __month: true };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** WIB is UTC+7 the whole year (no daylight saving): Keppres 41/1987. In milliseconds. */
export const WIB_OFFSET: Instant = 7 * 3_600_000;
const MS_A_DAY = 86_400_000;

/** Days since 1970-01-01 of a civil date (proleptic Gregorian; H. Hinnant, chrono-Compatible Low-Level Date Algorithms). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yoe + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: doy - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

const pad = (value: number, width: number) => String(value).padStart(width, '0');
const dayOf = (days: number): Day => {
  const { year, month, day } = civilFromDays(days);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as Day;
};
const ordinal = (day: Day) =>
  daysFromCivil(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));

/** Reads `YYYY-MM-DD`; refuses what is no day of the calendar (30 February, month 13). */
export function parseDay(text: string): Result<Day, 'not-a-day'> {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return refuse('not-a-day');
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  if (year < 1900 || month < 1 || month > 12) return refuse('not-a-day');
  return dayOf(ordinal(text as Day)) === text ? accept(text as Day) : refuse('not-a-day');
}

/** Reads `YYYY-MM`. */
export function parseMonth(text: string): Result<Month, 'not-a-month'> {
  return /^\d{4}-\d{2}$/.test(text) && parseDay(`${text}-01`).ok
    ? accept(text as Month)
    : refuse('not-a-month');
}

/** The civil WIB day at an instant, whatever zone the machine is set to. */
export function dayInWib(at: Instant): Day {
  return dayOf(Math.floor((at + WIB_OFFSET) / MS_A_DAY));
}

/** The civil WIB month at an instant. */
export const monthInWib = (at: Instant): Month => monthOf(dayInWib(at));

/** Hour and minute in WIB, `07.10` as Indonesia writes it. */
export function timeInWib(at: Instant): string {
  const ms = (((at + WIB_OFFSET) % MS_A_DAY) + MS_A_DAY) % MS_A_DAY;
  return `${pad(Math.floor(ms / 3_600_000), 2)}.${pad(Math.floor(ms / 60_000) % 60, 2)}`;
}

/** The instant at which a WIB day begins (00:00:00.000 WIB). */
export const startOfDay = (day: Day): Instant => ordinal(day) * MS_A_DAY - WIB_OFFSET;

export const monthOf = (day: Day): Month => day.slice(0, 7) as Month;
export const firstDay = (month: Month): Day => `${month}-01` as Day;
export const lastDay = (month: Month): Day => `${month}-${daysInMonth(month)}` as Day;
export const addDays = (day: Day, count: number): Day => dayOf(ordinal(day) + count);

/** 28 to 31. */
export function daysInMonth(month: Month): number {
  const year = Number(month.slice(0, 4));
  const index = Number(month.slice(5, 7));
  if (index === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return index === 4 || index === 6 || index === 9 || index === 11 ? 30 : 31;
}

/** Every day of a month, in order. */
export function daysOf(month: Month): Day[] {
  return Array.from({ length: daysInMonth(month) }, (_, i) => `${month}-${pad(i + 1, 2)}` as Day);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => ordinal(to) - ordinal(from);

export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${pad(Math.floor(index / 12), 4)}-${pad((index % 12) + 1, 2)}` as Month;
}

/** January to December of the month's year. */
export function monthsOfYear(year: number): Month[] {
  return Array.from({ length: 12 }, (_, i) => `${pad(year, 4)}-${pad(i + 1, 2)}` as Month);
}

const MONTH_NAMES =
  'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' ');
const SHORT_NAMES = 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' ');
const monthIndex = (text: string) => Number(text.slice(5, 7)) - 1;

/** `2026-11-24` → `24 Nov 2026`. */
export const formatDay = (day: Day): string =>
  `${Number(day.slice(8))} ${SHORT_NAMES[monthIndex(day)] ?? ''} ${day.slice(0, 4)}`;

/** `2026-11` → `November 2026`. */
export const formatMonth = (month: Month): string => `${monthName(month)} ${month.slice(0, 4)}`;

/** `2026-11` → `November`. */
export const monthName = (month: Month): string => MONTH_NAMES[monthIndex(month)] ?? '';

/** `2026-11` → `Nov`. */
export const shortMonth = (month: Month): string => SHORT_NAMES[monthIndex(month)] ?? '';

/** An instant as people read it: `24 Nov 2026, 07.10`. WIB. */
export const formatInstant = (at: Instant): string => `${formatDay(dayInWib(at))}, ${timeInWib(at)}`;
