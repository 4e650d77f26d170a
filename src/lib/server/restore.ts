import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Instant } from '#lib/domain/day.ts';
import { expectWhole } from './backup.ts';
import { copierFor, restoreInto } from './backup-copy.ts';
import { putPhotosBack } from './backup-photos.ts';
import { flush } from './flush.ts';
import { append } from './journal.ts';
import type { JournalCheck } from './journal-check.ts';
import { DATABASE_FILE, openStore, type Store, type StoreOptions } from './store/store.ts';

export interface RestoreOptions extends StoreOptions {
  /** The copy. */
  readonly file: string;
  readonly now: Instant;
}

/** What was put back, and how many photos are to come from the phones again. */
export interface Restored extends JournalCheck {
  readonly wanted: number;
}

/**
 * Puts a copy back where no database is: into the data folder, or into an empty database of the server. Its
 * photos come from beside the copy; those that are lost are wanted from the phones again.
 * A copy revives sessions that were ended and codes that were used since, so all of them are void and
 * everybody signs in again. Rejects with an Error when the copy is not whole or the place is taken.
 */
export async function restore({ file, now, dataDir, databaseUrl }: RestoreOptions): Promise<Restored> {
  if (databaseUrl === null && existsSync(join(dataDir, DATABASE_FILE))) {
    throw new Error(`There is a database in ${dataDir}: stop the office and move ${DATABASE_FILE}* away.`);
  }
  const check = await copierFor(databaseUrl).check(file);
  expectWhole(check);
  // Made aside and moved when it is done: no office opens a copy whose sessions still hold.
  const aside = join(dataDir, 'restore-in-the-making');
  await rm(aside, { recursive: true, force: true });
  if (databaseUrl === null) {
    await mkdir(aside, { recursive: true });
    await copyFile(file, join(aside, DATABASE_FILE));
  } else await restoreInto(databaseUrl, file);
  const store = await openStore({ dataDir: aside, databaseUrl });
  let wanted: number;
  try {
    wanted = await putPhotosBack(store, { dataDir, folder: dirname(file), named: check.photos, now });
    await signEverybodyOut(store, { file: basename(file), head: check.head.seq, now });
  } finally {
    await store.close();
  }
  if (databaseUrl === null) await moveAll(aside, dataDir);
  return { ...check, wanted };
}

async function signEverybodyOut(
  store: Store,
  { file, head, now }: { readonly file: string; readonly head: number; readonly now: Instant },
): Promise<void> {
  await store.write(async (tx) => {
    await tx.deleteFrom('session').execute();
    await tx.deleteFrom('login_code').where('used_at', 'is', null).execute();
    const body = JSON.stringify({ file, head });
    append(tx, [
      { at: now, kind: 'restore', actor: null, subject: null, ref: null, outcome: 'applied', body },
    ]);
  });
}

/** The newest commit may still be in the log beside the database: that goes first, `simadu.db` last. */
async function moveAll(from: string, to: string): Promise<void> {
  await flush(join(from, DATABASE_FILE));
  for (const name of (await readdir(from)).sort().reverse()) await rename(join(from, name), join(to, name));
  await flush(to);
  await rm(from, { recursive: true });
}
