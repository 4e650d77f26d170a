/* Long because it is one phone with its network and its lives. */

import type { Instant } from '#lib/domain/day.ts';
import { photoPath } from '#lib/protocol/photo.ts';
import { SyncLoop, type SyncState, type WakeReason } from '#lib/sync/loop.ts';
import type { Exclusive, Reply, Transport } from '#lib/sync/ports.ts';
import { sha256, type Disk, type OpenDisk } from './disk.ts';
import { clockOf, Life, mortalStore, quotaError } from './life.ts';
import type { Network } from './network.ts';
import type { Answered, Asked, SimOffice } from './office.ts';
import type { Chance } from './random.ts';
import type { Schedule } from './schedule.ts';
import { Signal } from './signal.ts';
import type { Trace } from './trace.ts';

export interface PhoneParts {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly trace: Trace;
  readonly network: Network;
  readonly office: SimOffice;
  /** Told when an answer was taken in, before anything else happens. */
  readonly settled: (account: Account) => Promise<void>;
}

/** One account on one phone: a database, and who the office believes to be asking. */
export interface Account {
  readonly owner: string;
  readonly name: string;
  readonly disk: Disk;
  readonly phone: Phone;
}

/** A process with one account open in one or two tabs. */
export interface App {
  readonly life: Life;
  readonly disk: OpenDisk;
  readonly loops: readonly SyncLoop[];
  closesAt: Instant;
}

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

/** A phone: accounts, cookies, a clock that may be wrong, signal now and then. Processes come and go on it. */
export class Phone {
  readonly #parts: PhoneParts;
  readonly signal: Signal;
  readonly accounts: Account[] = [];
  readonly #apps = new Map<string, App>();
  readonly #locks = new Map<string, Life>();
  /** By the path under which the browser sends them. */
  readonly #cookies = new Map<string, string>();
  /** All its accounts ask under whoever signed in last, as before sessions had a path each. */
  readonly oneCookie: boolean;
  /** Tabs of a page without https know no locks. */
  readonly #lockless: boolean;
  clockOffset: number;
  fullUntil: Instant = 0;
  /** How many of the next processes die by themselves, and when: at a step of theirs. */
  deaths: number[] = [];
  calm = false;

  constructor(parts: PhoneParts) {
    this.#parts = parts;
    const { chance } = parts;
    this.signal = new Signal(chance.of('signal'));
    this.oneCookie = chance.happens(0.5);
    this.#lockless = chance.happens(0.1);
    this.clockOffset = chance.oneOf([0, 0, 0, HOUR, -HOUR, 3 * YEAR, -3 * YEAR]);
  }

  now(): Instant {
    return this.#parts.schedule.now + this.clockOffset;
  }

  appOf(account: Account): App | null {
    const app = this.#apps.get(account.owner);
    return app?.life.alive === true ? app : null;
  }

  /** Opens the account, or looks back at it; it stays open for some minutes. */
  async open(account: Account, minutes: number, reason: WakeReason = 'start'): Promise<App> {
    const { schedule } = this.#parts;
    const closesAt = schedule.now + minutes * 60_000;
    const running = this.appOf(account);
    if (running) {
      running.closesAt = Math.max(running.closesAt, closesAt);
      for (const loop of running.loops) loop.wake('focus');
      return running;
    }
    const app = await this.#boot(account, closesAt);
    this.#apps.set(account.owner, app);
    for (const loop of app.loops) loop.wake(reason);
    this.#watch(account, app);
    return app;
  }

  async #boot(account: Account, closesAt: Instant): Promise<App> {
    const { schedule, chance, trace } = this.#parts;
    const disk = await schedule.whileWorking(() => account.disk.open());
    const diesAt = this.deaths.pop() ?? Infinity;
    const life = new Life(diesAt, () => {
      disk.close();
      if (!app.closed) trace.fault(account.name, 'killed at an await');
    });
    const tabs = !this.calm && chance.happens(0.15) ? 2 : 1;
    if (tabs === 2) trace.fault(account.name, 'two tabs');
    const app = { life, disk, loops: [] as SyncLoop[], closesAt, closed: false };
    for (let tab = 0; tab < tabs; tab += 1) app.loops.push(this.#loop(account, life, disk));
    return app;
  }

