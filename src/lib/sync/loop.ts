import type { Instant } from '#lib/domain/day.ts';
import { LONGEST_REST, restFor } from './backoff.ts';
import { exchange, hasMore, type ExchangeEnd, type Parts } from './exchange.ts';
import { PhotoSender, type PhotoParts, type PhotosEnd } from './photos.ts';
import { Portion } from './portion.ts';
import type { Exclusive, Random } from './ports.ts';
import type { SyncProblem } from './problem.ts';

/*
 *              wake, heartbeat                    all is said and heard
 *     idle ───────────────────────▶ sending ───────────────────────────▶ idle
 *                                   ▲  ▲ │└─ more to say or hear, also since it began: sending again
 *                        timer, wake│  │ │
 *     waiting ──────────────────────┘  │ ├─ no answer, a problem, another tab sends ──▶ waiting
 *                              sign-in │ │
 *     paused ──────────────────────────┘ └─ signed out, or signed in as somebody else ──▶ paused
 *
 * idle and waiting have one timer, paused has none, sending has none. stop() ends it from anywhere.
 * Photos go last within sending, in holds of their own: an exchange comes before the next part as soon as there
 * is more to say.
 * Recording never asks in which of these states the loop is. Long because a state machine is read in one piece.
 */
export type Phase = 'idle' | 'sending' | 'waiting' | 'paused';

/** `background`: the browser woke the app because it believes that the network is back. */
export type WakeReason = 'start' | 'focus' | 'online' | 'background' | 'mutation' | 'send-now' | 'sign-in';

export interface SyncState {
  readonly phase: Phase;
  /** Why the last exchange did not end well; null after one that did. */
  readonly problem: SyncProblem | null;
  /** What the store threw when the problem is `storage`. */
  readonly cause: unknown;
  /** When the office last answered this loop, by the phone's clock. */
  readonly lastContact: Instant | null;
  /** Records without an outcome when last looked, null before. A live count is the store's to give. */
  readonly unsent: number | null;
}

export interface World extends Omit<Parts, 'portion'>, PhotoParts {
  readonly random: Random;
  readonly exclusive: Exclusive;
  /** ms between questions for news, null for {@link HEARTBEAT}: a phone may be short of data. */
  readonly newsEvery?: () => number | null;
  /** Told of every new state, from within the loop: it should only take note. */
  readonly tell: (state: SyncState) => void;
}

/**
 * ms between exchanges when all is said: about 15 minutes, give or take a quarter so that phones spread out.
 * News (a verdict, a price) is hours old at best when it matters, and each question costs 1.2 kB of prepaid
 * data: 40 kB in a working day. 12,000 open phones are then 13 questions a second to the office.
 */
export const HEARTBEAT = 15 * 60_000;

/** A look back at the app within this many ms of the last contact, with nothing to send, asks nothing. */
export const FRESH = 60_000;

/**
 * ms after a try in which the browser's own wake-ups are passed over. A failed exchange asks the browser to
 * wake the app, and behind a captive portal, which looks like network, it does so at once: without this rest
 * the two would chase each other.
 */
export const BACKGROUND_REST = 30_000;

/** ms until a tab looks again while another one sends: an exchange on EDGE takes about as long. */
const OTHER_TAB = 2_000;

/** Exchanges in a row without a rest. More than any real backlog takes; beyond it the two sides go in circles. */
export const LONGEST_ROUND = 64;

/** Only the person can mend these; asking again would get the same answer. */
const NEEDS_SIGN_IN: readonly SyncProblem[] = ['signed-out', 'other-account'];
/** Only a new release on one of the two sides mends these: no need to ask more often than for news. */
const NEEDS_RELEASE: readonly SyncProblem[] = ['old-version', 'new-version'];

/** An exchange that ended, or what the store threw in its midst. */
interface Held extends ExchangeEnd {
  readonly cause?: unknown;
  /** Its problem is one of photos. */
  readonly ofPhotos?: boolean;
}

