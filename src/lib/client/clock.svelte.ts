import { dayInWib, type Day, type Instant } from '#lib/domain/day.ts';

/** ms between looks at the clock: a day that turned over is on the screen within half a minute. */
const LOOK = 30_000;

/** The WIB day as a rune: it turns over at midnight WIB, and when the screen comes back to the front. */
export class Today {
  current: Day = $state('' as Day);
  readonly #now: () => Instant;
  readonly stop: () => void;

  constructor(now: () => Instant) {
    this.#now = now;
    this.look();
    const look = () => {
      this.look();
    };
    const timer = setInterval(look, LOOK);
    document.addEventListener('visibilitychange', look);
    this.stop = () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  /** Looks at the clock now: another offset from the office may have made it another day. */
  look(): void {
    this.current = dayInWib(this.#now());
  }
}

/**
 * ms below which two clocks agree: an exchange on EDGE cannot tell the offset any closer, and people read
 * minutes. A phone that agrees is taken at its word.
 */
const NOISE = 30_000;

/** What to add to the phone's clock to get the office's, ms; 0 where they agree or the office was never heard. */
export const correction = (offset: number | null): number =>
  offset === null || Math.abs(offset) < NOISE ? 0 : offset;

/** ms that a phone's clock may be off before the person is told: more than slow networks and sloppy clocks make. */
const TOLERANCE = 5 * 60_000;

export interface ClockFacts {
  /** Phone clock. */
  readonly now: Instant;
  /** Office clock minus phone clock when the office was last heard, or null. */
  readonly offset: number | null;
  /** When that was, by the phone's clock, or null. */
  readonly heardAt: Instant | null;
}

/** Off from the office's clock, or set back since the office was last heard. */
export const isClockWrong = ({ now, offset, heardAt }: ClockFacts): boolean =>
  (offset !== null && Math.abs(offset) > TOLERANCE) || (heardAt !== null && now < heardAt - TOLERANCE);
