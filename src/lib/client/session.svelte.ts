import { createContext } from 'svelte';
import type { Day, Instant } from '#lib/domain/day.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { ServiceRecord } from '#lib/domain/quota.ts';
import type { Rulebook } from '#lib/domain/rulebook.ts';
import type { Account } from '#lib/protocol/account.ts';
import type { ProfileChange, RuleChange } from '#lib/protocol/change.ts';
import { accountNews } from './account-news.ts';
import { readAccount, type AccountState } from './account-state.ts';
import { noteSighting, untoldIn } from './canary.ts';
import { Catalogue } from './catalogue.svelte.ts';
import { correction, isClockWrong, Today } from './clock.svelte.ts';
import { idle } from './idle.ts';
import { Live } from './live.svelte.ts';
import type { Net } from './net.ts';
import type { AccountDb, CacheDb, Draft, Emptied } from './phone.ts';
import { tidyPhotos } from './photos/tidy.ts';
import { makeReserve } from './reserve.ts';
import { Sender } from './sender.svelte.ts';
import { refusalOf, type StorageRefusal } from './storage.ts';
import { rulebookOf } from './told-rules.ts';
import { holdsUnsent, isRefused } from './unsent.ts';

/**
 * The account in front, as screens see it. Every field is live: it repaints when the phone's databases
 * change, by this tab, another one, or the exchange. What can be done with it is in client/actions.
 */
export class Session {
  readonly catalogue: Catalogue;
  readonly sender: Sender;
  readonly #state: Live<AccountState>;
  readonly #drafts: Live<Draft[]>;
  readonly #rules: Live<RuleChange['rule'][]>;
  readonly #today: Today;
  #storage: StorageRefusal | null = $state.raw(null);
  /** What to add to the phone's clock, ms; 0 before it was read. */
  #offset = 0;

  #account: Account = $state.raw({ id: '', name: '', roles: [] });
  #stopped = false;

  constructor(
    account: Account,
    readonly db: AccountDb,
    readonly cache: CacheDb,
  ) {
    this.#account = account;
    const broken = (error: unknown) => {
      this.#storage = refusalOf(error);
    };
    this.#today = new Today(() => this.now());
    this.#state = new Live(() => this.#read(), broken);
    this.#drafts = new Live(() => db.drafts.toArray(), broken);
    this.#rules = new Live(() => cache.rules.toArray());
    this.catalogue = new Catalogue(cache);
    this.sender = new Sender(db, cache);
  }

  /** Who it is; its name and roles as the office last told them. */
  get account(): Account {
    return this.#account;
  }

  /** Whether the account's rows were read once; until then the fields below are undefined or empty. */
  get ready(): boolean {
    return this.#state.current !== undefined;
  }

  /** Why the phone cannot read its own database any more, or null. */
  get storage(): StorageRefusal | null {
    return this.#storage;
  }

  /** Undefined while it is not read yet, null when the office has not told it yet. */
  get profile(): ProfileChange | null | undefined {
    return this.#state.current?.profile;
  }

  /** What the months are judged by; without appointments until the profile is known. */
  readonly service: ServiceRecord = $derived.by(() => {
    const asnId = this.account.id;
    const { appointments = [], exemptions = [] } = this.profile ?? {};
    return {
      appointments: appointments.map((one) => ({ ...one, asnId })),
      exemptions: exemptions.map((one) => ({ ...one, asnId })),
    };
  });

