import { sql, type AliasableExpression, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import { dialectOf } from './tx.ts';

type Cell = string | number | null;

/**
 * The rows of a query, handed over as one JSON text and taken apart here. For thousands of rows: to find a
 * row costs less than to pass its cells one by one across the driver. Measured on SQLite with 10,000 rows of
 * nine columns: 30 ms of processor time instead of 55. `columns` names every column that is wanted.
 */
export async function readCompact<Name extends string, Row extends Readonly<Record<Name, Cell>>>(
  db: Kysely<Schema>,
  query: AliasableExpression<Row>,
  columns: readonly Name[],
): Promise<Row[]> {
  const cells = sql.join(columns.map((column) => sql.ref(`r.${column}`)));
  const rows =
    dialectOf(db) === 'sqlite'
      ? sql<string>`json_group_array(json_array(${cells}))`
      : sql<string>`coalesce(json_agg(json_build_array(${cells})), '[]')::text`;
  const { text } = await db.selectFrom(query.as('r')).select(rows.as('text')).executeTakeFirstOrThrow();
  return (JSON.parse(text) as Cell[][]).map((cells) => rowOf(columns, cells) as Row);
}

function rowOf(columns: readonly string[], cells: readonly Cell[]): Record<string, Cell> {
  const row: Record<string, Cell> = {};
  for (let i = 0; i < columns.length; i += 1) row[columns[i] ?? ''] = cells[i] ?? null;
  return row;
}
