import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { Kysely } from 'kysely';
import { migrate } from './migrations/index.ts';
import { postgresDialect } from './postgres.ts';
import type { Schema } from './schema.ts';
import { openEmbedded } from './sqlite.ts';
import type { Dialect, Tx } from './tx.ts';
import { Writer } from './writer.ts';

/** The embedded database's file within the data folder. */
export const DATABASE_FILE = 'simadu.db';

/** The office's database, one set of tables on two engines. */
export interface Store {
  /** For reading, and for tables that are no part of the journal's history (sessions, codes). */
  readonly db: Kysely<Schema>;
  readonly dialect: Dialect;
  /**
   * Runs `work` in a transaction and fulfils only after its durable commit. Works that are asked for at
   * the same time share one commit; each has its own savepoint, so that one that throws is undone alone and
   * rejects alone. Writers never run at the same time, across processes too. `work` awaits nothing but
   * the database: everybody else waits for it.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Folder of the embedded database; made when missing. Not used with `databaseUrl`. */
  readonly dataDir: string;
  /** `postgres://…`, or null for the embedded database. */
  readonly databaseUrl: string | null;
}

/**
 * Opens the database and brings its tables up to date; a new one gets its epoch. Throws an Error when the
 * folder or the server cannot be reached, or a migration fails (then nothing of it is kept).
 */
export async function openStore({ dataDir, databaseUrl }: StoreOptions): Promise<Store> {
  const dialect: Dialect = databaseUrl === null ? 'sqlite' : 'postgres';
  if (databaseUrl === null) mkdirSync(dataDir, { recursive: true });
  const sqlite = databaseUrl === null ? openEmbedded(join(dataDir, DATABASE_FILE)) : null;
  const db = new Kysely<Schema>({ dialect: sqlite?.dialect ?? postgresDialect(databaseUrl ?? '') });
  try {
    await migrate(db, dialect);
    await beginHistory(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const writer = new Writer(db, sqlite?.embedded ?? null);
  return {
    db,
    dialect,
    write: (work) => writer.write(work),
    close: async () => {
      await writer.idle();
      await db.destroy();
    },
  };
}

/** The epoch names this database's history and is where the chain starts. */
async function beginHistory(db: Kysely<Schema>): Promise<void> {
  await db
    .insertInto('meta')
    .values([
      { key: 'epoch', value: randomBytes(9).toString('base64url') },
      { key: 'durable', value: '0' },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value } = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('journal_head')
    .values({ id: 1, seq: 0, hash: value })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