/** Sends when there is reason to, one exchange at a time across all tabs, and rests when there is none. */
export class SyncLoop {
  readonly #world: World;
  readonly #parts: Parts;
  readonly #photos: PhotoSender;
  #state: SyncState = { phase: 'idle', problem: null, cause: undefined, lastContact: null, unsent: null };
  #lastRound: Promise<void> = Promise.resolve();
  #stopped = false;
  #cancelTimer = () => {};
  /** When the last exchange began, by the phone's clock. */
  #triedAt: Instant = -BACKGROUND_REST;
  /** Failures in a row, of exchanges and of photos: an exchange that ends well says nothing about photos. */
  #failures = 0;
  #photoFailures = 0;
  /**
   * Not before this (phone clock), because the office asked so. The timer does not look at clocks, and the
   * person's own wish goes before it: nobody presses a thousand times a second.
   */
  #notBefore: Instant = 0;
  /** No photo before this (phone clock), because the office asked so of photos: records do not wait for it. */
  #noPhotoBefore: Instant = 0;
  /** A wake came while an exchange was on its way: what it is about may not have been in it. Looking tells. */
  #woken = false;
  #signedIn = false;
  /** *Kirim sekarang* was pressed while photos were on their way: others of them may go now. */
  #pressed = false;

  constructor(world: World) {
    this.#world = world;
    this.#parts = { ...world, portion: new Portion() };
    this.#photos = new PhotoSender(world);
  }

  get state(): SyncState {
    return this.#state;
  }

  wake(reason: WakeReason): void {
    if (this.#stopped) return;
    if (reason === 'send-now') this.#noPhotoBefore = 0;
    if (this.#state.phase === 'sending') {
      this.#woken ||= reason !== 'background' && reason !== 'focus';
      this.#signedIn ||= reason === 'sign-in';
      this.#pressed ||= reason === 'send-now';
      return;
    }
    if (this.#isWorthwhile(reason)) this.#go();
  }

  /** Ends the loop. Fulfilled once nothing of it runs any more: an exchange on its way is still taken in. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTimer();
    await this.#lastRound;
  }

  #isWorthwhile(reason: WakeReason): boolean {
    const now = this.#world.clock.now();
    const { phase, lastContact } = this.#state;
    if (phase === 'paused') return reason === 'sign-in';
    if (reason === 'send-now') return true;
    if (reason === 'background' && Math.abs(now - this.#triedAt) < BACKGROUND_REST) return false;
    if (reason === 'focus' && phase === 'idle' && lastContact !== null) {
      return now < lastContact || now - lastContact >= FRESH;
    }
    return now >= this.#notBefore;
  }

  #go(): void {
    this.#cancelTimer();
    this.#notBefore = 0;
    this.#lastRound = this.#round();
  }

  async #round(): Promise<void> {
    for (let held = 1; !this.#stopped; held += 1) {
      this.#woken = this.#signedIn = false;
      this.#triedAt = this.#world.clock.now();
      this.#tell('sending');
      let end = await this.#holdOne();
      if (this.#stopped) return;
      if (end === null) {
        this.#rest('waiting', OTHER_TAB * (0.5 + this.#world.random()));
        return;
      }
      this.#note(end);
      let more = this.#goesOn(end);
      if (!more && end.problem === null) {
        end = await this.#afterwards(end);
        more = end.again || this.#signedIn;
      }
      if (this.#stopped) return;
      if (!more || held >= LONGEST_ROUND) {
        this.#restAfter(end, more);
        return;
      }
    }
  }

  /** One exchange as the only sender, or null while another tab sends. */
  async #holdOne(): Promise<Held | null> {
    let end: Held | null = null;
    try {
      await this.#world.exclusive(async () => {
        end = await exchange(this.#parts);
      });
      return end;
    } catch (cause) {
      // Nothing else in an exchange rejects.
      const nothing = { again: false, retryAfter: null, unsent: null, heardAt: null, asked: [] };
      return { ...nothing, problem: 'storage', cause };
    }
  }

