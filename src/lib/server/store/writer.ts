import type { Kysely } from 'kysely';
import { openChain, writeChain } from '../journal.ts';
import { savepoint, TransactionLost } from './savepoint.ts';
import type { Schema } from './schema.ts';
import { goStraight, type Embedded, type Tx } from './tx.ts';

/** Works that share a commit. A commit costs as much as a few works; beyond this it only adds waiting. */
const GROUP = 64;

interface Job {
  /** Does the work and returns what tells its caller, to be called after the commit. */
  run(tx: Tx): Promise<() => void>;
  reject(error: unknown): void;
}

/** Group commit: whoever wants to write while a commit is under way shares the next one. */
export class Writer {
  readonly #db: Kysely<Schema>;
  readonly #embedded: Embedded | null;
  readonly #queue: Job[] = [];
  #draining: Promise<void> | null = null;

  constructor(db: Kysely<Schema>, embedded: Embedded | null) {
    this.#db = db;
    this.#embedded = embedded;
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = async (tx: Tx) => {
        const value = await savepoint(tx, () => work(tx));
        return () => resolve(value);
      };
      this.#queue.push({ run, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Fulfils once nothing is left to write. */
  async idle(): Promise<void> {
    while (this.#draining) await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      // Whoever was just answered, and requests of the same turn of the event loop, are let in first.
      await new Promise(setImmediate);
      await this.#commit(this.#queue.splice(0, GROUP));
    }
    this.#draining = null;
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const tell: (() => void)[] = [];
    try {
      await this.#db.transaction().execute(async (tx) => {
        if (this.#embedded) goStraight(tx, this.#embedded);
        await openChain(tx);
        for (const job of jobs) tell.push(await attempt(tx, job));
        await writeChain(tx);
      });
    } catch (error) {
      for (const job of jobs) job.reject(error);
      return;
    }
    for (const answer of tell) answer();
  }
}

async function attempt(tx: Tx, job: Job): Promise<() => void> {
  try {
    return await job.run(tx);
  } catch (error) {
    if (error instanceof TransactionLost) throw error;
    return () => job.reject(error);
  }
}
