import { MUTATIONS_A_REQUEST } from '#lib/protocol/limits.ts';
import type { OutboxRow } from './ports.ts';
import type { SyncProblem } from './problem.ts';

/** Refusals of a whole request that may be the fault of what was in it. */
const PERHAPS_OURS: readonly SyncProblem[] = ['too-large', 'malformed', 'defect'];

/**
 * How many mutations go into the next request. A request that the office cannot take in is halved until the
 * one that it stumbles over stands alone; that one is set aside, so that it holds up no other. It stays
 * unsent and is tried again once the rest is through. Lives in memory: a restart tries everything anew.
 */
export class Portion {
  #size = MUTATIONS_A_REQUEST;
  readonly #aside = new Set<string>();
  /** What was set aside had its chance since the office last took anything. */
  #retried = false;

  /** Rows to ask the store for, so that enough are left when those set aside are taken out. */
  get limit(): number {
    return this.#size + this.#aside.size;
  }

  of(batch: readonly OutboxRow[]): OutboxRow[] {
    return batch.filter((row) => !this.#aside.has(row.id)).slice(0, this.#size);
  }

  /** True when less will be sent next time. */
  refused(problem: SyncProblem, sent: readonly OutboxRow[]): boolean {
    const [only] = sent;
    if (only === undefined || !PERHAPS_OURS.includes(problem)) return false;
    if (sent.length === 1) this.#aside.add(only.id);
    else this.#size = Math.ceil(sent.length / 2);
    return true;
  }

  answered(sent: readonly OutboxRow[]): void {
    if (sent.length > 0) this.#retried = false;
    this.#size = Math.min(MUTATIONS_A_REQUEST, this.#size * 2);
  }

  /**
   * Nothing else is left to send: what was set aside gets another chance, alone. True when that is worth
   * trying at once: an office that stumbled over everything had a fault of its own, and answers again.
   */
  done(): boolean {
    const worthwhile = this.#aside.size > 0 && !this.#retried;
    if (this.#aside.size > 0) this.#size = 1;
    this.#retried ||= worthwhile;
    this.#aside.clear();
    return worthwhile;
  }
}
