import type { Instant } from '#lib/domain/day.ts';
import type { Clock, PhotoStore, SyncStore } from '#lib/sync/ports.ts';
import type { Schedule } from './schedule.ts';

/** What a dead process waits for: a promise of its own, because one for all would keep every dead process in memory. */
const never = () => new Promise<never>(() => undefined);

/**
 * The life of one browser process on a phone. It can be planned to die at its k-th step: a step is each time
 * something outside of the program (a store, the network, a hash) is asked, and each time it has answered.
 */
export class Life {
  alive = true;
  #steps = 0;
  readonly #diesAt: number;
  readonly #onDeath: () => void;

  constructor(diesAt: number, onDeath: () => void) {
    this.#diesAt = diesAt;
    this.#onDeath = onDeath;
  }

  end(): void {
    if (!this.alive) return;
    this.alive = false;
    this.#onDeath();
  }

  /** Asks something of the world; never goes on when the process dies before or after. */
  async ask<T>(schedule: Schedule, work: () => Promise<T>): Promise<T> {
    if (!this.#step()) return never();
    try {
      const answer = await schedule.whileWorking(work);
      return this.#step() ? answer : await never();
    } catch (error) {
      if (!this.#step()) return never();
      throw error;
    }
  }

  /** The same for what the plan does, not the machine: time goes on meanwhile. */
  async await<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#step()) return never();
    const answer = await work();
    return this.#step() ? answer : never();
  }

  #step(): boolean {
    if (!this.alive) return false;
    this.#steps += 1;
    if (this.#steps === this.#diesAt) this.end();
    return this.alive;
  }
}

/** The phone's clock as this process sees it: its hands may be wrong, and its timers end with it. */
export const clockOf = (schedule: Schedule, life: Life, offset: () => number): Clock => ({
  now: (): Instant => schedule.now + offset(),
  after: (ms, callback) =>
    schedule.at(schedule.now + ms, () => {
      if (life.alive) callback();
    }),
});

/** What a phone without room says: by its name, or as the transaction that was aborted for it. */
export function quotaError(wrapped: boolean): Error {
  const full = new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  return wrapped
    ? Object.assign(new Error('Transaction aborted'), { name: 'AbortError', inner: full })
    : full;
}

export interface Hooks {
  readonly schedule: Schedule;
  readonly life: Life;
  /** What writing throws now; null while there is room. */
  readonly refuses: (what: string) => Error | null;
  /** Told when a settlement is on the disk. */
  readonly settled: () => Promise<void>;
}

/** The store as a process of this life has it. */
export function mortalStore(
  store: SyncStore & PhotoStore,
  { schedule, life, refuses, settled }: Hooks,
): SyncStore & PhotoStore {
  const write = (what: string, work: () => Promise<void>) =>
    life.ask(schedule, async () => {
      const error = refuses(what);
      if (error) throw error;
      await work();
    });
  return {
    read: (limit) => life.ask(schedule, () => store.read(limit)),
    settle: (settlement) =>
      write('acknowledgement', async () => {
        await store.settle(settlement);
        await settled();
      }),
    takeShared: (news, pack) => write('catalogue', () => store.takeShared(news, pack)),
    forget: (before, durable) => write('forgetting', () => store.forget(before, durable)),
    nextPhoto: async (passed) => {
      const photo = await life.ask(schedule, () => store.nextPhoto(passed));
      if (photo === null) return null;
      return { ...photo, part: (from, to) => life.ask(schedule, () => photo.part(from, to)) };
    },
    beginPhoto: (hash) => write('photo', () => store.beginPhoto(hash)),
    settlePhoto: (hash, how) =>
      write('photo', async () => {
        await store.settlePhoto(hash, how);
        await settled();
      }),
  };
}
