import type { CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import { dialectOf, run, type Dialect } from './tx.ts';

/** Stands in a query for a value that is given when it runs. */
class Hole {
  constructor(readonly name: PropertyKey) {}
}

type Build<P, R> = (
  db: Kysely<Schema>,
  hole: <K extends keyof P>(name: K) => P[K],
) => { compile(): CompiledQuery<R> };

/**
 * A query that is built and compiled once for each engine, and then only filled in: for the dozen that run
 * in every exchange, building costs more than running. `P` names its parameters, `R` is a row.
 */
export class Prepared<P extends object, R = unknown> {
  readonly #build: Build<P, R>;
  readonly #compiled = new Map<Dialect, CompiledQuery<R>>();

  constructor(build: Build<P, R>) {
    this.#build = build;
  }

  all(db: Kysely<Schema>, values: P): Promise<R[]> {
    const compiled = this.#compile(db);
    const parameters = compiled.parameters.map((value) =>
      value instanceof Hole ? (Reflect.get(values, value.name) as unknown) : value,
    );
    const { query, queryId, sql } = compiled;
    return run<R>(db, { query, queryId, sql, parameters });
  }

  async first(db: Kysely<Schema>, values: P): Promise<R | undefined> {
    return (await this.all(db, values))[0];
  }

  #compile(db: Kysely<Schema>): CompiledQuery<R> {
    const dialect = dialectOf(db);
    const known = this.#compiled.get(dialect);
    if (known) return known;
    // A hole passes for the value whose place it keeps: Kysely only hands parameters on.
    const compiled = this.#build(db, (name) => new Hole(name) as never).compile();
    this.#compiled.set(dialect, compiled);
    return compiled;
  }
}