  /** The decree as the office last told it; as this release knows it until then. */
  readonly rulebook: Rulebook = $derived.by(() => rulebookOf(this.#rules.current ?? []));

  /** What the office said with the outbox replayed over it, newest day first. Undefined until read. */
  get purchases(): readonly Purchase[] | undefined {
    return this.#state.current?.purchases;
  }

  /** One purchase by its id; undefined while nothing is read, null when there is none. */
  purchase(id: string): Purchase | null | undefined {
    if (this.purchases === undefined) return undefined;
    return this.purchases.find((purchase) => purchase.id === id) ?? null;
  }

  /** Forms that were left, newest first. Undefined until read. */
  readonly drafts: readonly Draft[] | undefined = $derived.by(() => {
    const rows = this.#drafts.current;
    return rows && [...rows].sort((a, b) => b.savedAt - a.savedAt);
  });

  /** Records on this phone that the office has not acknowledged. */
  get unsent(): number {
    return this.#state.current?.unsent ?? 0;
  }

  /** Photos on this phone, by their hashes. Empty until read. */
  get photos(): AccountState['photos'] {
    return this.#state.current?.photos ?? NO_PHOTOS;
  }

  /** Over which networks photos go. */
  get photoNetwork(): AccountState['photoNetwork'] {
    return this.#state.current?.photoNetwork ?? 'any';
  }

  /** What the browser emptied on this phone and the person has not read of, or null. */
  get emptied(): Emptied | null {
    const found = this.#state.current?.emptied ?? null;
    return found?.seen === true ? null : found;
  }

  /** Purchases about which the office refused something that nothing later mended, and that still can be mended. */
  readonly refused: readonly Purchase[] = $derived((this.purchases ?? []).filter(isRefused));

  readonly net: Net = $derived.by(() => {
    const { sender } = this;
    const { phase, problem, lastContact } = sender.state;
    return {
      phase,
      problem,
      online: sender.online,
      lastContact: lastContact ?? this.#state.current?.head.heardAt ?? null,
      offlineSince: sender.offlineSince,
    };
  });

  /** ms UTC by the last known office clock. Not live. */
  now(): Instant {
    return Date.now() + this.#offset;
  }

  /** The WIB day by the last known office clock; it turns over at midnight WIB. */
  get today(): Day {
    return this.#today.current;
  }

  /** The phone's clock is more than five minutes off the office's, or was set back. */
  get clockWrong(): boolean {
    const head = this.#state.current?.head;
    if (head === undefined) return false;
    return isClockWrong({ now: Date.now(), offset: head.clockOffset, heardAt: head.heardAt });
  }

  /** The kecamatan whose catalogue comes first: the chosen one, else the office's; null before either is known. */
  get home(): KecamatanCode | null {
    return this.#state.current?.home ?? null;
  }

  /** Begins to read the catalogue and, for an ASN, to hold exchanges. */
  start(reason: 'start' | 'sign-in'): void {
    this.catalogue.start();
    void idle()
      .then(makeReserve)
      .then(() => tidyPhotos(this.db, Date.now()))
      // Nothing hangs on it: the next start tries again.
      .catch(() => undefined);
    void this.#send(reason);
    void this.refreshAccount();
  }

  /** Asks the office for the account's roles, if it did not tell them lately. */
  async refreshAccount(): Promise<void> {
    const told = await accountNews(this.account.id, Date.now()).catch(() => null);
    if (told === null || this.#stopped) return;
    this.#account = told;
    void this.#send('start');
  }

  /** What somebody recorded as an ASN is sent also when they are one no longer. */
  async #send(reason: 'start' | 'sign-in'): Promise<void> {
    const sends = this.account.roles.includes('asn') || (await holdsUnsent(this.db).catch(() => true));
    if (sends && !this.#stopped) this.sender.start(reason);
  }

  /** Fulfilled once nothing of it runs any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const running of [this.#state, this.#drafts, this.#rules, this.#today, this.catalogue])
      running.stop();
    await this.sender.stop();
  }

  async #read(): Promise<AccountState> {
    const state = await readAccount(this.db);
    this.#offset = correction(state.head.clockOffset);
    this.#today.look();
    this.#storage = null;
    const { head, unsent, emptied } = state;
    const held = unsent + untoldIn(emptied);
    noteSighting(this.account.id, { replica: head.replica, unsent: held, at: Date.now() });
    return state;
  }
}

const NO_PHOTOS: AccountState['photos'] = new Map();

/** The session of the screen; (asn)/+layout provides it. */
export const [getSession, provideSession] = createContext<Session>();
