import { liveQuery } from 'dexie';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { SyncLoop, type SyncState } from '#lib/sync/loop.ts';
import type { Clock } from '#lib/sync/ports.ts';
import { behindStore } from './behind-store.ts';
import { sharedCursors } from './cached-scopes.ts';
import { DexieStore } from './dexie-store.ts';
import { exclusiveFor } from './exclusive.ts';
import { sha256 } from './hash.ts';
import { mayPhoto } from './photos/gate.ts';
import { homeOf, type AccountDb, type CacheDb } from './phone.ts';
import { newsEvery } from './thrift.ts';
import { transportOf } from './transport.ts';
import { inTurn, partsInTurn } from './turn.ts';

const now = () => Date.now();

const clock: Clock = {
  now,
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** What an account that is not in front needs besides. */
export interface Behind {
  /** Told each time the exchange rests. */
  readonly onrest: () => void;
  /** The kecamatan of who is in front: its goods do not give way to news of this account. */
  readonly homeInFront: () => Promise<KecamatanCode | null>;
}

export interface EngineOptions {
  readonly db: AccountDb;
  readonly cache: CacheDb;
  readonly behind: Behind | null;
  /** Ends every request that is on its way. */
  readonly signal: AbortSignal;
  /** Whether photos go over any network, because the person asked for it. */
  readonly photosNow: () => boolean;
  /** Told of every new state. */
  readonly tell: (state: SyncState) => void;
}

/** The engine of one account in this tab: the loop with the phone's parts, woken by what is written to its database. */
export class Engine {
  readonly loop: SyncLoop;
  readonly #db: AccountDb;
  readonly #cache: CacheDb;
  readonly #unwatch: () => void;

  constructor({ db, cache, behind, signal, photosNow, tell }: EngineOptions) {
    this.#db = db;
    this.#cache = cache;
    const store = new DexieStore(db, cache, behind?.homeInFront);
    const who = { rank: behind === null ? 'front' : 'behind', signal } as const;
    this.loop = new SyncLoop({
      store: behind === null ? store : behindStore(store),
      photos: store,
      mayPhoto: async (hash) => photosNow() || mayPhoto({ db, cache, now: now() }, hash),
      transport: partsInTurn(who, transportOf(db.owner, signal)),
      clock,
      random: Math.random,
      hash: sha256,
      newsEvery,
      exclusive: inTurn(who, exclusiveFor(db.owner, now)),
      tell,
    });
    this.#unwatch = this.#watchReasons();
  }

  /** Fulfilled once nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#unwatch();
    await this.loop.stop();
  }

  /**
   * A record, of this tab or another, or a catalogue that is wanted and was never heard of, is a reason to ask.
   * The only one that is told of it: a second call would cost a second exchange.
   */
  #watchReasons(): () => void {
    let before: Reasons = { newest: 0, unheard: [] };
    const subscription = liveQuery(() => this.#reasons()).subscribe({
      next: (reasons) => {
        const more = reasons.newest > before.newest;
        const wanted = reasons.unheard.some((scope) => !before.unheard.includes(scope));
        before = { ...reasons, newest: Math.max(before.newest, reasons.newest) };
        if (more || wanted) this.loop.wake('mutation');
      },
      // The engine meets the same error and tells it.
      error: () => undefined,
    });
    return () => {
      subscription.unsubscribe();
    };
  }

  async #reasons(): Promise<Reasons> {
    const newest = await this.#db.outbox.where('state').equals('unsent').last();
    const cursors = await sharedCursors(this.#cache, await homeOf(this.#db));
    return { newest: newest?.n ?? 0, unheard: cursors.flatMap(({ scope, at }) => (at === 0 ? [scope] : [])) };
  }
}

interface Reasons {
  /** The highest number that is unsent, 0 without any. */
  readonly newest: number;
  readonly unheard: readonly string[];
}
