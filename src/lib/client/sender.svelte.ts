import type { Instant } from '#lib/domain/day.ts';
import type { SyncState, WakeReason } from '#lib/sync/loop.ts';
import { noteEnded } from './accounts-here.ts';
import type { Behind, Engine } from './engine.ts';
import { idle } from './idle.ts';
import { whenNetworkChanges } from './photos/gate.ts';
import type { AccountDb, CacheDb } from './phone.ts';
import { makeReserve } from './reserve.ts';
import { askToWakeUp } from './shell.svelte.ts';

const now = () => Date.now();

/** Without an answer nothing is known of the office, whatever the browser says of the network. */
const SILENT = ['unreachable', 'captive-portal'];

/**
 * The exchange of one account in this tab: wakes the engine for every reason there is, and says how it stands.
 * Of an account that is not in front with {@link Behind}. The engine is loaded once the screen stands: no screen
 * needs it.
 */
export class Sender {
  #engine: Engine | null = null;
  #loading = false;
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
    this.wake(reason);
  }

  /** Before it was started (an account without anything to send) nothing is woken. */
  wake(reason: WakeReason): void {
    if (!this.#started) return;
    if (this.#engine) this.#engine.loop.wake(reason);
    else void this.#load(reason);
  }

  /** What comes while it loads is in the first exchange. Where it cannot be loaded, the next wake tries again. */
  async #load(reason: WakeReason): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    await idle();
    // Before everything of this release is on the phone, there may be no network to fetch it by.
    const loaded = await import('./engine.ts').catch(() => null);
    this.#loading = false;
    if (loaded === null || this.#stopping.signal.aborted) return;
    this.#engine = new loaded.Engine({
      db: this.#db,
      cache: this.#cache,
      behind: this.#behind,
      signal: this.#stopping.signal,
      photosNow: () => this.#photosNow,
      tell: (state) => {
        this.#note(state);
      },
    });
    this.#engine.loop.wake(reason);
  }

  sendPhotosNow(): void {
    this.#photosNow = true;
    this.wake('send-now');
  }

  /** Ends it, a request on its way included. Fulfilled once nothing of it runs any more. */
  async stop(): Promise<void> {
    for (const stop of this.#stop.splice(0)) stop();
    this.#stopping.abort();
    await this.#engine?.stop();
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
}