  #loop(account: Account, life: Life, disk: OpenDisk): SyncLoop {
    const { schedule, chance, trace } = this.#parts;
    const refuses = (what: string) => this.refuses(account, what);
    const settled = () => this.#parts.settled(account);
    const store = mortalStore(disk.store, { schedule, life, refuses, settled });
    return new SyncLoop({
      store,
      photos: store,
      mayPhoto: async () => true,
      transport: this.#transport(account, life),
      clock: clockOf(schedule, life, () => this.clockOffset),
      random: chance.next,
      hash: (text) => life.ask(schedule, () => sha256(text)),
      exclusive: this.#exclusive(account, life),
      tell: (state) => {
        trace.say(account.name, `${state.phase} ${state.problem ?? ''} ${String(state.unsent)}`);
        this.#mind(account, state);
      },
    });
  }

  /** A phone that is full refuses to write, under either name. */
  refuses(account: Account, what: string): Error | null {
    const { schedule, chance, trace } = this.#parts;
    if (schedule.now >= this.fullUntil) return null;
    trace.fault(account.name, `quota error on ${what}`);
    return quotaError(chance.happens(0.5));
  }

  #exclusive(account: Account, life: Life): Exclusive {
    if (this.#lockless) return async (work) => (await work(), true);
    return async (work) => {
      const holder = this.#locks.get(account.owner);
      if (holder?.alive === true) return false;
      this.#locks.set(account.owner, life);
      try {
        await work();
      } finally {
        this.#locks.delete(account.owner);
      }
      return true;
    };
  }

  #transport(account: Account, life: Life): Transport {
    const ask = (asked: Omit<Asked, 'cookie'>) =>
      life.await(async (): Promise<Reply> => {
        const { schedule, network } = this.#parts;
        if (!this.calm && !this.signal.at(schedule.now)) {
          await schedule.sleep(500);
          return { kind: 'unreachable' };
        }
        return replyOf(await network.carry(account.name, { ...asked, cookie: this.cookieOf(account) }));
      });
    const headers = { 'content-type': 'application/json' };
    return {
      exchange: (text) => ask({ method: 'POST', path: '/api/sync', headers, body: encoder.encode(text) }),
      pack: (hash) => ask({ method: 'GET', path: `/api/paket/${hash}`, headers: {}, body: null }),
      photo: ({ hash, from, size, bytes }) =>
        ask({
          method: 'POST',
          path: photoPath(hash, { from, size }),
          headers: { 'content-type': 'application/octet-stream' },
          body: bytes,
        }),
    };
  }

  #cookiePath(account: Account): string {
    return this.oneCookie ? '/' : account.owner;
  }

  cookieOf(account: Account): string | null {
    return this.#cookies.get(this.#cookiePath(account)) ?? null;
  }

  /** The person signs in: the office must be reached for it. */
  async signIn(account: Account): Promise<void> {
    const { schedule, office, trace } = this.#parts;
    const cookie = await schedule.whileWorking(() => office.signIn(account.owner));
    trace.say(account.name, 'signs in');
    this.#cookies.set(this.#cookiePath(account), cookie);
    for (const loop of this.appOf(account)?.loops ?? []) loop.wake('sign-in');
  }

  /** Paused: the person reads that they are signed out, and signs in when there is signal. */
  #mind(account: Account, { phase, problem }: SyncState): void {
    if (phase !== 'paused') return;
    const { schedule, trace } = this.#parts;
    trace.say(account.name, `must sign in: ${problem ?? ''}`);
    schedule.at(schedule.now + 20_000, () => {
      const app = this.appOf(account);
      if (app?.loops.every(({ state }) => state.phase !== 'paused') ?? true) return;
      if (this.calm || this.signal.at(schedule.now)) void this.signIn(account);
    });
  }

  /** The browser fires `online` when signal comes while the app is open; the person leaves it after a while. */
  #watch(account: Account, app: App): void {
    const { schedule } = this.#parts;
    const online = this.signal.next(schedule.now + 1);
    if (online < app.closesAt) {
      schedule.at(online, () => {
        if (app.life.alive) for (const loop of app.loops) loop.wake('online');
      });
    }
    const close = () => {
      if (!app.life.alive) return;
      if (schedule.now < app.closesAt) schedule.at(app.closesAt, close);
      else this.close(account);
    };
    schedule.at(app.closesAt, close);
  }

  /** The app goes to the background and the system ends it: what was on its way is not waited for. */
  close(account: Account): void {
    const app = this.#apps.get(account.owner) as (App & { closed: boolean }) | undefined;
    if (app?.life.alive !== true) return;
    app.closed = true;
    app.life.end();
  }

  /** The system kills the browser at once, as the camera does on a phone with little memory. */
  kill(account: Account, why: string): void {
    const app = this.appOf(account);
    if (app === null) return;
    this.#parts.trace.fault(account.name, why);
    this.close(account);
  }
}

const encoder = new TextEncoder();

/** What client/request.ts makes of an answer: no redirect, JSON only where it is said, and whole. */
export function replyOf(answer: Answered | null): Reply {
  if (answer === null || (answer.status >= 300 && answer.status < 400)) return { kind: 'unreachable' };
  const isJson = /^application\/json\b/.test(answer.headers['content-type'] ?? '');
  const retryAfter = answer.headers['retry-after'];
  return {
    kind: 'answered',
    status: answer.status,
    body: isJson ? parsed(new TextDecoder().decode(answer.body)) : null,
    retryAfter: retryAfter === undefined ? null : Number(retryAfter),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
