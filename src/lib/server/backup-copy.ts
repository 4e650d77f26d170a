import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Kysely, sql } from 'kysely';
import { checkJournal, type JournalCheck } from './journal-check.ts';
import { postgresDialect } from './store/postgres.ts';
import type { Schema } from './store/schema.ts';
import { copyDialect } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

const run = promisify(execFile);

/** What a copy holds: a proven journal, and the names of the photos that it speaks of. */
export interface CopyCheck extends JournalCheck {
  readonly photos: readonly string[];
}

/** How one engine's running database is copied, and how a copy is proven. */
export interface Copier {
  /** The end of a copy's name. */
  readonly suffix: string;
  /** Writes a consistent copy into a file that does not exist yet. */
  copy(store: Store, file: string): Promise<void>;
  /** Reads the copy as it would be restored. Throws an Error when it cannot be, or is not whole. */
  check(file: string): Promise<CopyCheck>;
}

export const copierFor = (databaseUrl: string | null): Copier =>
  databaseUrl === null ? sqliteCopier : postgresCopier(databaseUrl);

/** SQLite copies itself while it is written to, and the copy is a database that can be opened. */
export const sqliteCopier: Copier = {
  suffix: '.db',

  async copy(store, file) {
    await sql`vacuum into ${file}`.execute(store.db);
  },

  async check(file) {
    const db = new Kysely<Schema>({ dialect: copyDialect(file) });
    try {
      const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
      const found = rows.map((row) => row.integrity_check).join(', ');
      if (found !== 'ok') throw new Error(`the copy is damaged: ${found}`);
      const orphans = await sql`pragma foreign_key_check`.execute(db);
      if (orphans.rows.length > 0) throw new Error('the copy has rows without what they belong to');
      return await checkCopy(db);
    } finally {
      await db.destroy();
    }
  },
};

/**
 * PostgreSQL's own programs (pg_dump, pg_restore) must be on the path. A dump is proven by restoring it into
 * a database that is dropped again, so the role must be allowed to make one.
 */
const postgresCopier = (databaseUrl: string): Copier => ({
  suffix: '.dump',

  async copy(_store, file) {
    await program('pg_dump', databaseUrl, ['--format=custom', '--no-owner', `--file=${file}`]);
  },

  async check(file) {
    const name = `simadu_check_${randomBytes(6).toString('hex')}`;
    const running = new Kysely<Schema>({ dialect: postgresDialect(databaseUrl) });
    try {
      await sql`create database ${sql.id(name)}`.execute(running);
      try {
        const copyUrl = new URL(databaseUrl);
        copyUrl.pathname = name;
        return await restoreAndCheck(copyUrl.href, file);
      } finally {
        await sql`drop database ${sql.id(name)}`.execute(running);
      }
    } finally {
      await running.destroy();
    }
  },
});

async function restoreAndCheck(copyUrl: string, file: string): Promise<CopyCheck> {
  await restoreInto(copyUrl, file);
  const db = new Kysely<Schema>({ dialect: postgresDialect(copyUrl) });
  try {
    return await checkCopy(db);
  } finally {
    await db.destroy();
  }
}

/** A copy of before there were photos speaks of none: it is looked at as it is, and nothing is migrated in it. */
async function checkCopy(db: Kysely<Schema>): Promise<CopyCheck> {
  const tables = await db.introspection.getTables();
  const photos = tables.some(({ name }) => name === 'photo') ? await photosIn(db) : [];
  return { ...(await checkJournal(db)), photos };
}

/** The names of all photos that a database says it has; a file may be named for several owners. */
export async function photosIn(db: Kysely<Schema>): Promise<string[]> {
  const rows = await db.selectFrom('photo').select('kept').distinct().where('refused', 'is', null).execute();
  return rows.map(({ kept }) => kept);
}

/** Writes a dump into an empty database. Rejects when something of it is there already. */
export const restoreInto = (databaseUrl: string, file: string): Promise<void> =>
  program('pg_restore', databaseUrl, ['--exit-on-error', '--single-transaction', '--no-owner', file]);

/** The password goes by the environment: arguments are in every list of processes. */
async function program(name: string, databaseUrl: string, args: readonly string[]): Promise<void> {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const env = password === '' ? process.env : { ...process.env, PGPASSWORD: password };
  await run(name, [`--dbname=${url.href}`, ...args], { env });
}
