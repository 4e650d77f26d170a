import type { Instant } from '#lib/domain/day.ts';
import type { Chance } from './random.ts';

const DAY = 86_400_000;

/** When an instant's day has signal on this phone: twice an hour, at other times every day. */
export class Signal {
  readonly #chance: Chance;
  readonly #days = new Map<number, readonly [number, number]>();

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  #hours(day: number): readonly [number, number] {
    const known = this.#days.get(day);
    if (known) return known;
    const chance = this.#chance.of(String(day));
    const hours = [chance.whole(0, 11) * 3_600_000, chance.whole(12, 23) * 3_600_000] as const;
    this.#days.set(day, hours);
    return hours;
  }

  at(instant: Instant): boolean {
    const within = instant % DAY;
    return this.#hours(Math.floor(instant / DAY)).some((hour) => within >= hour && within < hour + 3_600_000);
  }

  /** The next instant with signal: now, or when the next hour of it begins. */
  next(instant: Instant): Instant {
    if (this.at(instant)) return instant;
    for (let day = Math.floor(instant / DAY); ; day += 1) {
      for (const hour of this.#hours(day)) if (day * DAY + hour > instant) return day * DAY + hour;
    }
  }
}
