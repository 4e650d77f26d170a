import type { Instant } from '#lib/domain/day.ts';
import type { Clock } from '#lib/sync/ports.ts';

interface Timer {
  /** ms of the time that passed. */
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that stands still until a test moves it. Its hands can be set; timers go by the time that passed. */
export class ModelClock implements Clock {
  readonly #timers = new Set<Timer>();
  #passed = 0;
  #offset: Instant;

  constructor(now: Instant = 1_000_000) {
    this.#offset = now;
  }

  now(): Instant {
    return this.#passed + this.#offset;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#passed + ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** ms until each timer that is set, soonest first. */
  get pending(): number[] {
    return [...this.#timers].map(({ at }) => at - this.#passed).sort((a, b) => a - b);
  }

  /** Sets the hands, as a person or the network does. */
  set(now: Instant): void {
    this.#offset = now - this.#passed;
  }

  /** Moves on and rings what is due. */
  advance(ms: number): void {
    this.#passed += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#passed)) {
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}
