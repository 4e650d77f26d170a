import Database from 'libsql';
import { Kysely, Migrator } from 'kysely';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { insertRows } from '#lib/server/store/bulk.ts';
import { migrations } from '#lib/server/store/migrations/index.ts';
import { postgresDialect } from '#lib/server/store/postgres.ts';
import type { Schema } from '#lib/server/store/schema.ts';
import { DATABASE_FILE, type StoreOptions } from '#lib/server/store/store.ts';

/** Rows of one table as a release wrote them, with the columns that it knew. */
export interface ReleasedTable {
  readonly name: keyof Schema;
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface ReleasedOffice {
  /** In the order in which they were made: what is referred to comes first. */
  readonly tables: readonly ReleasedTable[];
  /** Migrations that the release had. */
  readonly migrated: readonly string[];
}

/** What of libsql is used here; it comes without types of its own for these. */
interface Plain {
  exec(sql: string): void;
  prepare(sql: string): { all(): unknown[] };
  close(): void;
}

/** Puts the office of a release where today's store will be opened, and tells what is in it. */
export async function putBack(file: string, options: StoreOptions): Promise<ReleasedOffice> {
  const { dataDir, databaseUrl } = options;
  mkdirSync(dataDir, { recursive: true });
  const place = databaseUrl === null ? join(dataDir, DATABASE_FILE) : ':memory:';
  const db = new Database(place) as unknown as Plain;
  db.exec(readFileSync(file, 'utf8'));
  const office = contentsOf(db);
  db.close();
  if (databaseUrl !== null) await fill(databaseUrl, office);
  return office;
}

function contentsOf(db: Plain): ReleasedOffice {
  const named = db
    .prepare(
      `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by rowid`,
    )
    .all() as { name: string }[];
  const rowsOf = (name: string) => db.prepare(`select * from "${name}"`).all() as Record<string, unknown>[];
  const tables = named
    .filter(({ name }) => !name.startsWith('kysely_'))
    .map(({ name }) => {
      const rows = rowsOf(name);
      return { name: name as keyof Schema, columns: Object.keys(rows[0] ?? {}), rows };
    });
  const migrated = rowsOf('kysely_migration').map(({ name }) => String(name));
  return { tables, migrated };
}

/** The same rows on PostgreSQL, in the tables that the release's migrations make. */
async function fill(databaseUrl: string, { tables, migrated }: ReleasedOffice): Promise<void> {
  const db = new Kysely<Schema>({ dialect: postgresDialect(databaseUrl) });
  const provider = { getMigrations: () => Promise.resolve(migrations('postgres')) };
  const { error } = await new Migrator({ db, provider }).migrateTo(migrated[migrated.length - 1] ?? '');
  if (error !== undefined) throw new Error('the migrations of the release failed', { cause: error });
  for (const { name, rows } of tables) await insertRows(db, name, rows as never);
  await db.destroy();
}
