import { Dexie, type Table } from 'dexie';
import { v7 as uuid } from 'uuid';
import type { Day, Instant } from '#lib/domain/day.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { PurchaseDraft } from '#lib/domain/purchase-form.ts';
import type { Account } from '#lib/protocol/account.ts';
import type { ProfileChange, PurchaseChange, RuleChange } from '#lib/protocol/change.ts';
import type { Cursor } from '#lib/protocol/exchange.ts';
import type { Pack } from '#lib/protocol/pack.ts';
import type { OutboxRow, OutboxState } from '#lib/sync/ports.ts';
import type { CarryAnswer, OfficeKey } from '#lib/protocol/rescue.ts';

/*
 * Three kinds of databases, by what losing them would mean:
 * - `simadu`: which accounts are on this phone, their PINs, and who is in front. A killed browser loses fresh cookies and
 *   localStorage; IndexedDB with strict durability survives.
 * - `simadu-akun-<user id>`: what one person made and what the office told that person. Strict.
 * - `simadu-katalog`: what is public and can be fetched again. Relaxed, shared by all accounts.
 * Long because all that lies on a phone's disk, and its versions, is read in one place.
 * Dexie's own row cache stays off: it shows rows before they are on the disk, and *Tersimpan* must be true.
 */
const STRICT = { chromeTransactionDurability: 'strict', cache: 'disabled' } as const;
const RELAXED = { chromeTransactionDurability: 'relaxed', cache: 'disabled' } as const;

/** An account that is signed in on this phone. */
export interface PhoneAccount extends Account {
  /** The office said that its session is over: what is unsent waits until its owner signs in again. */
  readonly ended?: boolean;
  /** When the office last told its name and roles, by the phone's clock. */
  readonly toldAt?: Instant;
}

/**
 * - `current`: the id of the account in front.
 * - `seen`: who of those with a PIN last looked, and when by the phone's clock: `<id> <ms>`.
 * - `shared`: this phone had several accounts once; from then on each is asked for under its own path.
 * - `farewell <id>`: a log-out of that account that the office has not heard of yet. Its value is the id; before
 *   version 2 there was one at a time, under `farewell` alone.
 */
export interface PhoneSetting {
  readonly key: 'current' | 'seen' | 'shared' | 'farewell' | `farewell ${string}`;
  readonly value: string;
}

/** What a PIN is compared with. It locks a screen: nothing is encrypted by it. */
export interface PinRow {
  /** The account's id. */
  readonly id: string;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly rounds: number;
  /** PBKDF2-SHA-256 of the PIN, 256 bits. */
  readonly derived: Uint8Array<ArrayBuffer>;
  /** Tries since it was last right, counted before they are looked at. */
  readonly tries: number;
  /** When the last of them was made, by the phone's clock. */
  readonly triedAt: Instant;
}

export class PhoneDb extends Dexie {
  declare accounts: Table<PhoneAccount, string>;
  declare settings: Table<PhoneSetting, string>;
  declare pins: Table<PinRow, string>;

  constructor(name = 'simadu') {
    super(name, STRICT);
    this.version(1).stores({ accounts: 'id', settings: 'key' });
    this.version(2).stores({ pins: 'id' });
  }
}

/** What stands in the form, kept whatever it says, under its own id. */
export interface Draft {
  readonly id: string;
  readonly form: PurchaseDraft;
  /** The purchase that the form corrects, or null for a new one. */
  readonly corrects: string | null;
  /** Of a correction: the version that the form was filled from, and why. Drafts of older releases have neither. */
  readonly base?: string;
  readonly reason?: string;
  /** Hashes of the photos taken for it, in the order they were taken. Drafts of older releases have none. */
  readonly photos?: readonly string[];
  readonly savedAt: Instant;
}

export const PHOTO_TYPES = ['image/webp', 'image/jpeg'] as const;
export type PhotoType = (typeof PHOTO_TYPES)[number];

/** A photo on the phone, without its bytes: screens read these rows often, the bytes seldom. */
export interface PhotoRow {
  /** SHA-256 of the bytes, base64url. */
  readonly hash: string;
  readonly type: PhotoType;
  /** Bytes. */
  readonly size: number;
  /** `draft`: no record names it yet. Else as a record: `refused` is for good, the person takes it anew. */
  readonly state: 'draft' | OutboxState;
  /** The code of a refusal, or null. */
  readonly code: string | null;
  /** A part of it was sent before. */
  readonly begun: boolean;
  /** Ids of the mutations that name it. */
  readonly namedBy: readonly string[];
  /** The day of the purchase that it was last named for: its month's tenggat hurries the photo too. */
  readonly day: Day | null;
  /** The purchase that it was last named for. Rows of older releases have none. */
  readonly purchase?: string;
  /** Refused and of no more concern: another one took its place, or the person said that none will. */
  readonly aside?: boolean;
  readonly madeAt: Instant;
  readonly answeredAt: Instant | null;
  /** Where the office stood when its rows first showed that it has the photo, or null. */
  readonly head: number | null;
}

/** Bytes as an ArrayBuffer: some WebViews lose the file behind a Blob and keep the row. */
export interface PhotoBytes {
  readonly hash: string;
  readonly bytes: ArrayBuffer;
}

