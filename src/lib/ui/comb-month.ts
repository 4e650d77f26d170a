import type { Month } from '#lib/domain/day.ts';

/** One month of the year's comb. */
export interface CombMonth {
  readonly month: Month;
  /** `waiting`: enough once what waits is counted. `free`: nothing to buy. `later`: not begun, or before the decree. */
  readonly state: 'met' | 'waiting' | 'short' | 'now' | 'free' | 'later';
  /** Shares of the cell that are counted, and counted or waiting: 0 to 1. Drawn for the running month. */
  readonly counted: number;
  readonly filled: number;
  /** Opens the month; none for a month that has not begun. */
  readonly href: string | null;
}
