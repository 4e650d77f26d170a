import pg from 'pg';
import { PostgresDialect } from 'kysely';

/** Types whose text is a number that JavaScript holds exactly here: int8 (counts, sums, instants), numeric. */
const NUMBERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

/** PostgreSQL by its address, `postgres://user:password@host:port/name`. */
export function postgresDialect(databaseUrl: string): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    types: {
      getTypeParser: (oid, format) => {
        const usual = pg.types.getTypeParser(oid, format) as (text: string) => unknown;
        return NUMBERS.has(oid) && format !== 'binary' ? Number : usual;
      },
    },
  });
  // A connection that breaks while nobody uses it is replaced by the pool; without a listener it would
  // end the process. Queries that need one get the error themselves.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}
