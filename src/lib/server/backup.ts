import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '#lib/domain/day.ts';
import { copierFor, type Copier, type CopyCheck } from './backup-copy.ts';
import { backUpPhotos, type PhotosSaved } from './backup-photos.ts';
import { copyName, newestHead, prune, UNPROVEN, writeHead, type NotedHead } from './backup-folder.ts';
import { flush } from './flush.ts';
import { append, type Position } from './journal.ts';
import type { JournalCheck } from './journal-check.ts';
import type { Store } from './store/store.ts';

export interface BackupOptions {
  readonly store: Store;
  /** Holds the photos. */
  readonly dataDir: string;
  /** `postgres://…`, or null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Where copies go; made when missing. */
  readonly folder: string;
  /** For how many days the last copy of a day stays. */
  readonly days: number;
  readonly now: Instant;
}

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly check: JournalCheck;
  /** Photos that the copy speaks of, and what became of them: a fault means that nothing was called durable. */
  readonly photos: PhotosSaved & { readonly all: number };
  /** Older copies that were removed. */
  readonly removed: readonly string[];
}

/**
 * Copies the running database, proves the copy, copies the photos that it speaks of and that the folder lacks,
 * and only then moves the durable watermark, which lets phones forget. When not all photos are in the folder,
 * the copy stays and the watermark does too: see `photos.fault`. Rejects with an Error when the copy cannot be
 * made or proven, or when the journal no longer holds what an earlier copy saw: then there is no copy. Older
 * copies make room before: a full disk would never come to it afterwards.
 */
export async function backup(options: BackupOptions): Promise<Backup> {
  const { store, databaseUrl, folder, days, now } = options;
  const copier = copierFor(databaseUrl);
  await mkdir(folder, { recursive: true });
  const removed = await prune(folder, { suffix: copier.suffix, now, days });
  const name = copyName(now, copier.suffix);
  const file = join(folder, name);
  const earlier = await newestHead(folder);
  const unproven = file + UNPROVEN;
  const { photos: named, ...check } = await prove(options, { copier, earlier, file: unproven });
  await writeHead(file, check.head);
  await rename(unproven, file);
  await flush(folder);
  const photos = await withPhotos(options, named);
  if (photos.fault === null) await moveDurable(store, { head: check.head, name, now });
  return { file, bytes: (await stat(file)).size, check, photos, removed };
}

/** The copy stands by now: whatever is wrong with photos is said, and takes nothing away from it. */
async function withPhotos(
  { store, dataDir, folder, now }: BackupOptions,
  named: readonly string[],
): Promise<Backup['photos']> {
  const saved = await backUpPhotos(store, { dataDir, folder, named, now }).catch((error: unknown) => ({
    added: 0,
    fault: error instanceof Error ? error.message : 'unknown',
  }));
  return { all: named.length, ...saved };
}

interface Copy {
  readonly copier: Copier;
  readonly file: string;
  readonly earlier: NotedHead | null;
}

async function prove({ store }: BackupOptions, { copier, file, earlier }: Copy): Promise<CopyCheck> {
  await rm(file, { force: true });
  try {
    await copier.copy(store, file);
    await flush(file);
    const check = await copier.check(file);
    expectWhole(check);
    await expectSameHistory(store, check.head, 'the copy is of another history');
    if (earlier) await expectSameHistory(store, earlier, rewritten(earlier));
    return check;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** Throws an Error when a copy's journal is broken. */
export function expectWhole({ fault }: JournalCheck): void {
  if (fault) throw new Error(`the copy's journal is broken at ${String(fault.seq)}: ${fault.what}`);
}

/** A position that was seen in a copy is an entry of the running journal. */
async function expectSameHistory({ db }: Store, { seq, hash }: Position, otherwise: string): Promise<void> {
  if (seq === 0) return;
  const entry = await db.selectFrom('journal').select('hash').where('seq', '=', seq).executeTakeFirst();
  if (entry?.hash !== hash) throw new Error(otherwise);
}

/** A chain that somebody computed anew is whole in itself: only what was noted outside of it tells. */
const rewritten = ({ seq, name }: NotedHead): string =>
  `THE JOURNAL IS NOT THE ONE THAT WAS COPIED BEFORE: entry ${String(seq)} is not what ${name} says.
Somebody rewrote it, or an older copy was restored. If one was restored, move the copies that are newer than
it, with their .head files, to another folder. Otherwise keep everything as it is and look into it.`;

async function moveDurable(
  store: Store,
  { head, name, now }: { readonly head: Position; readonly name: string; readonly now: Instant },
): Promise<void> {
  await store.write(async (tx) => {
    const meta = tx.selectFrom('meta').select('value').where('key', '=', 'durable');
    const before = Number((await meta.executeTakeFirst())?.value ?? 0);
    await tx
      .updateTable('meta')
      .set({ value: String(Math.max(before, head.seq)) })
      .where('key', '=', 'durable')
      .execute();
    const body = JSON.stringify({ file: name, head: head.seq, hash: head.hash });
    append(tx, [
      { at: now, kind: 'backup', actor: null, subject: null, ref: null, outcome: 'verified', body },
    ]);
  });
}
