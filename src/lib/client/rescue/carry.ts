import type { Instant } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { MEMORY_MS, RESCUE_CHARS } from '#lib/protocol/limits.ts';
import { carryAnswer, takeApart, type CarryAnswer } from '#lib/protocol/rescue.ts';
import { problemOf, type SyncProblem } from '#lib/sync/problem.ts';
import { sha256 } from '../hash.ts';
import { apiPath } from '../accounts-here.ts';
import type { AccountDb, Titipan } from '../phone.ts';
import { request } from '../request.ts';
import { stored, type StorageRefusal } from '../storage.ts';
import { isWaiting, readTitipan } from './titipan.ts';

/*
 * Files that this account carries for others. They lie in the account's database, where a killed browser and
 * a log-out leave them, and go out when there is signal. Whose they are, this phone cannot know.
 */

export type TakeRefusal =
  | { readonly kind: 'file'; readonly code: 'file-unreadable' | 'file-cut' | 'file-newer' }
  | { readonly kind: 'storage'; readonly code: StorageRefusal };

/** Keeps a file to be carried, on the disk when fulfilled. What can be seen of a damaged one is said at once. */
export async function takeTitipan(
  db: AccountDb,
  { file, now }: { readonly file: File; readonly now: Instant },
): Promise<Result<null, TakeRefusal>> {
  if (file.size > RESCUE_CHARS) return refuse({ kind: 'file', code: 'file-unreadable' });
  const text = await file.text().catch(() => '');
  const apart = takeApart(text);
  if (!apart.ok) return refuse({ kind: 'file', code: apart.error });
  const written = await stored(async () => {
    const hash = await sha256(text);
    const row: Titipan = {
      key: `titipan:${hash}`,
      hash,
      name: file.name,
      text,
      takenAt: now,
      answer: null,
      refusal: null,
    };
    await db.meta.put(row);
  });
  return written.ok ? accept(null) : refuse({ kind: 'storage', code: written.error });
}

/** Carries a file no longer. Its author's phone still has what is in it. */
export const dropTitipan = (db: AccountDb, { key }: Titipan): Promise<Result<void, StorageRefusal>> =>
  stored(() => db.meta.delete(key));

const sending = new Set<AccountDb>();

/** ms after which a file is brought again of which the office may take more later. */
const AGAIN = 3_600_000;

export interface Sending {
  /** The phone's clock, ms UTC. */
  readonly now: Instant;
  readonly signal?: AbortSignal;
  /** The person asks for it: nothing waits for its hour. */
  readonly pressed?: boolean;
}

/** Sends what waits, one file after the other. The first thing that concerns them all ends it: null for none. */
export async function sendTitipan(db: AccountDb, sends: Sending): Promise<SyncProblem | null> {
  const { now, pressed = false } = sends;
  const isDue = ({ answeredAt }: Titipan) =>
    pressed || answeredAt === undefined || Math.abs(now - answeredAt) >= AGAIN;
  // A second one would only send the same again.
  if (sending.has(db)) return null;
  sending.add(db);
  try {
    for (const row of (await readTitipan(db)).filter((one) => isWaiting(one) && isDue(one))) {
      const problem = await sendOne(db, row, sends);
      if (problem !== null) return problem;
    }
    return null;
  } finally {
    sending.delete(db);
  }
}

/** About the file itself, whoever brings it: it would be refused again. */
const FINAL = ['file-unreadable', 'file-cut', 'file-foreign', 'file-unproven', 'too-large'];

async function sendOne(db: AccountDb, row: Titipan, { now, signal }: Sending): Promise<SyncProblem | null> {
  const reply = await request(await apiPath(db.owner, '/api/titipan'), {
    method: 'POST',
    body: JSON.stringify({ text: row.text }),
    ...(signal ? { signal } : {}),
  });
  if (reply.kind === 'answered' && reply.status === 200) {
    const read = carryAnswer.safeParse(reply.body);
    // Any other 200 is a captive portal's.
    if (!read.success || read.data.file !== row.hash) return 'captive-portal';
    const answer = read.data;
    const text = mayTakeMore(row, { answer, now }) ? row.text : '';
    await note(db, row, { text, answer, answeredAt: now });
    return null;
  }
  const problem = problemOf(reply);
  if (!FINAL.includes(problem)) return problem;
  await note(db, row, { text: '', refusal: problem });
  return null;
}

/**
 * Whether bringing it again may help: some of it waits for what the office lacks, and not for its author's own
 * phone alone. After {@link MEMORY_MS} that phone has long been heard, or is no more.
 */
const mayTakeMore = (
  { takenAt }: Titipan,
  { answer, now }: { readonly answer: CarryAnswer; readonly now: Instant },
): boolean => answer.later > (answer.own ?? 0) && Math.abs(now - takenAt) < MEMORY_MS;

/** What the office said of a file; nothing when it was dropped meanwhile. */
async function note(db: AccountDb, { key }: Titipan, said: Partial<Titipan>): Promise<void> {
  await db.meta
    .where('key')
    .equals(key)
    .modify((row) => {
      Object.assign(row, said);
    });
}
