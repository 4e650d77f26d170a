import type { Day } from '#lib/domain/day.ts';
import type { Change } from '#lib/protocol/change.ts';
import type { OutboxRow, PhotoStore, ScopeNews, Settlement, SyncStore } from '#lib/sync/ports.ts';

/** A fresh, empty phone for one test, and the few things about it that the port does not show. */
export interface StoreUnderTest {
  readonly store: SyncStore & PhotoStore;
  /** Records one mutation a body, without a predecessor, numbered in this order, in one transaction. */
  record(bodies: readonly string[]): Promise<void>;
  /** Notes that a later mutation stands for the refused one with number `n`. */
  mend(n: number, by: string): Promise<void>;
  /** What opening a kecamatan in the catalogue does. */
  want(kecamatan: string): Promise<void>;
  /** All rows of the outbox by number. */
  outbox(): Promise<readonly OutboxRow[]>;
  /**
   * Ids of the rows held of a scope, sorted: purchases of `own`, ids of rules and codes of kecamatan of the
   * directory of `umum`, shops and products of a catalogue.
   */
  held(scope: string): Promise<readonly string[]>;
  /**
   * Keeps a photo that the mutation with this id names, or one of a draft (null). Answers its hash. The same
   * bytes again are the same photo.
   */
  keepPhoto(bytes: Uint8Array<ArrayBuffer>, by: string | null): Promise<string>;
  /** All photos in the order in which they were taken. */
  photos(): Promise<readonly { hash: string; state: string; code: string | null }[]>;
  /** Hashes that the rows held of `own` say the office wants. */
  wanted(): Promise<readonly string[]>;
  /** Closes everything and opens it again on the same data, as after the browser's death. */
  reopen(): Promise<StoreUnderTest>;
  /** Removes everything. */
  destroy(): Promise<void>;
}

export const uuid = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

export const purchase = (n: number): Change => ({
  kind: 'purchase',
  id: uuid(n),
  umkm: { kind: 'typed', name: 'Warung Contoh', place: 'Krucil' },
  day: '2026-11-24' as Day,
  amount: 25_000,
  items: [],
  payment: 'tunai',
  note: '',
  verdict: 'belum-diperiksa',
  reason: '',
  flags: [],
  receivedAt: 1_000,
  version: uuid(n),
  photos: [],
  wanted: [],
});

export const settlement = (change: Partial<Settlement> = {}): Settlement => ({
  epoch: 'first',
  newEpoch: false,
  head: 10,
  durable: 0,
  answeredAt: 5_000,
  clockOffset: 0,
  settled: [],
  offer: null,
  granted: ['own', 'umum'],
  own: null,
  ...change,
});

export const news = (scope: string, change: Partial<ScopeNews>): ScopeNews => ({
  scope,
  anew: false,
  rows: [],
  cursor: null,
  ...change,
});
