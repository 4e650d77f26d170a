import type { Instant } from '#lib/domain/day.ts';
import { briefly, type Cursor, type ExchangeRequest, type SentMutation } from '#lib/protocol/exchange.ts';
import { REQUEST_BYTES, SCOPES_A_REQUEST } from '#lib/protocol/limits.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { OutboxRow, Snapshot } from './ports.ts';

/** Where a scope stands that was never heard. */
export const unheard = (scope: string): Cursor => ({ scope, at: 0, hash: '' });

/** Every account wants these, before its store has heard of anything. */
const ALWAYS = ['own', 'umum'];

/** A request as it goes out, and what an answer to it can be about. */
export interface Frozen {
  readonly text: string;
  readonly rows: readonly OutboxRow[];
  readonly cursors: readonly Cursor[];
  readonly epoch: string | null;
}

/**
 * Freezes one request: the rows in the order of their numbers, as many as fit into {@link REQUEST_BYTES}
 * even when nothing packs them (a phone without CompressionStream), and at least one of them.
 */
export function freeze(snapshot: Snapshot, rows: readonly OutboxRow[], now: Instant): Frozen {
  const cursors = asked(snapshot.cursors);
  const empty: ExchangeRequest = {
    v: PROTOCOL,
    owner: snapshot.owner,
    replica: snapshot.replica,
    epoch: snapshot.epoch,
    cursors,
    acked: snapshot.acked,
    kept: snapshot.kept,
    mutations: [],
    clock: now,
    unsent: snapshot.unsent,
    ...(snapshot.lost === undefined ? {} : { lost: snapshot.lost }),
  };
  const mutations: SentMutation[] = [];
  let bytes = utf8Bytes(JSON.stringify(empty));
  for (const row of rows) {
    const mutation = sent(row);
    bytes += utf8Bytes(JSON.stringify(mutation)) + 1;
    if (bytes > REQUEST_BYTES && mutations.length > 0) break;
    mutations.push(mutation);
  }
  return {
    text: JSON.stringify(briefly({ ...empty, mutations })),
    rows: rows.slice(0, mutations.length),
    cursors,
    epoch: snapshot.epoch,
  };
}

const sent = ({ id, n, after, body }: OutboxRow): SentMutation =>
  after === null ? { id, n, body } : { id, n, after, body };

function asked(held: readonly Cursor[]): Cursor[] {
  const always = ALWAYS.map((scope) => held.find((cursor) => cursor.scope === scope) ?? unheard(scope));
  const others = held.filter((cursor) => !ALWAYS.includes(cursor.scope));
  return [...always, ...others].slice(0, SCOPES_A_REQUEST);
}

/** Bytes of a text in UTF-8; this room has no TextEncoder. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    // Half of a surrogate pair is two of the pair's four bytes.
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}
