import { sql, type Insertable, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import { dialectOf } from './tx.ts';

/**
 * Inserts any number of rows of one table by a single statement that takes them as JSON: quicker than a
 * statement a row, and without a limit of parameters. All rows have the columns of the first one; values
 * are texts, finite numbers and null.
 */
export async function insertRows<T extends keyof Schema>(
  db: Kysely<Schema>,
  table: T,
  rows: readonly Insertable<Schema[T]>[],
): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  const columns = Object.keys(first);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  if (dialectOf(db) === 'postgres') {
    await sql`insert into ${sql.table(table)} (${names}) select ${names} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)`.execute(
      db,
    );
    return;
  }
  const values = sql.join(columns.map((_, index) => sql.raw(`value ->> '$[${String(index)}]'`)));
  const arrays = JSON.stringify(
    rows.map((row) => columns.map((column) => Reflect.get(row, column) as unknown)),
  );
  await sql`insert into ${sql.table(table)} (${names}) select ${values} from json_each(${arrays})`.execute(
    db,
  );
}
