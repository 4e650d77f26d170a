import type { CompiledQuery, Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import { dialectOf, run, runFirst, type Dialect } from './tx.ts';

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
    return run(db, this.#filled(db, values));
  }

  first(db: Kysely<Schema>, values: P): Promise<R | undefined> {
    return runFirst(db, this.#filled(db, values));
  }

  #filled(db: Kysely<Schema>, values: P): CompiledQuery<R> {
    const { query, queryId, sql, parameters } = this.#compile(db);
    const fill = (value: unknown): unknown =>
      value instanceof Hole ? Reflect.get(values, value.name) : value;
    return { query, queryId, sql, parameters: parameters.map(fill) };
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
