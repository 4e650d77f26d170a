import type { Selectable } from 'kysely';
import type { Cursor, ExchangeRequest, SentMutation } from '#lib/protocol/exchange.ts';
import type { Instant } from '#lib/domain/day.ts';
import { entriesAt } from './journal.ts';
import { Prepared } from './store/prepared.ts';
import type { ReplicaTable } from './store/schema.ts';
import type { Tx } from './store/tx.ts';

/** What an exchange tells of a replica. */
type Row = Omit<Selectable<ReplicaTable>, 'emptied_at' | 'emptied_unsent'>;

const write = new Prepared<Row, Pick<Row, 'through'>>((db, hole) =>
  db
    .insertInto('replica')
    .values({
      id: hole('id'),
      owner: hole('owner'),
      first_at: hole('first_at'),
      last_at: hole('last_at'),
      through: hole('through'),
      unsent: hole('unsent'),
      clock_offset: hole('clock_offset'),
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          last_at: eb.ref('excluded.last_at'),
          unsent: eb.ref('excluded.unsent'),
          clock_offset: eb.ref('excluded.clock_offset'),
        }))
        .whereRef('replica.owner', '=', 'excluded.owner'),
    )
    .returning('replica.through'),
);

/**
 * Notes that a replica was heard, and returns up to which number its mutations were decided so far; null
 * when the replica is another account's.
 */
export async function hear(tx: Tx, request: ExchangeRequest, now: Instant): Promise<number | null> {
  const row = await write.first(tx, {
    id: request.replica,
    owner: request.owner,
    first_at: now,
    last_at: now,
    through: 0,
    unsent: request.unsent,
    clock_offset: now - request.clock,
  });
  return row?.through ?? null;
}

const move = new Prepared<Pick<Row, 'id' | 'through' | 'unsent'>>((db, hole) =>
  db
    .updateTable('replica')
    .set({ through: hole('through'), unsent: hole('unsent') })
    .where('id', '=', hole('id')),
);

/** Notes what was decided of a request, and what the phone still holds after it. */
export async function moveOn(
  tx: Tx,
  { replica: id, unsent }: ExchangeRequest,
  { through, settled }: { readonly through: number; readonly settled: number },
): Promise<void> {
  await move.all(tx, { id, through, unsent: Math.max(0, unsent - settled) });
}

/** How far a scope was told. */
export interface Asked {
  readonly scope: string;
  readonly at: number;
  /** When the entry at `at` was written, ms UTC: the scope was told then or later. */
  readonly writtenAt: Instant;
}

/** Where each asked scope stands in this journal, and those that stand in another history. */
export interface Standing {
  readonly asked: readonly Asked[];
  /** Heard from a history that this journal does not hold: to be told from the start. */
  readonly anew: readonly string[];
}

/** Compares the cursors' hashes with the journal: an office that came back from a backup lacks some. */
export async function standingOf(tx: Tx, cursors: readonly Cursor[], sameEpoch: boolean): Promise<Standing> {
  const heard = new Set(cursors.map(({ at }) => at).filter((at) => at > 0));
  const entries = await entriesAt(tx, sameEpoch ? [...heard] : []);
  const anew: string[] = [];
  const asked = new Map<string, Asked>();
  for (const { scope, at, hash } of cursors) {
    if (asked.has(scope)) continue;
    const entry = entries.get(at);
    if (at !== 0 && entry?.hash !== hash) anew.push(scope);
    const ours = entry?.hash === hash ? entry : null;
    asked.set(scope, { scope, at: ours ? at : 0, writtenAt: ours?.at ?? 0 });
  }
  return { asked: [...asked.values()], anew };
}

/** What the office concludes about the numbers of a replica. */
export interface Numbers {
  /** Every number up to here was decided, or is none of the phone's. */
  readonly through: number;
  /** From here on the phone is asked to offer again what it keeps; null when nothing is missing. */
  readonly offer: number | null;
}

/** What a replica claims and what this office knows of it. */
interface Known {
  /** Up to where its numbers were decided so far. */
  readonly before: number;
  /** It heard news that this office never told. */
  readonly otherHistory: boolean;
}

/** Whether the office lacks what it once acknowledged to the phone: it asks for it again. */
export const lacks = (
  { acked, kept }: Pick<ExchangeRequest, 'acked' | 'kept'>,
  { before, otherHistory }: Known,
): boolean => otherHistory || acked > Math.max(before, kept - 1);

/**
 * Numbers are handed out without gaps and sent in their order, the oldest first. A phone that was
 * acknowledged beyond what this office has, or that heard news which this office never told, spoke to a
 * later state of it: the office came back from a backup and asks for everything after what it has. Until
 * the phone heard that, nothing moves on. Otherwise a number that is skipped was never handed out (or its
 * record lost) and is not waited for.
 */
export function numbersAfter(
  request: Pick<ExchangeRequest, 'acked' | 'kept' | 'mutations'>,
  { decided, ...known }: Known & { readonly decided: ReadonlySet<string> },
): Numbers {
  const { kept, mutations } = request;
  // What the phone no longer keeps cannot be offered: it is not waited for either.
  const through = Math.max(known.before, kept - 1);
  if (lacks(request, known)) return { through, offer: through + 1 };
  const newest = (highest: number, { id, n }: SentMutation) =>
    decided.has(id) ? Math.max(highest, n) : highest;
  return { through: mutations.reduce(newest, through), offer: null };
}
