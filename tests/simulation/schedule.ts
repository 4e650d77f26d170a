import type { Instant } from '#lib/domain/day.ts';

interface Event {
  readonly at: Instant;
  /** Breaks ties: what was planned first happens first. */
  readonly order: number;
  readonly run: () => void;
}

/**
 * The one clock of a world. Time stands still while anything works, and jumps to what is planned next when
 * all is quiet: so the same plan gives the same order, however fast the machine is.
 */
export class Schedule {
  readonly #heap: Event[] = [];
  #now: Instant;
  #order = 0;
  #busy = 0;
  #whenIdle: (() => void) | null = null;

  constructor(start: Instant) {
    this.#now = start;
  }

  get now(): Instant {
    return this.#now;
  }

  /** Plans something; the returned function calls it off. */
  at(instant: Instant, run: () => void): () => void {
    let called = true;
    this.#push({
      at: Math.max(Math.round(instant), this.#now),
      order: this.#order++,
      run: () => {
        if (called) run();
      },
    });
    return () => {
      called = false;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + ms, resolve));
  }

  /** Time stands still until this work, which is done by the machine and not by the plan, has ended. */
  async whileWorking<T>(work: () => Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work();
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) this.#whenIdle?.();
    }
  }

  /** Lets happen what is planned up to and with an instant. */
  async runUntil(end: Instant): Promise<void> {
    await this.#quiet();
    for (let next = this.#heap[0]; next !== undefined && next.at <= end; next = this.#heap[0]) {
      this.#pop();
      this.#now = next.at;
      next.run();
      await this.#quiet();
    }
    this.#now = Math.max(this.#now, end);
  }

  /** Fulfils once nothing works any more and no promise is left to go on. */
  async #quiet(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      if (this.#busy === 0) return;
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
      this.#whenIdle = null;
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(heap[parent], event)) break;
      heap[at] = heap[parent] as Event;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child] as Event)) child += 1;
      if (child >= heap.length || before(last, heap[child] as Event)) break;
      heap[at] = heap[child] as Event;
      at = child;
    }
    heap[at] = last;
  }
}

const before = (a: Event | undefined, b: Event): boolean =>
  a !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
