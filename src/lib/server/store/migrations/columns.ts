import { sql, type ColumnDataType, type CreateTableBuilder } from 'kysely';
import type { Dialect } from '../tx.ts';

/** Column types in the terms of each engine: texts and whole numbers of 64 bits are all there is. */
export interface Types {
  readonly whole: ColumnDataType;
  /** ISO 8601 text of the account library. SQLite keeps text in a `date` column as it is. */
  readonly time: ColumnDataType;
}

export const typesOf = (dialect: Dialect): Types =>
  dialect === 'sqlite' ? { whole: 'integer', time: 'date' } : { whole: 'bigint', time: 'text' };

type Table = CreateTableBuilder<string, string>;

/** Adds columns that are never null. */
export const required = (table: Table, type: ColumnDataType, names: readonly string[]): Table =>
  names.reduce((made, name) => made.addColumn(name, type, (column) => column.notNull()), table);

/** Adds columns that may be null. */
export const optional = (table: Table, type: ColumnDataType, names: readonly string[]): Table =>
  names.reduce((made, name) => made.addColumn(name, type), table);

/** Adds a column that names a row of another table. */
export const reference = (table: Table, name: string, to: string): Table =>
  table.addColumn(name, 'text', (column) => column.notNull().references(to));

/** Keeps a table of SQLite in the order of its primary key, without a second copy of the key. */
export const clustered = (table: Table, dialect: Dialect): Table =>
  dialect === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table;
