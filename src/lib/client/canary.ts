import * as z from 'zod/mini';
import type { Instant } from '#lib/domain/day.ts';
import type { Lost } from '#lib/protocol/exchange.ts';
import { readNote, writeNote } from './notes.ts';
import { headOf, type AccountDb, type Emptied } from './phone.ts';

/*
 * Notices that an account's database was emptied: browsers clear databases when room gets short, or make a new
 * one where the old was damaged, and say nothing. So a note outside IndexedDB names the replica and what was
 * unsent. A database whose replica is another one has taken the place of one that is gone: never *nothing was
 * there*. Who clears everything of the site clears the note as well; the office still knows the old replica.
 */

const sighting = z.object({ replica: z.string(), unsent: z.int(), at: z.int() });
type Sighting = z.infer<typeof sighting>;

const noteOf = (owner: string): string => `jejak-${owner}`;

/** Notes what the database holds, when that is another than noted before. Cheap: call it with every look. */
export function noteSighting(owner: string, { replica, unsent, at }: Sighting): void {
  const last = lastSighting(owner);
  // Before the loss is on record, the note is all that tells of it: see `lookForLoss`.
  if (last !== null && (last.replica !== replica || last.unsent === unsent)) return;
  writeNote(noteOf(owner), JSON.stringify({ replica, unsent, at }));
}

/** The account leaves this phone for good, its database with it: that is no loss. */
export const forgetSighting = (owner: string): void => {
  writeNote(noteOf(owner), null);
};

function lastSighting(owner: string): Sighting | null {
  try {
    const read = sighting.safeParse(JSON.parse(readNote(noteOf(owner)) ?? 'null'));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/**
 * Compares an open database with the note, and puts a loss on record in it. Rejects when the database cannot
 * be written: then the note stays as it is, and the next start finds the same.
 */
export async function lookForLoss(db: AccountDb, now: Instant): Promise<void> {
  const last = lastSighting(db.owner);
  if (last === null) return;
  await db.transaction('rw', [db.meta], async () => {
    const { replica } = await headOf(db);
    if (replica === last.replica) return;
    if ((await emptied(db))?.replica === last.replica) return;
    await db.meta.put({
      key: 'emptied',
      replica: last.replica,
      unsent: last.unsent,
      lastSeen: last.at,
      foundAt: now,
      told: false,
      seen: false,
    });
  });
  const seen = await lookInto(db, now);
  if (seen.replica !== last.replica) writeNote(noteOf(db.owner), JSON.stringify(seen));
}

/** Notes what the database of an account holds of which no screen is open. */
export async function sight(db: AccountDb, now: Instant): Promise<void> {
  noteSighting(db.owner, await lookInto(db, now));
}

async function lookInto(db: AccountDb, at: Instant): Promise<Sighting> {
  const { replica } = await headOf(db);
  const unsent = await db.outbox.where('state').equals('unsent').count();
  return { replica, unsent: unsent + untoldIn(await emptied(db)), at };
}

/**
 * Records of an emptied database that the office has not heard of. They belong to what is noted as unsent:
 * a database that is emptied again takes the word of the first loss with it.
 */
export const untoldIn = (loss: Emptied | null): number => (loss === null || loss.told ? 0 : loss.unsent);

/** What was lost, or null; inside a transaction or alone. */
export async function emptied(db: AccountDb): Promise<Emptied | null> {
  const row = await db.meta.get('emptied');
  return row?.key === 'emptied' ? row : null;
}

/** The loss that the office has not been told of, as a part of a snapshot. */
export async function untoldLoss(db: AccountDb): Promise<{ lost?: Lost }> {
  const row = await emptied(db);
  return row === null || row.told ? {} : { lost: { replica: row.replica, unsent: row.unsent } };
}

/** The office answered a request that told of it. */
export async function noteTold(db: AccountDb, replica: string): Promise<void> {
  const row = await emptied(db);
  if (row?.replica === replica) await db.meta.put({ ...row, told: true });
}

/** The person has read of it. */
export async function noteSeen(db: AccountDb): Promise<void> {
  await db.transaction('rw', [db.meta], async () => {
    const row = await emptied(db);
    if (row !== null) await db.meta.put({ ...row, seen: true });
  });
}
