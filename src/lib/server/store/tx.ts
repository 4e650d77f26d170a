import { PostgresAdapter, type CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

/** A transaction of the office's database. */
export type Tx = Transaction<Schema>;

/** Which of the two engines a database or transaction speaks to. */
export const dialectOf = (db: Kysely<Schema>): Dialect =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';

/** The embedded database, which runs a statement at once. */
export interface Embedded {
  /** The rows of a statement; none of one that only writes. */
  all(sql: string, parameters: readonly unknown[]): unknown[];
  /** The first row of a statement that gives rows. */
  first(sql: string, parameters: readonly unknown[]): unknown;
}

const embedded = new WeakMap<Tx, Embedded>();

/** Lets this transaction's ready-made queries go straight to the driver. */
export const goStraight = (tx: Tx, database: Embedded): void => void embedded.set(tx, database);

/**
 * Runs a query that is already compiled. A transaction of the embedded database has the only connection, and
 * its driver answers at once: a dozen promises for each query would cost more than the query.
 */
export async function run<R>(db: Kysely<Schema>, query: CompiledQuery<R>): Promise<R[]> {
  const straight = embedded.get(db as Tx);
  if (straight) return straight.all(query.sql, query.parameters) as R[];
  return (await db.executeQuery(query)).rows;
}

/** The first row alone, of a query that gives rows. */
export async function runFirst<R>(db: Kysely<Schema>, query: CompiledQuery<R>): Promise<R | undefined> {
  const straight = embedded.get(db as Tx);
  if (straight) return straight.first(query.sql, query.parameters) as R | undefined;
  return (await db.executeQuery(query)).rows[0];
}
