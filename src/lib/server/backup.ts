import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '#lib/domain/day.ts';
import { postgresCopier, sqliteCopier, type Copier } from './backup-copy.ts';
import { append } from './journal.ts';
import type { JournalCheck } from './journal-check.ts';
import type { Store } from './store/store.ts';

const PREFIX = 'simadu-';
/** A copy that is not proven yet. */
const UNPROVEN = '.part';

export interface BackupOptions {
  readonly store: Store;
  /** `postgres://…`, or null for the embedded database. */
  readonly databaseUrl: string | null;
  /** Where copies go; made when missing. */
  readonly folder: string;
  /** Copies to keep, the newest ones, this one included; at least 1. */
  readonly keep: number;
  readonly now: Instant;
}

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly check: JournalCheck;
  /** Older copies that were removed. */
  readonly removed: readonly string[];
}

/**
 * Copies the running database, proves the copy, and only then moves the durable watermark, which lets phones
 * forget. Rejects with an Error when the copy cannot be made or proven: the watermark stays, the copy is gone.
 */
export async function backup(options: BackupOptions): Promise<Backup> {
  const { store, databaseUrl, folder, keep, now } = options;
  const copier = databaseUrl === null ? sqliteCopier(store) : postgresCopier(databaseUrl);
  await mkdir(folder, { recursive: true });
  const name = PREFIX + new Date(now).toISOString().replaceAll(':', '-') + copier.suffix;
  const file = join(folder, name);
  const check = await prove(store, copier, file + UNPROVEN);
  await rename(file + UNPROVEN, file);
  await flush(folder);
  await moveDurable(store, { seq: check.head.seq, name, now });
  const removed = await removeOld(folder, copier.suffix, keep);
  return { file, bytes: (await stat(file)).size, check, removed };
}

async function prove(store: Store, copier: Copier, file: string): Promise<JournalCheck> {
  await rm(file, { force: true });
  try {
    await copier.copy(file);
    await flush(file);
    const check = await copier.check(file);
    if (check.fault) {
      throw new Error(`the copy's journal is broken at ${String(check.fault.seq)}: ${check.fault.what}`);
    }
    await expectSameHistory(store, check);
    return check;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
}

/** The copy must be of this database: its head is an entry of the running journal. */
async function expectSameHistory({ db }: Store, { head }: JournalCheck): Promise<void> {
  if (head.seq === 0) return;
  const entry = await db.selectFrom('journal').select('hash').where('seq', '=', head.seq).executeTakeFirst();
  if (entry?.hash !== head.hash) throw new Error('the copy is of another history');
}

/** A file or folder is on the disk, not only on its way there. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function moveDurable(
  store: Store,
  { seq, name, now }: { readonly seq: number; readonly name: string; readonly now: Instant },
): Promise<void> {
  await store.write(async (tx) => {
    const meta = tx.selectFrom('meta').select('value').where('key', '=', 'durable');
    const before = Number((await meta.executeTakeFirst())?.value ?? 0);
    await tx
      .updateTable('meta')
      .set({ value: String(Math.max(before, seq)) })
      .where('key', '=', 'durable')
      .execute();
    const body = JSON.stringify({ file: name, head: seq });
    append(tx, [
      { at: now, kind: 'backup', actor: null, subject: null, ref: null, outcome: 'verified', body },
    ]);
  });
}

/** Names begin with the instant, so that their order is that of time. */
async function removeOld(folder: string, suffix: string, keep: number): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(PREFIX)).sort();
  const copies = names.filter((name) => name.endsWith(suffix));
  const unproven = names.filter((name) => name.endsWith(UNPROVEN));
  const old = [...copies.slice(0, -Math.max(1, keep)), ...unproven];
  for (const name of old) await rm(join(folder, name));
  return old;
}
