import { v7 as uuid } from 'uuid';
import type { Day, Instant } from '#lib/domain/day.ts';
import type { PurchaseFields } from '#lib/domain/purchase.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { OutboxRow } from '#lib/sync/ports.ts';
import { sha256 } from './hash.ts';
import { headOf, type AccountDb } from './phone.ts';
import { namePhotos, setPhotosAside } from './photo-rows.ts';

/** A mutation whose body will never change any more. */
export interface FrozenMutation {
  readonly id: string;
  readonly body: string;
  readonly hash: string;
  /** The purchase that it is about; its own id when it records one. */
  readonly about: string;
  readonly madeAt: Instant;
}

/**
 * Freezes what a person did, and hashes it. This happens before the transaction that writes it, because a
 * transaction of IndexedDB does not survive waiting for WebCrypto.
 */
export async function freeze(wish: MutationBody, madeAt: Instant): Promise<FrozenMutation> {
  const id = uuid({ msecs: madeAt });
  const body = JSON.stringify(wish);
  const about = wish.type === 'purchase.record' ? id : wish.purchase;
  return { id, body, hash: await sha256(body), about, madeAt };
}

export interface Beside {
  /** The draft that this came from: it goes in the same transaction. */
  readonly draftId?: string | undefined;
  /** Refused rows about this purchase are mended by this mutation, whichever purchase that is about. */
  readonly mends?: string | undefined;
  /** The photos that this names, and the day of the purchase: they go out of the draft with it. */
  readonly photos?: { readonly hashes: readonly string[]; readonly day: Day | null } | undefined;
}

/** Writes number, row and head in one transaction. Fulfilled once it is on the disk, with the row's number. */
export async function append(db: AccountDb, frozen: FrozenMutation, beside: Beside = {}): Promise<number> {
  const { id, body, hash, about, madeAt } = frozen;
  return db.transaction('rw', [db.outbox, db.meta, db.drafts, db.photos], async () => {
    const head = await headOf(db);
    const n = head.next;
    // Nothing can be about what is only now recorded.
    const after = about === id ? null : await newestUnsent(db, about);
    // One after the other they would each wait for an answer: IndexedDB takes them in this order all the same.
    const writes: PromiseLike<unknown>[] = [
      db.outbox.add({
        n,
        id,
        after,
        body,
        hash,
        madeAt,
        state: 'unsent',
        code: null,
        head: null,
        answeredAt: null,
      }),
      db.meta.put({ ...head, next: n + 1 }),
    ];
    if (beside.draftId !== undefined) writes.push(db.drafts.delete(beside.draftId));
    await Promise.all(writes);
    if (beside.photos) await namePhotos(db, { ...beside.photos, by: id, purchase: about });
    if (beside.mends !== undefined) await markMended(db, beside.mends, { by: id, at: madeAt });
    return n;
  });
}

/**
 * Refused rows about a purchase stay in the outbox, and stand no longer on the screen; nor do photos go that
 * only they name. Part of a transaction over outbox, photos and meta.
 */
export async function markMended(
  db: AccountDb,
  purchase: string,
  { by, at }: { readonly by: string; readonly at: Instant },
): Promise<void> {
  const rows = db.outbox
    .where('state')
    .equals('refused')
    .filter((row) => row.mendedBy === undefined && isAbout(row, purchase));
  await rows.modify({ mendedBy: by });
  await setPhotosAside(db, at);
}

/**
 * What fell with a record after that was mended or put aside is so too: nothing else would ever be said of it.
 * Part of a transaction over the outbox.
 */
export async function markFallen(db: AccountDb): Promise<void> {
  const refused = await db.outbox.where('state').equals('refused').toArray();
  const mended = new Map(
    refused.flatMap(({ id, mendedBy }) => (mendedBy === undefined ? [] : [[id, mendedBy]])),
  );
  for (const row of refused) {
    const mendedBy = mended.get(aboutOf(row));
    if (row.mendedBy === undefined && row.code === 'depends' && mendedBy !== undefined)
      await db.outbox.update(row.n, { mendedBy });
  }
}

/** The newest mutation about the same purchase that the office has not decided about: it must come first. */
async function newestUnsent(db: AccountDb, purchase: string): Promise<string | null> {
  const rows = await db.outbox.where('state').equals('unsent').toArray();
  return rows.filter((row) => isAbout(row, purchase)).pop()?.id ?? null;
}

const isAbout = (row: OutboxRow, purchase: string): boolean =>
  row.id === purchase || aboutOf(row) === purchase;

/** The purchase that a row names, or itself when it names none. Bodies are texts; this looks into one without trust. */
export function aboutOf(row: OutboxRow): string {
  try {
    const body: unknown = JSON.parse(row.body);
    const named = typeof body === 'object' && body !== null && 'purchase' in body ? body.purchase : null;
    return typeof named === 'string' ? named : row.id;
  } catch {
    return row.id;
  }
}

type WireFields = Extract<MutationBody, { type: 'purchase.record' }>['fields'];

/** Fields as they travel: empty lists and notes are left out, and the protocol's schema fills them in again. */
export function onTheWire({ items, note, ...fields }: PurchaseFields): WireFields {
  const wire: Omit<WireFields, 'items' | 'note'> & Partial<WireFields> = {
    ...fields,
    ...(items.length === 0 ? {} : { items: [...items] }),
    ...(note === '' ? {} : { note }),
  };
  return wire as WireFields;
}
