import type { Instant } from '#lib/domain/day.ts';
import type { Change } from '#lib/protocol/change.ts';
import type { Cursor, Lost } from '#lib/protocol/exchange.ts';
import type { Pack } from '#lib/protocol/pack.ts';

/*
 * What the engine needs of the world. A phone gives it Dexie, fetch and WebCrypto; a test gives it memory.
 */

/**
 * - unsent: not acknowledged, or asked for again. acked: the office has it, durably.
 * - refused: the office decided against it; it stays for the person to mend by a new mutation.
 */
export type OutboxState = 'unsent' | 'acked' | 'refused';

/** A mutation on the phone. Everything but `state` and what stands below it is frozen when it is made. */
export interface OutboxRow {
  readonly n: number;
  readonly id: string;
  readonly after: string | null;
  readonly body: string;
  /** SHA-256 of the body, base64url. */
  readonly hash: string;
  /** When it was made, by the phone's clock. */
  readonly madeAt: Instant;
  readonly state: OutboxState;
  /** The code of a refusal or a flag, or null. */
  readonly code: string | null;
  /** The journal position of the answer that acknowledged it; what was heard up to there includes it. */
  readonly head: number | null;
  /** When it was answered, by the office's clock: how long it must stay is not for the phone's to say. */
  readonly answeredAt: Instant | null;
  /** The later mutation that stands for this refused one: the person mended it, or put it aside. It stays refused. */
  readonly mendedBy?: string;
}

/** One consistent look at the account's side of the exchange. */
export interface Snapshot {
  readonly owner: string;
  readonly replica: string;
  readonly epoch: string | null;
  /**
   * Every number up to here has an outcome. The highest below the lowest unsent that would be offered again: an
   * office that lost what the person mended since must not go on asking for it.
   */
  readonly acked: number;
  /** The lowest number still kept, or the next one to be handed out. From here on nothing is missing. */
  readonly kept: number;
  /** How far each scope was heard; a scope that is wanted and was never heard stands at 0 with an empty hash. */
  readonly cursors: readonly Cursor[];
  /** The oldest unsent rows, in the order of their numbers, at most as many as were asked for. */
  readonly batch: readonly OutboxRow[];
  readonly unsent: number;
  /** An emptied database of this account that the office has not been told of. */
  readonly lost?: Lost;
}

export interface Settled {
  readonly n: number;
  readonly state: OutboxState;
  readonly code: string | null;
}

/**
 * Everything of an answer that concerns the account's own database. It is applied in this order: a new
 * epoch, then `offer`, then `settled` (an answer may ask for old numbers and acknowledge new ones), then `own`.
 */
export interface Settlement {
  readonly epoch: string;
  /** The epoch is another one than before: every outcome is void, as with `offer` 1. */
  readonly newEpoch: boolean;
  readonly head: number;
  readonly durable: number;
  /** By the office's clock. */
  readonly answeredAt: Instant;
  /** Office clock minus phone clock, ms, at the middle of the exchange. */
  readonly clockOffset: Instant;
  readonly settled: readonly Settled[];
  /** Rows from this number on are unsent again, whatever their outcome was; but never those with `mendedBy`. */
  readonly offer: number | null;
  readonly granted: readonly string[];
  readonly own: ScopeNews | null;
  /** The replica whose loss was told in the request: it need not be told again. */
  readonly toldLost?: string;
}

/** What was heard of one scope. With `anew`, its rows and cursor of before are dropped first. */
export interface ScopeNews {
  readonly scope: string;
  readonly anew: boolean;
  /** Written over what is held, in this order; a `gone` row takes its row away, known or not. */
  readonly rows: readonly Change[];
  /** Null leaves the cursor where it is; with `anew` it is gone then: the scope was revoked. */
  readonly cursor: Cursor | null;
}

/**
 * The phone's store. Every method is one transaction: it happens whole or not at all, and what it wrote
 * survives the browser's death once its promise is fulfilled (strict durability for `settle`).
 * Methods reject with an Error when the store cannot be read or written; nothing is half done then.
 */