/** The account's side of the exchange, one row. */
export interface Head {
  readonly key: 'head';
  readonly replica: string;
  /** The number that the next mutation gets. */
  readonly next: number;
  readonly epoch: string | null;
  /** How far the scope `own` was heard. */
  readonly cursor: Cursor | null;
  /** Office clock minus phone clock, ms, when the office was last heard; null before that. */
  readonly clockOffset: number | null;
  /** When the office last answered, by the phone's clock. */
  readonly heardAt: Instant | null;
}

/** The office's key for rescue files and this replica's proof, kept for the day without signal. */
export interface KeptKey {
  readonly key: 'rescue-key';
  readonly office: OfficeKey;
  /** When it was fetched, by the phone's clock. */
  readonly at: Instant;
}

/** A rescue file that this account carries for somebody, until the office has answered about it. */
export interface Titipan {
  /** With the SHA-256 of its text: the same file is carried once. */
  readonly key: `titipan:${string}`;
  readonly hash: string;
  /** What the file was called. */
  readonly name: string;
  /** The whole file; empty once the office takes nothing more of it. */
  readonly text: string;
  readonly takenAt: Instant;
  readonly answer: CarryAnswer | null;
  /** When the office answered, by the phone's clock. */
  readonly answeredAt?: Instant;
  /** The code with which the office refused the file, or null. */
  readonly refusal: string | null;
}

/** The account's database before this one: the browser emptied it. The person is told until `seen`, the office until `told`. */
export interface Emptied {
  readonly key: 'emptied';
  readonly replica: string;
  /** Records that were unsent when last looked. */
  readonly unsent: number;
  /** When it was last looked at whole, and when it was found empty; phone clock. */
  readonly lastSeen: Instant;
  readonly foundAt: Instant;
  readonly told: boolean;
  readonly seen: boolean;
}

export type Meta =
  | Head
  | KeptKey
  | Titipan
  | Emptied
  | { readonly key: 'profile'; readonly profile: ProfileChange }
  | { readonly key: 'home'; readonly home: KecamatanCode }
  | { readonly key: 'photo-network'; readonly when: PhotoNetwork };

/** Over which network photos may go: any, Wi-Fi only, or none until the person presses. */
export type PhotoNetwork = 'any' | 'wifi' | 'press';

export class AccountDb extends Dexie {
  declare outbox: Table<OutboxRow, number>;
  declare base: Table<PurchaseChange, string>;
  declare drafts: Table<Draft, string>;
  declare meta: Table<Meta, string>;
  declare photos: Table<PhotoRow, string>;
  declare photoBytes: Table<PhotoBytes, string>;

  constructor(readonly owner: string) {
    super(`simadu-akun-${owner}`, STRICT);
    this.version(1).stores({ outbox: 'n, &id, state', base: 'id', drafts: 'id', meta: 'key' });
    this.version(2)
      .stores({ photos: 'hash, state', photoBytes: 'hash' })
      // Rows that the first release heard name no photos; schemas fill that in on the wire only.
      .upgrade((transaction) =>
        transaction
          .table<PurchaseChange, string>('base')
          .toCollection()
          .modify((row) => Object.assign(row, { photos: [], wanted: [] })),
      );
    // A database that the browser emptied is a new replica: its numbers start anew under a new name.
    this.on('populate', (transaction) => {
      void transaction.table<Meta, string>('meta').add(newHead());
    });
  }
}

/** The account's head, for use inside a transaction. A log-out or a repair never removes it. */
export async function headOf(db: AccountDb): Promise<Head> {
  const head = await db.meta.get('head');
  if (head?.key !== 'head') throw new Error('The account database has no head');
  return head;
}

/** The kecamatan whose catalogue comes first: the chosen one, else the office's; null before either is known. */
export async function homeOf(db: AccountDb): Promise<KecamatanCode | null> {
  const [home, profile] = await db.meta.bulkGet(['home', 'profile']);
  if (home?.key === 'home') return home.home;
  return profile?.key === 'profile' ? profile.profile.kecamatan : null;
}

/** Drops what the office told of the account, to be heard anew. What the person made stays: outbox, drafts, numbers. */
export async function forgetTold(db: AccountDb): Promise<void> {
  await db.transaction('rw', [db.base, db.meta], async () => {
    await db.base.clear();
    await db.meta.delete('profile');
    await db.meta.put({ ...(await headOf(db)), cursor: null });
  });
}

const newHead = (): Head => ({
  key: 'head',
  replica: uuid(),
  next: 1,
  epoch: null,
  cursor: null,
  clockOffset: null,
  heardAt: null,
});

/** A catalogue scope as one record, deltas applied: ten thousand rows would take seconds to write. */
export interface CachedPack {
  readonly scope: string;
  readonly kecamatan: KecamatanCode;
  /** Which pack, and up to which journal position its deltas are in it: another one is other goods. */
  readonly version: string;
  readonly pack: Pack;
}

export interface DirectoryRow {
  readonly kecamatan: KecamatanCode;
  readonly packs: readonly { readonly scope: string; readonly products: number }[];
}

export class CacheDb extends Dexie {
  declare packs: Table<CachedPack, string>;
  declare cursors: Table<Cursor, string>;
  declare rules: Table<RuleChange['rule'], string>;
  declare directory: Table<DirectoryRow, string>;
  /** Kecamatan that somebody on this phone opened. */
  declare areas: Table<{ readonly kecamatan: KecamatanCode }, string>;

  constructor(name = 'simadu-katalog') {
    super(name, RELAXED);
    this.version(1).stores({
      packs: 'scope, version',
      cursors: 'scope',
      rules: 'id',
      directory: 'kecamatan',
      areas: 'kecamatan',
    });
  }
}