  /** All is said and heard: photos go, unless something was recorded meanwhile. `again`: it was. */
  async #afterwards(end: Held): Promise<Held> {
    if (await this.#isWokenForMore(end)) return { ...end, again: true };
    const { clock } = this.#world;
    if (clock.now() < this.#noPhotoBefore) return end;
    this.#pressed = false;
    const photos = await this.#holdPhotos(end);
    if (photos === null || this.#stopped) return end;
    this.#photoFailures = photos.problem === null ? 0 : this.#photoFailures + 1;
    const { problem, cause } = photos;
    const lastContact = photos.heardAt ?? this.#state.lastContact;
    this.#state = { ...this.#state, problem, cause, lastContact };
    this.#noPhotoBefore = photos.retryAfter === null ? 0 : clock.now() + photos.retryAfter * 1_000;
    if (problem !== null) return { ...end, ...photos, again: false, ofPhotos: true };
    const again = photos.again || this.#pressed || (await this.#isWokenForMore(end));
    return { ...end, again };
  }

  async #isWokenForMore(end: ExchangeEnd): Promise<boolean> {
    while (this.#woken && !this.#stopped) {
      this.#woken = false;
      if (await this.#hasMore(end)) return true;
    }
    return false;
  }

  /** Photos as the only sender, or null while another tab sends: it sends these photos too. */
  async #holdPhotos(end: ExchangeEnd): Promise<PhotosEnd | null> {
    let photos: PhotosEnd | null = null;
    const callOff = async () => this.#stopped || this.#signedIn || (await this.#hasMore(end));
    try {
      await this.#world.exclusive(async () => {
        photos = await this.#photos.send(callOff);
      }, 'photos');
      return photos;
    } catch (cause) {
      return { problem: 'storage', cause, again: false, retryAfter: null, heardAt: null };
    }
  }

  /** A store that cannot say so says the same to the next exchange, which tells it. */
  async #hasMore(end: ExchangeEnd): Promise<boolean> {
    try {
      return await hasMore(this.#parts, end);
    } catch {
      return true;
    }
  }

  #note({ problem, unsent, heardAt, cause }: Held): void {
    this.#failures = problem === null ? 0 : this.#failures + 1;
    this.#state = {
      ...this.#state,
      problem,
      cause,
      unsent: unsent ?? this.#state.unsent,
      lastContact: heardAt ?? this.#state.lastContact,
    };
  }

  #goesOn({ again, problem, retryAfter }: Held): boolean {
    if (again || this.#signedIn) return true;
    return this.#woken && problem !== null && retryAfter === null && !NEEDS_SIGN_IN.includes(problem);
  }

  #restAfter({ problem, retryAfter, ofPhotos = false }: Held, goesInCircles: boolean): void {
    const { random, clock, newsEvery } = this.#world;
    const slow = (newsEvery?.() ?? HEARTBEAT) * (0.75 + random() / 2);
    if (goesInCircles) this.#rest('waiting', LONGEST_REST);
    else if (problem === null) this.#rest('idle', slow);
    else if (NEEDS_SIGN_IN.includes(problem)) this.#rest('paused', null);
    else if (NEEDS_RELEASE.includes(problem)) this.#rest('waiting', slow);
    else {
      const ms = restFor(this.#failures + this.#photoFailures - 1, retryAfter, random);
      if (retryAfter !== null && !ofPhotos) this.#notBefore = clock.now() + ms;
      this.#rest('waiting', ms);
    }
  }

  #rest(phase: Phase, ms: number | null): void {
    if (ms !== null) {
      this.#cancelTimer = this.#world.clock.after(ms, () => {
        this.#noPhotoBefore = 0;
        this.#go();
      });
    }
    this.#tell(phase);
  }

  #tell(phase: Phase): void {
    this.#state = { ...this.#state, phase };
    this.#world.tell(this.#state);
  }
}