export interface SyncStore {
  read(limit: number): Promise<Snapshot>;
  settle(settlement: Settlement): Promise<void>;
  /**
   * One shared scope with its cursor. A pack is the whole scope to start from: it takes the place of all that
   * was heard of it, then the rows come on top. It was fetched and checked; its change is not among the rows.
   */
  takeShared(news: ScopeNews, pack: Pack | null): Promise<void>;
  /**
   * Forgets rows, lowest number first, that were acknowledged before `before` (office clock) at a head that
   * the durable watermark has reached. It stops at the first row that must stay (unsent, refused and not
   * mended, too young, not durable), so that what is kept has no gaps and can be offered again whole.
   */
  forget(before: Instant, durable: number): Promise<void>;
}

/** A photo on the phone whose bytes never change: they are its name. */
export interface PhotoToSend {
  /** SHA-256 of its bytes, base64url. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** A part of it was sent before, so the office may have some: ask before sending from the start. */
  readonly begun: boolean;
  /**
   * The bytes from `from` up to and without `to`, or null when the phone has them no longer. Rejects when it cannot
   * read them now.
   */
  part(from: number, to: number): Promise<Uint8Array<ArrayBuffer> | null>;
}

/**
 * The phone's photos, as far as sending goes. Methods are transactions, as those of {@link SyncStore}, and the
 * same store keeps them in step with the records: `settle` makes an acknowledged photo unsent again that a row
 * wants, and an unsent one acknowledged that a row names and does not want; a refused one stays refused, unless
 * that was for being unwanted. One that was proven comes back with the next answer in a row that names it; else the
 * office lost it in between (it came back from a backup), and the photo is unsent again.
 * `forget` lets go of a photo that was answered before `before` once all the records that name it may go, and
 * of an acknowledged one only when a row that named it without wanting it stood at a head that is durable by
 * now. A draft's or an unsent photo is never forgotten.
 */
export interface PhotoStore {
  /**
   * The oldest photo that is unsent and that a record names which the office has acknowledged: it would not
   * take others. Null when there is none. `passed` were tried in this round and are left for the next.
   */
  nextPhoto(passed: ReadonlySet<string>): Promise<PhotoToSend | null>;
  /** Notes that its first part is about to leave. */
  beginPhoto(hash: string): Promise<void>;
  /**
   * The office proved that it has the photo (`code` null), or refused it for good. Rows held want a proven
   * photo no longer: the proof is the newer word. Passes over a photo that is not unsent any more, and over
   * `photo-unwanted` until every record that names it was decided and heard, and while a row held wants it.
   */
  settlePhoto(
    hash: string,
    /** By the phone's clock; it is kept by the office's, by which `forget` asks. */
    settled: { readonly code: string | null; readonly answeredAt: Instant },
  ): Promise<void>;
}

/** One part of a photo on its way. */
export interface PhotoPart {
  readonly hash: string;
  readonly from: number;
  /** Bytes of the whole photo. */
  readonly size: number;
  /** Empty to ask where to go on. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type Reply =
  /** Any complete HTTP answer, already parsed when it was JSON, else null. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: unknown;
      /** Seconds of `Retry-After`, or null. */
      readonly retryAfter: number | null;
    }
  /** No answer: no network, cut in the middle, or the time limit passed. */
  | { readonly kind: 'unreachable' };

/** One POST of an exchange, one GET of a pack, one POST of a part. Never throws for the network's sake. */
export interface Transport {
  exchange(body: string): Promise<Reply>;
  pack(hash: string): Promise<Reply>;
  photo(part: PhotoPart): Promise<Reply>;
}

export interface Clock {
  /** ms UTC, as the phone believes. */
  now(): Instant;
  /** Calls back after `ms`; the returned function calls it off. */
  after(ms: number, callback: () => void): () => void;
}

/** A number from 0 up to 1. */
export type Random = () => number;

/** SHA-256 of the UTF-8 text, base64url without padding. */
export type Hash = (text: string) => Promise<string>;

/**
 * Runs `work` as the one sender across all tabs, or not at all (`false`) while another one sends. Told of photos: they
 * may take long, and records do not wait for all of them.
 */
export type Exclusive = (work: () => Promise<void>, what?: 'photos') => Promise<boolean>;
