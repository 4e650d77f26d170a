import type { Kysely } from 'kysely';
import { commitmentTo, hashOf, type Position } from './journal.ts';
import type { Schema } from './store/schema.ts';

/** Entries read at once. */
const CHUNK = 2_000;

export type Fault =
  /** A number is missing or out of order. */
  | 'number'
  /** The entry does not follow the one before it. */
  | 'link'
  /** The entry is not what its hash says. */
  | 'entry'
  /** The body is not what the entry committed to. */
  | 'body'
  /** The chain does not end where its head says. */
  | 'head';

export interface JournalCheck {
  /** Where the journal says it ends. */
  readonly head: Position;
  readonly entries: number;
  /** Bodies that were deleted: gaps that are known, not faults. */
  readonly bodiesGone: number;
  /** The first thing that is wrong, null when nothing is. */
  readonly fault: { readonly seq: number; readonly what: Fault } | null;
}

/** Follows the chain from the epoch to its head and compares every body that is still there. */
export async function checkJournal(db: Kysely<Schema>): Promise<JournalCheck> {
  const head = await db.selectFrom('journal_head').select(['seq', 'hash']).executeTakeFirstOrThrow();
  const epoch = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow();
  let last: Position = { seq: 0, hash: epoch.value };
  let bodiesGone = 0;
  const result = (what: Fault | null, seq: number): JournalCheck => ({
    head,
    entries: last.seq,
    bodiesGone,
    fault: what === null ? null : { seq, what },
  });
  for (;;) {
    const rows = await readEntries(db, last.seq);
    for (const row of rows) {
      const what = faultIn(row, last);
      if (what !== null) return result(what, row.seq);
      if (row.body === null) bodiesGone += 1;
      last = row;
    }
    if (rows.length < CHUNK) break;
  }
  const ends = last.seq === head.seq && last.hash === head.hash;
  return result(ends ? null : 'head', last.seq);
}

const readEntries = (db: Kysely<Schema>, after: number) =>
  db
    .selectFrom('journal')
    .leftJoin('journal_body', 'journal_body.seq', 'journal.seq')
    .selectAll('journal')
    .select(['journal_body.salt', 'journal_body.body'])
    .where('journal.seq', '>', after)
    .orderBy('journal.seq')
    .limit(CHUNK)
    .execute();

type Entry = Awaited<ReturnType<typeof readEntries>>[number];

function faultIn(entry: Entry, last: Position): Fault | null {
  if (entry.seq !== last.seq + 1) return 'number';
  if (entry.prev !== last.hash) return 'link';
  if (entry.hash !== hashOf(entry)) return 'entry';
  const { salt, body } = entry;
  if (salt !== null && body !== null && commitmentTo(salt, body) !== entry.commitment) return 'body';
  return null;
}
