import { createContext } from 'svelte';
import type { Day, Instant } from '#lib/domain/day.ts';
import { dayInWib } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { ServiceRecord } from '#lib/domain/quota.ts';
import type { Rulebook } from '#lib/domain/rulebook.ts';
import type { Account } from '#lib/protocol/account.ts';
import type { ProfileChange } from '#lib/protocol/change.ts';
import type { Catalogue } from './catalogue.svelte.ts';
import type { Net } from './net.ts';
import type { AccountDb, CacheDb, Draft } from './phone.ts';

/** The account in front, as screens see it. Every field is live: it repaints when the phone's databases change. */
export class Session {
  constructor(
    readonly account: Account,
    readonly db: AccountDb,
    readonly cache: CacheDb,
    readonly catalogue: Catalogue,
  ) {}

  /** Undefined while it is not read yet, null when the office has not told it yet. */
  get profile(): ProfileChange | null | undefined {
    return undefined;
  }

  /** What the months are judged by; empty until the profile is known. */
  get service(): ServiceRecord {
    return { appointments: [], exemptions: [] };
  }

  get rulebook(): Rulebook {
    return INSTRUKSI_9_2024;
  }

  /** What the office said with the outbox replayed over it, newest day first. Undefined until read. */
  get purchases(): readonly Purchase[] | undefined {
    return undefined;
  }

  /** Forms that were left, newest first. Undefined until read. */
  get drafts(): readonly Draft[] | undefined {
    return undefined;
  }

  /** Records on this phone that the office has not acknowledged. */
  get unsent(): number {
    return 0;
  }

  /** Purchases about which the office refused something that nothing later mended. */
  get refused(): readonly Purchase[] {
    return [];
  }

  get net(): Net {
    return { phase: 'idle', problem: null, online: true, lastContact: null, offlineSince: null };
  }

  /** ms UTC by the last known office clock. Not live. */
  now(): Instant {
    return Date.now();
  }

  /** The WIB day by the last known office clock; it turns over at midnight WIB. */
  get today(): Day {
    return dayInWib(this.now());
  }

  /** The phone's clock is more than some minutes off the office's. */
  get clockWrong(): boolean {
    return false;
  }

  /** The kecamatan whose catalogue comes first: the chosen one, else the office's; empty before either is known. */
  get home(): KecamatanCode {
    return '';
  }
}

/** The session of the screen; (asn)/+layout provides it. */
export const [getSession, provideSession] = createContext<Session>();
