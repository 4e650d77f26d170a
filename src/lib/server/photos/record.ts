import { sql, type Kysely, type Selectable } from 'kysely';
import type { Instant } from '#lib/domain/day.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { append, headOf } from '../journal.ts';
import { Prepared } from '../store/prepared.ts';
import type { PhotoTable, PurchaseTable, Schema } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { Tx } from '../store/tx.ts';

/** A photo as its owner names it: by the SHA-256 (base64url) of what their phone sends. */
export interface Named {
  readonly owner: string;
  readonly hash: string;
}

type Row = Selectable<PhotoTable>;
type Naming = Pick<Selectable<PurchaseTable>, 'id' | 'photos_json' | 'wanted_json'>;

const kept = new Prepared<Named, Row>((db, hole) =>
  db.selectFrom('photo').selectAll().where('owner', '=', hole('owner')).where('hash', '=', hole('hash')),
);

/** What the office has on record of a photo, kept or refused; undefined when it never came whole. */
export const recordOf = (db: Kysely<Schema>, photo: Named): Promise<Row | undefined> => kept.first(db, photo);

/** A purchase of the owner in whose list the hash stands; both engines know `replace`, and hashes hold `_`. */
const naming = (column: 'photos_json' | 'wanted_json') =>
  new Prepared<Named, Naming>((db, hole) =>
    db
      .selectFrom('purchase')
      .select(['id', 'photos_json', 'wanted_json'])
      .where('asn_id', '=', hole('owner'))
      .where(column, '<>', '[]')
      .where(sql<boolean>`replace(${sql.ref(column)}, ${hole('hash')}, '') <> ${sql.ref(column)}`),
  );
const wanting = naming('wanted_json');
const having = naming('photos_json');

/** Whether a purchase of the owner wants this photo. */
export const isWanted = async (db: Kysely<Schema>, photo: Named): Promise<boolean> =>
  (await wanting.first(db, photo)) !== undefined;

/** What is kept of a photo: {@link PhotoTable}. */
export type Kept = Pick<Row, 'kept' | 'bytes' | 'width' | 'height'>;

/**
 * Puts on record that the office has a photo: its file must be on the disk. Every purchase of the owner that
 * waited for it waits no more, which is news to their phones.
 */
export async function keepOnRecord(store: Store, photo: Named, what: Kept & { now: Instant }): Promise<void> {
  const { now: at, ...file } = what;
  await store.write(async (tx) => {
    const purchases = await wanting.all(tx, photo);
    const seq = headOf(tx).seq + 1;
    await tx
      .insertInto('photo')
      .values({ ...photo, ...file, received_at: at, seq, refused: null })
      .onConflict((conflict) => conflict.columns(['owner', 'hash']).doUpdateSet({ ...file, seq }))
      .execute();
    await tx.deleteFrom('photo_try').where('hash', '=', photo.hash).execute();
    await writeLists(tx, { purchases, seq }, ({ photos_json, wanted_json }) => ({
      photos_json,
      wanted_json: without(wanted_json, photo.hash),
    }));
    decide(tx, photo, { at, kind: 'photo.keep', outcome: 'applied', purchases, more: file });
  });
}

/**
 * Puts on record that a photo cannot be taken, for good, and is not to be sent again. Its purchases name it no
 * longer: they would wait for it for ever, and it would stand in the way of another one.
 */
export async function refuseOnRecord(
  store: Store,
  photo: Named,
  { code, now: at }: { readonly code: ProblemCode; readonly now: Instant },
): Promise<void> {
  await store.write(async (tx) => {
    const purchases = await wanting.all(tx, photo);
    const seq = headOf(tx).seq + 1;
    await tx
      .insertInto('photo')
      .values({ ...photo, kept: '', bytes: 0, width: 0, height: 0, received_at: at, seq, refused: code })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await writeLists(tx, { purchases, seq }, ({ photos_json, wanted_json }) => ({
      photos_json: without(photos_json, photo.hash),
      wanted_json: without(wanted_json, photo.hash),
    }));
    decide(tx, photo, { at, kind: 'photo.keep', outcome: `refused:${code}`, purchases, more: {} });
  });
}

/**
 * The files under these names are lost: whoever sent one is asked for it again, and their purchases want it.
 * Returns how many photos that are; one file may have had several owners.
 */
export async function wantAgain(store: Store, lost: ReadonlySet<string>, at: Instant): Promise<number> {
  const rows = await store.db
    .selectFrom('photo')
    .select(['owner', 'hash', 'kept'])
    .where('refused', 'is', null)
    .execute();
  const gone = rows.filter((row) => lost.has(row.kept));
  for (const { owner, hash } of gone) await store.write((tx) => wantOne(tx, { owner, hash }, at));
  return gone.length;
}

async function wantOne(tx: Tx, photo: Named, at: Instant): Promise<void> {
  const { owner, hash } = photo;
  const purchases = await having.all(tx, photo);
  const seq = headOf(tx).seq + 1;
  await tx.deleteFrom('photo').where('owner', '=', owner).where('hash', '=', hash).execute();
  await writeLists(tx, { purchases, seq }, ({ photos_json, wanted_json }) => ({
    photos_json,
    wanted_json: JSON.stringify([...new Set([...listed(wanted_json), hash])]),
  }));
  decide(tx, photo, { at, kind: 'photo.lost', outcome: 'applied', purchases, more: {} });
}

const listed = (json: string): string[] => JSON.parse(json) as string[];

const without = (json: string, hash: string): string =>
  JSON.stringify(listed(json).filter((name) => name !== hash));

async function writeLists(
  tx: Tx,
  { purchases, seq }: { readonly purchases: readonly Naming[]; readonly seq: number },
  change: (row: Naming) => Pick<Naming, 'photos_json' | 'wanted_json'>,
): Promise<void> {
  for (const row of purchases) {
    await tx
      .updateTable('purchase')
      .set({ ...change(row), seq })
      .where('id', '=', row.id)
      .execute();
  }
}

interface Decision {
  readonly at: Instant;
  readonly kind: string;
  readonly outcome: string;
  readonly purchases: readonly Naming[];
  readonly more: object;
}

/** The hash stands in the body alone, which can be deleted: in the chain it would point to a picture for ever. */
function decide(tx: Tx, { owner, hash }: Named, { purchases, more, ...entry }: Decision): void {
  const ids = purchases.map(({ id }) => id);
  const body = JSON.stringify({ hash, ...more, purchases: ids });
  append(tx, [
    { ...entry, actor: entry.kind === 'photo.lost' ? null : owner, subject: owner, ref: null, body },
  ]);
}
