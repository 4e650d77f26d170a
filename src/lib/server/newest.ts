import { sql } from 'kysely';
import { headOf } from './journal.ts';
import { Prepared } from './store/prepared.ts';
import type { Store } from './store/store.ts';
import type { Tx } from './store/tx.ts';

/** The newest journal position in each table that scopes are made of, 0 for an empty one. */
export interface Newest {
  readonly umkm: number;
  readonly product: number;
  readonly pack: number;
  readonly rule_version: number;
  readonly person: number;
  readonly office: number;
  readonly appointment: number;
  readonly exemption: number;
  /** The journal position up to which a verified backup exists. */
  readonly durable: number;
}

const TABLES = [
  'umkm',
  'product',
  'pack',
  'rule_version',
  'person',
  'office',
  'appointment',
  'exemption',
] as const;

const read = new Prepared<object, Record<keyof Newest, number | string | null>>((db) =>
  db.selectNoFrom((eb) => [
    ...TABLES.map((table) =>
      eb
        .selectFrom(table)
        .select(sql<number | null>`max(seq)`.as('seq'))
        .as(table),
    ),
    eb.selectFrom('meta').select('value').where('key', '=', 'durable').as('durable'),
  ]),
);

const kept = new WeakMap<Store, { readonly hash: string; readonly newest: Newest }>();

/**
 * One look at all of them: most exchanges learn from it that nothing changed. Whoever writes those tables
 * puts it on record, so that while the chain stands where it stood there is nothing to look at.
 */
export async function readNewest(store: Store, tx: Tx): Promise<Newest> {
  const known = kept.get(store);
  if (known?.hash === headOf(tx).hash) return known.newest;
  const row = await read.first(tx, {});
  const at = (name: keyof Newest) => Number(row?.[name] ?? 0);
  return {
    umkm: at('umkm'),
    product: at('product'),
    pack: at('pack'),
    rule_version: at('rule_version'),
    person: at('person'),
    office: at('office'),
    appointment: at('appointment'),
    exemption: at('exemption'),
    durable: at('durable'),
  };
}

/** Still true where the chain stands now: what was put on record since is in none of those tables. */
export const keepNewest = (store: Store, tx: Tx, newest: Newest): void =>
  void kept.set(store, { hash: headOf(tx).hash, newest });
