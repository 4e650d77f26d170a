import { PostgresAdapter, type CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

/** A transaction of the office's database. */
export type Tx = Transaction<Schema>;

/** Which of the two engines a database or transaction speaks to. */
export const dialectOf = (db: Kysely<Schema>): Dialect =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';

/** Runs a statement of the embedded database at once and returns its rows. */
export type Embedded = (sql: string, parameters: readonly unknown[]) => unknown[];

const embedded = new WeakMap<Tx, Embedded>();

/** Lets this transaction's ready-made queries go straight to the driver. */
export const goStraight = (tx: Tx, run: Embedded): void => void embedded.set(tx, run);

/**
 * Runs a query that is already compiled. A transaction of the embedded database has the only connection, and
 * its driver answers at once: a dozen promises for each query would cost more than the query.
 */
export async function run<R>(db: Kysely<Schema>, query: CompiledQuery<R>): Promise<R[]> {
  const straight = embedded.get(db as Tx);
  if (straight) return straight(query.sql, query.parameters) as R[];
  return (await db.executeQuery(query)).rows;
}
