import type { Instant } from '#lib/domain/day.ts';
import type { Clock } from '#lib/sync/ports.ts';

interface Timer {
  readonly at: Instant;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. */
export class ModelClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now: Instant;

  constructor(now: Instant = 1_000_000) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** ms until each timer that is set, soonest first. */
  get pending(): number[] {
    return [...this.#timers].map(({ at }) => at - this.#now).sort((a, b) => a - b);
  }

  /** Moves on and rings what is due. */
  advance(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}
