import type * as z from 'zod/mini';
import type { change } from '#lib/protocol/change.ts';
import type { Cursor } from '#lib/protocol/exchange.ts';
import { PAGE_BYTES } from '#lib/protocol/limits.ts';
import { cursorHash, positionAt, type Position } from '../journal.ts';
import type { Tx } from '../store/tx.ts';

/** A change as it is said: what the phone's schema fills in is left out. */
export type Said = z.input<typeof change>;

/** A change and the journal position that wrote it. */
export interface Told {
  readonly seq: number;
  readonly change: Said;
}

/** What is to be told of a scope, in the order of positions. */
export interface News {
  readonly scope: string;
  readonly rows: readonly Told[];
  /** Everything up to here is among the rows; null when nothing is left out. */
  readonly upTo: number | null;
}

/**
 * Characters of changes in one answer, about. Packed they are a quarter at the most, whatever people wrote into
 * notes, and a thirteenth as a rule: a page of 32 kB unpacked was 3 kB of news for a kilobyte of headers.
 */
export const PAGE_CHARS = 4 * PAGE_BYTES;

/** One answer's worth of changes: scopes fill it in turn, and it ends between two positions. */
export class Page {
  readonly changes: { scope: string; rows: Said[] }[] = [];
  readonly cursors: Cursor[] = [];
  readonly #tx: Tx;
  readonly #head: Position;
  #chars = 0;
  #more = false;

  constructor(tx: Tx, head: Position) {
    this.#tx = tx;
    this.#head = head;
  }

  /** There is more to tell than fits. */
  get more(): boolean {
    return this.#more;
  }

  /** Takes as much of a scope's news as fits, and where the scope stands then. */
  async take({ scope, rows, upTo }: News): Promise<void> {
    if (this.#chars >= PAGE_CHARS) {
      // The scope before it filled the page with its last row: this one stays where it stands.
      this.#more = true;
      return;
    }
    const taken: Said[] = [];
    let at = 0;
    for (const { seq, change } of rows) {
      if (seq !== at && this.#chars >= PAGE_CHARS) {
        this.#more = true;
        break;
      }
      at = seq;
      taken.push(change);
      this.#chars += JSON.stringify(change).length;
    }
    if (taken.length > 0) this.changes.push({ scope, rows: taken });
    await this.#stand(scope, taken.length < rows.length ? at : upTo);
    if (upTo !== null) this.#more = true;
  }

  async #stand(scope: string, seq: number | null): Promise<void> {
    const { seq: at, hash } = seq === null ? this.#head : await positionAt(this.#tx, seq);
    this.cursors.push({ scope, at, hash: cursorHash(hash) });
  }
}

/** Rows that were read by position, at most `limit`; more may be left. */
type Read<R> = (limit: number) => Promise<R[]>;

/**
 * Reads rows in the order of positions and leaves out a last position that the limit may have cut through.
 * A single position with more rows than that (an import) is read whole.
 */
export async function wholePositions<R extends { readonly seq: number }>(
  read: Read<R>,
  limit: number,
): Promise<{ rows: R[]; upTo: number | null }> {
  const rows = await read(limit);
  const last = rows.at(-1);
  if (last === undefined || rows.length < limit) return { rows, upTo: null };
  const whole = rows.filter((row) => row.seq < last.seq);
  const upTo = whole.at(-1)?.seq;
  return upTo === undefined ? wholePositions(read, limit * 10) : { rows: whole, upTo };
}
