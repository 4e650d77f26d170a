import type { Day, Instant } from '#lib/domain/day.ts';
import type { PurchaseChange } from '#lib/protocol/change.ts';
import type { Told } from '#lib/sync/base.ts';
import type { OutboxRow, PhotoToSend, Settlement } from '#lib/sync/ports.ts';
import { headOf, type AccountDb, type Head, type PhotoRow } from './phone.ts';
import { isOf } from './photos/standing.ts';

/*
 * The rows of photos in the account's database: what the engine's store and the actions do with them, in
 * transactions of theirs or of one step.
 */

/** The oldest unsent photo that the office would take, or null; see `PhotoStore`. */
export const nextPhoto = (db: AccountDb, passed: ReadonlySet<string>): Promise<PhotoToSend | null> =>
  db.transaction('r', [db.photos, db.outbox, db.base], async () => {
    const unsent = await db.photos.where('state').equals('unsent').sortBy('madeAt');
    for (const row of unsent) {
      if (!passed.has(row.hash) && (await isKnownThere(db, row))) return toSend(db, row);
    }
    return null;
  });

/** A record that names it was acknowledged, be it so long ago that it was forgotten, or a row asks for it. */
async function isKnownThere(db: AccountDb, { hash, namedBy }: PhotoRow): Promise<boolean> {
  const naming = await rowsOf(db, namedBy);
  if (naming.length < namedBy.length || naming.some(({ state }) => state === 'acked')) return true;
  return (await wanting(db, hash).count()) > 0;
}

const toSend = (db: AccountDb, { hash, size, begun }: PhotoRow): PhotoToSend => ({
  hash,
  size,
  begun,
  part: async (from, to) => {
    const held = await db.photoBytes.get(hash);
    return held?.bytes.byteLength === size ? new Uint8Array(held.bytes.slice(from, to)) : null;
  },
});

export const beginPhoto = (db: AccountDb, hash: string) => db.photos.update(hash, { begun: true });

/** What the office proved or decided about a photo; rows held want a proven one no longer. */
export const settlePhoto = (
  db: AccountDb,
  hash: string,
  { code, answeredAt }: { readonly code: string | null; readonly answeredAt: Instant },
): Promise<void> =>
  db.transaction('rw', [db.photos, db.base, db.outbox, db.meta], async () => {
    const row = await db.photos.get(hash);
    if (row?.state !== 'unsent') return;
    if (code === UNWANTED && !(await staysUnwanted(db, row))) return;
    const state = code === null ? 'acked' : 'refused';
    await db.photos.put({ ...row, state, code, answeredAt: byOffice(await headOf(db), answeredAt) });
    if (code !== null) return;
    const rows = await wanting(db, hash).toArray();
    await db.base.bulkPut(
      rows.map((told) => ({ ...told, wanted: told.wanted.filter((one) => one !== hash) })),
    );
  });

/** An instant of the phone's clock by the office's: how long a photo must stay is not for the phone's to say. */
const byOffice = ({ clockOffset }: Head, at: Instant): Instant => at + (clockOffset ?? 0);

/** What the office says of a photo that no record of this account names there, as one beyond the limit. */
const UNWANTED = 'photo-unwanted';

const wanting = (db: AccountDb, hash: string) =>
  db.base.filter(({ wanted = [] }: Told) => wanted.includes(hash));

/** Whether nothing that is still on its way, up or down, can make the office want it. */
async function staysUnwanted(db: AccountDb, { hash, namedBy }: PhotoRow): Promise<boolean> {
  const heard = (await headOf(db)).cursor?.at ?? 0;
  const naming = await rowsOf(db, namedBy);
  const isHeard = (row: OutboxRow) => row.state === 'acked' && row.head !== null && row.head <= heard;
  return naming.every((row) => isHeard(row) || isPutAside(row)) && (await wanting(db, hash).count()) === 0;
}

const rowsOf = (db: AccountDb, ids: readonly string[]): Promise<OutboxRow[]> =>
  db.outbox
    .where('id')
    .anyOf([...ids])
    .toArray();

/** Refused, and mended or put aside: what it named goes by others, or not at all. */
const isPutAside = ({ state, mendedBy }: OutboxRow): boolean => state === 'refused' && mendedBy !== undefined;

