import { liveQuery } from 'dexie';
import { createContext } from 'svelte';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { thisPhone } from './accounts-here.ts';
import { sight } from './canary.ts';
import { AccountDb, type CacheDb } from './phone.ts';
import { Sender } from './sender.svelte.ts';
import { carries } from './rescue/titipan.ts';
import { holdsUnsent } from './unsent.ts';
import { nothingWaits, waitingOfOthers, type Waiting } from './waiting.ts';

interface Load {
  readonly db: AccountDb;
  readonly sender: Sender;
}

/**
 * Sends what the accounts on this phone hold or carry for others that are not in front, each under its own session and by its own
 * exchange, which ends when nothing is left. Their screens stay shut; only counts are told.
 */
export class Courier {
  #waiting: Waiting = $state.raw(nothingWaits);
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no screen reads it
  readonly #loads = new Map<string, Load>();
  #subscription: { unsubscribe: () => void } | null = null;
  #stopped = false;

  constructor(
    readonly front: string | null,
    readonly cache: CacheDb,
    readonly homeInFront: () => Promise<KecamatanCode | null> = () => Promise.resolve(null),
  ) {}

  /** How many records of others are still on this phone; live while it carries. */
  get waiting(): Waiting {
    return this.#waiting;
  }

  start(): void {
    this.#subscription = liveQuery(() => thisPhone().accounts.toArray()).subscribe({
      next: (rows) => {
        for (const { id, ended = false } of rows) if (id !== this.front && !ended) void this.#take(id);
        void this.#count();
      },
      // The account in front meets the same error and tells it.
      error: () => undefined,
    });
  }

  /** Fulfilled once nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#subscription?.unsubscribe();
    await Promise.all([...this.#loads.keys()].map((id) => this.#putDown(id)));
  }

  async #take(id: string): Promise<void> {
    if (this.#loads.has(id)) return;
    const db = new AccountDb(id);
    const sender = new Sender(db, this.cache, {
      onrest: () => void this.#look(id),
      homeInFront: this.homeInFront,
    });
    this.#loads.set(id, { db, sender });
    const holds = await hasToSend(db).catch(() => false);
    if (holds && !this.#stopped) sender.start('start');
    else await this.#putDown(id);
  }

  /** After an exchange: what is empty, or cannot go on without its owner, is put down. */
  async #look(id: string): Promise<void> {
    const load = this.#loads.get(id);
    if (load === undefined || this.#stopped) return;
    // What was sent is not missed when the browser empties this database before its owner comes back.
    await sight(load.db, Date.now()).catch(() => undefined);
    const paused = load.sender.state.phase === 'paused';
    if (!paused) await sendCarried(load.db).catch(() => undefined);
    const goesOn = !paused && (await hasToSend(load.db).catch(() => true));
    if (!goesOn) await this.#putDown(id);
    await this.#count();
  }

  async #putDown(id: string): Promise<void> {
    const load = this.#loads.get(id);
    this.#loads.delete(id);
    await load?.sender.stop();
    load?.db.close();
  }

  async #count(): Promise<void> {
    const waiting = await waitingOfOthers(this.front).catch(() => nothingWaits);
    if (!this.#stopped) this.#waiting = waiting;
  }
}

const hasToSend = async (db: AccountDb): Promise<boolean> => (await holdsUnsent(db)) || carries(db);

/** Loaded only where a file is carried: few phones ever do. */
async function sendCarried(db: AccountDb): Promise<void> {
  if (!navigator.onLine || !(await carries(db))) return;
  const { sendTitipan } = await import('./rescue/carry.ts');
  await sendTitipan(db, { now: Date.now() });
}

/** The courier of the account in front; (asn)/+layout provides it. */
export const [getCourier, provideCourier] = createContext<Courier>();
