import { liveQuery } from 'dexie';
import type { Instant } from '#lib/domain/day.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { SyncLoop, type SyncState, type WakeReason } from '#lib/sync/loop.ts';
import type { Clock } from '#lib/sync/ports.ts';
import { noteEnded } from './accounts-here.ts';
import { behindStore } from './behind-store.ts';
import { sharedCursors } from './cached-scopes.ts';
import { DexieStore } from './dexie-store.ts';
import { exclusiveFor } from './exclusive.ts';
import { sha256 } from './hash.ts';
import { mayPhoto, whenNetworkChanges } from './photos/gate.ts';
import { homeOf, type AccountDb, type CacheDb } from './phone.ts';
import { makeReserve } from './reserve.ts';
import { askToWakeUp } from './shell.svelte.ts';
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

export interface Behind {
  /** Told each time the exchange rests. */
  readonly onrest: () => void;
  /** The kecamatan of who is in front: its goods do not give way to news of this account. */
  readonly homeInFront: () => Promise<KecamatanCode | null>;
}

/** Without an answer nothing is known of the office, whatever the browser says of the network. */
const SILENT = ['unreachable', 'captive-portal'];

/**
 * The exchange of one account in this tab: gives the engine the phone's parts, wakes it for every reason
 * there is, and says how it stands. Of an account that is not in front with {@link Behind}.
 */
export class Sender {
  readonly #loop: SyncLoop;
  readonly #db: AccountDb;
  readonly #cache: CacheDb;
  #state: SyncState = $state.raw({
    phase: 'idle',
    problem: null,
    cause: undefined,
    lastContact: null,
    unsent: null,
  });
  #connected = $state(navigator.onLine);
  #offlineSince: Instant | null = $state.raw(null);
  readonly #stopping = new AbortController();
  #started = false;
  /** The person pressed *Kirim foto sekarang*, and the sending that follows has not come to rest yet. */
  #photosNow = false;
  #stop: (() => void)[] = [];
  readonly #behind: Behind | null;

  constructor(db: AccountDb, cache: CacheDb, behind: Behind | null = null) {
    this.#db = db;
    this.#cache = cache;
    this.#behind = behind;
    const store = new DexieStore(db, cache, now, behind?.homeInFront);
    const who = { rank: behind === null ? 'front' : 'behind', signal: this.#stopping.signal } as const;
    this.#loop = new SyncLoop({
      store: behind === null ? store : behindStore(store),
      photos: store,
      mayPhoto: async (hash) => this.#photosNow || mayPhoto({ db, cache, now: now() }, hash),
      transport: partsInTurn(who, transportOf(db.owner, who.signal)),
      clock,
      random: Math.random,
      hash: sha256,
      newsEvery,
      exclusive: inTurn(who, exclusiveFor(db.owner, now)),
      tell: (state) => {
        this.#note(state);
      },
    });
  }

  /** How the exchange stands; live. */
  get state(): SyncState {
    return this.#state;
  }

  /** Whether the office can be reached, as far as this phone knows; live. */
  get online(): boolean {
    return this.#connected && !SILENT.includes(this.#state.problem ?? '');
  }

  /** When it was noticed that the office cannot be reached, or null; live. */
  get offlineSince(): Instant | null {
    return this.online ? null : this.#offlineSince;
  }

  /** Begins, once. */
  start(reason: WakeReason): void {
    if (this.#started) return;
    this.#started = true;
    this.#on(globalThis, 'online', () => {
      this.#connected = true;
      this.wake('online');
    });
    this.#on(globalThis, 'offline', () => {
      this.#connected = false;
      this.#offlineSince ??= now();
    });
    this.#on(globalThis, 'focus', () => {
      this.wake('focus');
    });
    this.#on(document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible') this.wake('focus');
    });
    if ('serviceWorker' in navigator) {
      this.#on(navigator.serviceWorker, 'message', (event) => {
        if ((event as MessageEvent<unknown>).data === 'wake') this.wake('background');
      });
    }
    this.#stop.push(
      whenNetworkChanges(() => {
        this.wake('online');
      }),
    );
    this.#watchReasons();
    this.wake(reason);
  }

  /** Before it was started (an account without anything to send) nothing is woken. */
  wake(reason: WakeReason): void {
    if (this.#started) this.#loop.wake(reason);
  }

  sendPhotosNow(): void {
    this.#photosNow = true;
    this.wake('send-now');
  }

  /** Ends it, a request on its way included. Fulfilled once nothing of it runs any more. */
  async stop(): Promise<void> {
    for (const stop of this.#stop.splice(0)) stop();
    this.#stopping.abort();
    await this.#loop.stop();
  }

  #note(state: SyncState): void {
    this.#state = state;
    if (state.phase === 'idle') {
      this.#photosNow = false;
      // Whatever an exchange left of the room, records keep their share.
      void makeReserve();
    }
    if (state.phase !== 'sending') {
      this.#noteSession(state);
      this.#behind?.onrest();
    }
    if (this.online) this.#offlineSince = null;
    else {
      this.#offlineSince ??= now();
      if ((state.unsent ?? 0) > 0) askToWakeUp();
    }
  }

  /** Whether the account must sign in again, where others on this phone can be told. */
  #noteSession({ phase, problem, lastContact }: SyncState): void {
    const heard = problem === null && lastContact !== null ? false : null;
    // Paused for another account's session or an old release, this one's may still be good.
    const told = phase === 'paused' && problem === 'signed-out' ? true : heard;
    // The screen of the account itself says it anyway.
    if (told !== null) noteEnded(this.#db.owner, told).catch(() => undefined);
  }

  #on(target: EventTarget, type: string, listener: (event: Event) => void): void {
    target.addEventListener(type, listener);
    this.#stop.push(() => {
      target.removeEventListener(type, listener);
    });
  }

  /**
   * A record, of this tab or another, or a catalogue that is wanted and was never heard of, is a reason to ask.
   * The only one that is told of it: a second call would cost a second exchange.
   */
  #watchReasons(): void {
    let before: Reasons = { newest: 0, unheard: [] };
    const subscription = liveQuery(() => this.#reasons()).subscribe({
      next: (reasons) => {
        const more = reasons.newest > before.newest;
        const wanted = reasons.unheard.some((scope) => !before.unheard.includes(scope));
        before = { ...reasons, newest: Math.max(before.newest, reasons.newest) };
        if (more || wanted) this.wake('mutation');
      },
      // The engine meets the same error and tells it.
      error: () => undefined,
    });
    this.#stop.push(() => {
      subscription.unsubscribe();
    });
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