/** Photos follow what the office's rows say of them. Part of a transaction. */
export async function takeInStep(
  db: AccountDb,
  told: readonly PurchaseChange[],
  { head, answeredAt }: Pick<Settlement, 'head' | 'answeredAt'>,
): Promise<void> {
  const wanted = new Set(told.flatMap((row) => row.wanted));
  const named = new Set(told.flatMap((row) => row.photos));
  if (named.size === 0) return;
  const rows = await db.photos.bulkGet([...named]);
  await db.photos.bulkPut(
    rows.flatMap((row): PhotoRow[] => {
      if (row === undefined || row.state === 'draft') return [];
      if (row.state === 'refused' && row.code !== UNWANTED) return [];
      if (wanted.has(row.hash)) return [{ ...row, ...OPEN, state: 'unsent', aside: false }];
      return [
        {
          ...row,
          state: 'acked',
          code: null,
          head: row.head ?? head,
          answeredAt: row.answeredAt ?? answeredAt,
        },
      ];
    }),
  );
}

/**
 * A photo that the office called stored comes back with the next exchange in its record's row. When it does not,
 * the office came back from a backup in between: it is offered again, which costs one question. Part of a
 * transaction.
 */
export async function doubtUntold(db: AccountDb, told: readonly PurchaseChange[]): Promise<void> {
  const named = new Set(told.flatMap((row) => row.photos));
  const doubted = await db.photos
    .where('state')
    .equals('acked')
    .filter(({ hash, head }) => head === null && !named.has(hash))
    .toArray();
  for (const row of doubted) {
    await db.photos.put({ ...row, ...OPEN, state: 'unsent' });
    await db.base
      .filter(({ photos = [], wanted = [] }: Told) => photos.includes(row.hash) && !wanted.includes(row.hash))
      .modify((told) => {
        told.wanted = [...told.wanted, row.hash];
      });
  }
}

/** No answer counts. */
const OPEN = { code: null, head: null, answeredAt: null } as const;

export interface Naming {
  readonly hashes: readonly string[];
  /** The mutation that names them. */
  readonly by: string;
  /** The purchase that it is about, and its day. */
  readonly purchase: string;
  readonly day: Day | null;
}

/**
 * A record names photos that are on this phone: from now on they are to be sent, unless the office has them.
 * They stand for those of the purchase that were refused. Part of the record's transaction, which falls when one
 * of them is not there.
 */
export async function namePhotos(db: AccountDb, { hashes, by, purchase, day }: Naming): Promise<void> {
  await db.photos
    .where('state')
    .equals('refused')
    .filter((row) => isOf(row, purchase))
    .modify({ aside: true });
  const rows = await db.photos.bulkGet([...hashes]);
  await db.photos.bulkPut(
    rows.map((row): PhotoRow => {
      if (row === undefined) throw new Error('A record names a photo that is not on this phone');
      const named = { ...row, day, purchase, namedBy: [...row.namedBy, by], aside: false };
      // Named again, a refused one has another chance.
      return row.state === 'acked' ? named : { ...named, ...OPEN, state: 'unsent' };
    }),
  );
}

/**
 * Records were put aside at an instant of the phone's clock: photos that only such records name need not go. Part of
 * a transaction.
 */
export async function setPhotosAside(db: AccountDb, at: Instant): Promise<void> {
  const answeredAt = byOffice(await headOf(db), at);
  for (const { hash, namedBy } of await db.photos.where('state').equals('unsent').toArray()) {
    const naming = await rowsOf(db, namedBy);
    // Of a record that was forgotten nobody knows any more how it ended: the office says whether it wants the photo.
    if (naming.length < namedBy.length || !naming.every(isPutAside)) continue;
    await db.photos.update(hash, { state: 'refused', code: 'put-aside', answeredAt });
  }
}

interface Forgetting {
  readonly before: Instant;
  readonly durable: number;
  /** Ids of the records that must stay. */
  readonly staying: ReadonlySet<string>;
}

/** Lets go of photos whose records may go; see `PhotoStore`. Part of a transaction. */
export async function forgetPhotos(db: AccountDb, { before, durable, staying }: Forgetting): Promise<void> {
  const hashes = await db.photos
    .where('state')
    .anyOf('acked', 'refused')
    .filter(
      ({ state, answeredAt, head, namedBy }) =>
        answeredAt !== null &&
        answeredAt < before &&
        (state === 'refused' || (head !== null && head <= durable)) &&
        !namedBy.some((id) => staying.has(id)),
    )
    .primaryKeys();
  await db.photos.bulkDelete(hashes);
  await db.photoBytes.bulkDelete(hashes);
}
