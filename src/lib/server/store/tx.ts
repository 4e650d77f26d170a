import { PostgresAdapter, type Kysely, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';

/** A transaction of the office's database. */
export type Tx = Transaction<Schema>;

/** Which of the two engines a database or transaction speaks to. */
export const dialectOf = (db: Kysely<Schema>): Dialect =>
  db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
