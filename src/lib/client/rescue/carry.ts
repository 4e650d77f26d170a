import type { Instant } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { RESCUE_CHARS } from '#lib/protocol/limits.ts';
import { carryAnswer, takeApart } from '#lib/protocol/rescue.ts';
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

/** Sends what waits, one file after the other. The first thing that concerns them all ends it: null for none. */
export async function sendTitipan(db: AccountDb, signal?: AbortSignal): Promise<SyncProblem | null> {
  // A second one would only send the same again.
  if (sending.has(db)) return null;
  sending.add(db);
  try {
    for (const row of (await readTitipan(db)).filter(isWaiting)) {
      const problem = await sendOne(db, row, signal);
      if (problem !== null) return problem;
    }
    return null;
  } finally {
    sending.delete(db);
  }
}

/** About the file itself, whoever brings it: it would be refused again. */
const FINAL = ['file-unreadable', 'file-cut', 'file-foreign', 'file-unproven', 'too-large'];

async function sendOne(db: AccountDb, row: Titipan, signal?: AbortSignal): Promise<SyncProblem | null> {
  const reply = await request(await apiPath(db.owner, '/api/titipan'), {
    method: 'POST',
    body: JSON.stringify({ text: row.text }),
    ...(signal ? { signal } : {}),
  });
  if (reply.kind === 'answered' && reply.status === 200) {
    const read = carryAnswer.safeParse(reply.body);
    // Any other 200 is a captive portal's.
    if (!read.success || read.data.file !== row.hash) return 'captive-portal';
    await note(db, row, { answer: read.data });
    return null;
  }
  const problem = problemOf(reply);
  if (!FINAL.includes(problem)) return problem;
  await note(db, row, { refusal: problem });
  return null;
}

/** What the office said of a file, whose text is needed no more; nothing when it was dropped meanwhile. */
async function note(db: AccountDb, { key }: Titipan, said: Partial<Titipan>): Promise<void> {
  await db.meta
    .where('key')
    .equals(key)
    .modify((row) => {
      Object.assign(row, { text: '', ...said });
    });
}
