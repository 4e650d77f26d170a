import { addDays, daysBetween, firstDay, lastDay, type Day, type Month } from '#lib/domain/day.ts';
import type { Random } from './random.ts';

const THURSDAY = '1970-01-01' as Day;

/** 0 for Sunday to 6 for Saturday. */
export const weekday = (day: Day): number => (((daysBetween(THURSDAY, day) + 4) % 7) + 7) % 7;

/** How much is bought on a day beside any other: weekends, days after pay, and the end of the month. */
function liveliness(day: Day, last: Day): number {
  const date = Number(day.slice(8));
  const weekend = [0, 6].includes(weekday(day)) ? 1.5 : 1;
  if (date <= 5) return weekend * 2;
  return daysBetween(day, last) < 5 ? weekend * 1.9 : weekend;
}

/** The days of a month, each with how likely somebody buys on it. */
export class Calendar {
  private readonly months = new Map<Month, (readonly [Day, number])[]>();

  constructor(private readonly random: Random) {}

  /** A day of the month on which somebody bought something. */
  pick(month: Month): Day {
    const days = this.months.get(month) ?? this.make(month);
    return this.random.weighted(days);
  }

  private make(month: Month): (readonly [Day, number])[] {
    const days: (readonly [Day, number])[] = [];
    const last = lastDay(month);
    for (let day = firstDay(month); day <= last; day = addDays(day, 1)) {
      days.push([day, liveliness(day, last)]);
    }
    this.months.set(month, days);
    return days;
  }
}
