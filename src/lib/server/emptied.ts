import type { Instant } from '#lib/domain/day.ts';
import type { ExchangeRequest, Lost } from '#lib/protocol/exchange.ts';
import { MEMORY_MS } from '#lib/protocol/limits.ts';
import { append } from './journal.ts';
import type { Store } from './store/store.ts';
import type { Tx } from './store/tx.ts';

/**
 * Emptied databases of one account that go on record within {@link MEMORY_MS}: more than browsers ever emptied,
 * and few enough that nobody fills the journal with replicas that never were. What is told beyond is heard, no more.
 */
export const EMPTIED_NOTED = 20;

export interface EmptiedNote {
  readonly request: ExchangeRequest;
  readonly lost: Lost;
  readonly now: Instant;
}

/**
 * A phone found that the browser had emptied the account's database. It goes on record once a replica, and the
 * old one is waited for no more: what it held comes from nowhere. The person is asked to look through their
 * list and to record again what is missing; nobody is judged by it.
 */
export async function noteEmptied(tx: Tx, { request, lost, now }: EmptiedNote): Promise<void> {
  const { owner, replica } = request;
  if (lost.replica === replica) return;
  const known = await tx.selectFrom('replica').selectAll().where('id', '=', lost.replica).executeTakeFirst();
  // Another account's replica is none of this one's to speak of, and one told of before is on record.
  if (known !== undefined && (known.owner !== owner || known.emptied_at !== null)) return;
  const since = now - MEMORY_MS;
  if ((await notedSince(tx, { owner, since })) >= EMPTIED_NOTED) return;
  append(tx, [
    {
      at: now,
      kind: 'replica.emptied',
      actor: owner,
      subject: owner,
      ref: lost.replica,
      outcome: 'noted',
      body: JSON.stringify({ replica: lost.replica, unsent: lost.unsent, by: replica }),
    },
  ]);
  const gone = { unsent: 0, emptied_at: now, emptied_unsent: lost.unsent };
  if (known !== undefined) {
    await tx.updateTable('replica').set(gone).where('id', '=', lost.replica).execute();
    return;
  }
  // It was emptied before the office ever heard of it.
  const never = { first_at: now, last_at: 0, through: 0, clock_offset: 0 };
  await tx
    .insertInto('replica')
    .values({ id: lost.replica, owner, ...never, ...gone })
    .execute();
}

async function notedSince(
  tx: Tx,
  { owner, since }: { readonly owner: string; readonly since: Instant },
): Promise<number> {
  const { noted } = await tx
    .selectFrom('replica')
    .select(({ fn }) => fn.countAll<number>().as('noted'))
    .where('owner', '=', owner)
    .where('emptied_at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(noted);
}

/** What a person's phone last told of an emptied database. */
export interface Emptied {
  /** When it was told, ms UTC. */
  readonly at: Instant;
  /** Records that were unsent there when the phone last looked; some of them may be recorded again by now. */
  readonly unsent: number;
}

/** The newest of a person's emptied databases that was told since `since`, or null. */
export async function newestEmptied(db: Store['db'], asnId: string, since: Instant): Promise<Emptied | null> {
  const row = await db
    .selectFrom('replica')
    .select(['emptied_at', 'emptied_unsent'])
    .where('owner', '=', asnId)
    .where('emptied_at', '>=', since)
    .orderBy('emptied_at', 'desc')
    .executeTakeFirst();
  return row?.emptied_at ? { at: row.emptied_at, unsent: row.emptied_unsent ?? 0 } : null;
}
