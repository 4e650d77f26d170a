import type { Insertable } from 'kysely';
import type { MutationTable } from '../store/schema.ts';
import { Prepared } from '../store/prepared.ts';
import type { Tx } from '../store/tx.ts';

type Row = Insertable<MutationTable>;

/* What the office remembers of every mutation it decided: by its id, once, for ever. */

const insert = new Prepared<Row, { same_number: number }>((db, hole) =>
  db
    .insertInto('mutation')
    .values({
      id: hole('id'),
      replica: hole('replica'),
      n: hole('n'),
      owner: hole('owner'),
      after_id: hole('after_id'),
      hash: hole('hash'),
      outcome: hole('outcome'),
      code: hole('code'),
      seq: hole('seq'),
      received_at: hole('received_at'),
      carrier: hole('carrier'),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning((eb) =>
      eb
        .selectFrom('mutation as other')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('other.replica', '=', 'mutation.replica')
        .whereRef('other.n', '=', 'mutation.n')
        .whereRef('other.id', '<>', 'mutation.id')
        .$asScalar()
        .as('same_number'),
    ),
);

/** Claims an id. Null when it is taken; else whether the replica used this number for another id before. */
export async function claim(tx: Tx, row: Row): Promise<{ numberReused: boolean } | null> {
  const claimed = await insert.first(tx, row);
  return claimed === undefined ? null : { numberReused: claimed.same_number > 0 };
}

type Known = Pick<Row, 'owner' | 'hash' | 'outcome' | 'code' | 'carrier'>;

const byId = new Prepared<{ id: string }, Known>((db, hole) =>
  db
    .selectFrom('mutation')
    .select(['owner', 'hash', 'outcome', 'code', 'carrier'])
    .where('id', '=', hole('id')),
);

export const find = (tx: Tx, id: string) => byId.first(tx, { id });

/** Writes what was decided, where it is not the plain success that the claim stood for. */
export async function decided(tx: Tx, id: string, verdict: Pick<Row, 'outcome' | 'code'>): Promise<void> {
  await tx.updateTable('mutation').set(verdict).where('id', '=', id).execute();
}
