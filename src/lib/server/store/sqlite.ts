import Database from 'libsql';
import { SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import type { Embedded } from './tx.ts';

/** Statements kept ready; the product has fewer, a query with a varying list falls out again. */
const STATEMENTS_KEPT = 500;
/** How long a writer waits for another process (a backup, a second start), in ms. */
const BUSY_TIMEOUT = 10_000;

/** SQLite rolls back tables as well as rows, so that a start that is cut leaves no half-made database. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class EmbeddedDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** The embedded database: as Kysely speaks to it, and straight. */
export interface EmbeddedDatabase {
  readonly dialect: SqliteDialect;
  readonly embedded: Embedded;
}

/** Opens the embedded database in one file. Every commit is on the disk before it is answered. */
export function openEmbedded(file: string): EmbeddedDatabase {
  const database = open(file);
  database.exec('pragma journal_mode = wal');
  database.exec('pragma synchronous = full');
  database.exec('pragma foreign_keys = on');
  database.exec('pragma cache_size = -32000');
  const prepared = new PreparedDatabase(database);
  return {
    dialect: new EmbeddedDialect({ database: prepared }),
    embedded: prepared,
  };
}

/** A copy of it, to be looked at and left as it is. */
export function copyDialect(file: string): SqliteDialect {
  const database = open(file);
  database.exec('pragma query_only = on');
  return new EmbeddedDialect({ database: new PreparedDatabase(database) });
}

function open(file: string): Database.Database {
  const database = new Database(file);
  database.exec(`pragma busy_timeout = ${String(BUSY_TIMEOUT)}`);
  return database;
}

/**
 * Keeps statements prepared: preparing costs as much as running them. Those that are asked for one row are kept
 * apart: after all rows of a statement were read, libsql 0.5 answers its `get` with the parameters of before.
 */
class PreparedDatabase implements SqliteDatabase, Embedded {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Statement>();
  readonly #firsts = new Map<string, Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  prepare(sql: string): Statement {
    return this.#kept(this.#statements, sql);
  }

  #kept(statements: Map<string, Statement>, sql: string): Statement {
    const known = statements.get(sql);
    if (known) return known;
    // A transaction that starts by reading and then writes fails when another process wrote in between.
    const made = checked(this.#database.prepare(sql === 'begin' ? 'begin immediate' : sql));
    if (statements.size >= STATEMENTS_KEPT) statements.clear();
    statements.set(sql, made);
    return made;
  }

  all(sql: string, parameters: readonly unknown[]): unknown[] {
    const statement = this.prepare(sql);
    if (statement.reader) return statement.all(parameters);
    statement.run(parameters);
    return [];
  }

  first(sql: string, parameters: readonly unknown[]): unknown {
    return this.#kept(this.#firsts, sql).get(parameters);
  }

  close(): void {
    this.#statements.clear();
    this.#firsts.clear();
    // The driver closes the file only when its statements are collected: whoever moves or copies the file
    // after this must find everything in it, and nothing in the log beside it.
    this.#database.exec('pragma wal_checkpoint(truncate)');
    this.#database.close();
  }
}

type Native = Database.Statement<[readonly unknown[]]>;

/** What Kysely asks of a statement, and its first row alone, which the driver hands over in half the time. */
interface Statement extends SqliteStatement {
  get(parameters: readonly unknown[]): unknown;
}

const checked = (statement: Native): Statement => ({
  reader: statement.reader,
  get: (parameters) => statement.get(bindable(parameters)),
  all: (parameters) => statement.all(bindable(parameters)),
  run: (parameters) => statement.run(bindable(parameters)),
  iterate: (parameters) => statement.iterate(bindable(parameters)),
});

/** The driver ends the whole process when it is given a boolean or another kind it does not know. */
function bindable(parameters: readonly unknown[]): readonly unknown[] {
  for (const value of parameters) {
    if (value !== null && typeof value !== 'string' && typeof value !== 'number') {
      return parameters.map(toBindable);
    }
  }
  return parameters;
}

function toBindable(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`cannot be stored: ${typeof value}`);
}
