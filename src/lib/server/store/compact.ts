import { sql, type AliasableExpression, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import { dialectOf } from './tx.ts';

type Cell = string | number | null;

/**
 * The rows of a query, handed over as one JSON text for each column and put together here. For thousands of
 * rows: to find a row costs less than to pass its cells one by one across the driver, and a list of cells a
 * column less than one a row. `columns` names every column that is wanted.
 */
export async function readCompact<Name extends string, Row extends Readonly<Record<Name, Cell>>>(
  db: Kysely<Schema>,
  query: AliasableExpression<Row>,
  columns: readonly Name[],
): Promise<Row[]> {
  const sqlite = dialectOf(db) === 'sqlite';
  const texts = columns.map((column) => {
    const cells = sql.ref(`r.${column}`);
    return (
      sqlite ? sql<string>`json_group_array(${cells})` : sql<string>`coalesce(json_agg(${cells}), '[]')::text`
    ).as(column);
  });
  const found = await db.selectFrom(query.as('r')).select(texts).executeTakeFirstOrThrow();
  const cells = columns.map((column) => JSON.parse(Reflect.get(found, column) as string) as Cell[]);
  return (cells[0] ?? []).map((_, index) => rowAt(index, columns, cells) as Row);
}

function rowAt(
  index: number,
  columns: readonly string[],
  cells: readonly (readonly Cell[])[],
): Record<string, Cell> {
  const row: Record<string, Cell> = {};
  for (let i = 0; i < columns.length; i += 1) row[columns[i] ?? ''] = cells[i]?.[index] ?? null;
  return row;
}
