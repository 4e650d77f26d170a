import type { Selectable } from 'kysely';
import { monthOf } from '#lib/domain/day.ts';
import { flagsOnArrival, type Flag, type Purchase, type PurchaseFields } from '#lib/domain/purchase.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { MEMORY_MS } from '#lib/protocol/limits.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { purchaseOf } from '../recap/rows.ts';
import { Prepared } from '../store/prepared.ts';
import type { PhotoTable, PurchaseTable } from '../store/schema.ts';
import { NotYet, type Context } from './kind.ts';
import { find } from './mutations.ts';

/** A purchase as the office takes it in: the fields with the registry's name, and what must be looked at. */
export interface Arrival {
  readonly fields: PurchaseFields;
  readonly flags: Flag[];
}

const umkmById = new Prepared<{ id: string }, { name: string }>((db, hole) =>
  db.selectFrom('umkm').select('name').where('id', '=', hole('id')),
);

/** What the office adds to what the phone says; refuses an UMKM id that nobody ever handed out. */
export async function arrive(
  fields: PurchaseFields,
  { tx, facts, now, today, numberReused, carried }: Context,
): Promise<Result<Arrival, ProblemCode>> {
  const { umkm } = fields;
  const listed = umkm.kind === 'listed' ? await umkmById.first(tx, { id: umkm.id }) : undefined;
  if (umkm.kind === 'listed' && !listed) return refuse('unknown-umkm');
  const flags = flagsOnArrival(fields, {
    receivedAt: now,
    today,
    umkmListed: listed !== undefined,
    rulebook: facts.rulebook,
  });
  if (numberReused) flags.push('number-reused');
  if (carried) flags.push('carried');
  return accept({
    // Recaps show this name: a phone cannot call a shop of the registry something else.
    fields: umkm.kind === 'listed' && listed ? { ...fields, umkm: { ...umkm, name: listed.name } } : fields,
    flags,
  });
}

type Row = Selectable<PurchaseTable>;

/** The row of a purchase as it stands after the decision at `seq`. */
export function rowOf(purchase: Purchase, { now, seq }: Pick<Context, 'now' | 'seq'>): Row {
  const { umkm } = purchase;
  return {
    id: purchase.id,
    asn_id: purchase.asnId,
    umkm_id: umkm.kind === 'listed' ? umkm.id : null,
    umkm_name: umkm.name,
    umkm_place: umkm.kind === 'typed' ? umkm.place : '',
    day: purchase.day,
    month: monthOf(purchase.day),
    amount: purchase.amount,
    items_json: JSON.stringify(purchase.items),
    payment: purchase.payment,
    note: purchase.note,
    verdict: purchase.verdict,
    reason: purchase.reason,
    flags_json: JSON.stringify(purchase.flags),
    received_at: purchase.receivedAt ?? now,
    version: purchase.version,
    seq,
    photos_json: JSON.stringify(purchase.photos),
    wanted_json: JSON.stringify(purchase.photosWanted),
  };
}

const insert = new Prepared<Row>((db, hole) =>
  db.insertInto('purchase').values({
    id: hole('id'),
    asn_id: hole('asn_id'),
    umkm_id: hole('umkm_id'),
    umkm_name: hole('umkm_name'),
    umkm_place: hole('umkm_place'),
    day: hole('day'),
    month: hole('month'),
    amount: hole('amount'),
    items_json: hole('items_json'),
    payment: hole('payment'),
    note: hole('note'),
    verdict: hole('verdict'),
    reason: hole('reason'),
    flags_json: hole('flags_json'),
    received_at: hole('received_at'),
    version: hole('version'),
    seq: hole('seq'),
    photos_json: hole('photos_json'),
    wanted_json: hole('wanted_json'),
  }),
);

/** Writes a purchase that is new. */
export async function insertPurchase(context: Context, purchase: Purchase): Promise<void> {
  await insert.all(context.tx, rowOf(purchase, context));
}

/** Writes a purchase over what it was. */
export async function updatePurchase(context: Context, purchase: Purchase): Promise<void> {
  const { id, ...row } = rowOf(purchase, context);
  await context.tx.updateTable('purchase').set(row).where('id', '=', id).execute();
}

const byId = new Prepared<{ id: string }, Row>((db, hole) =>
  db.selectFrom('purchase').selectAll().where('id', '=', hole('id')),
);

/** The purchase that a correction or withdrawal names, when it is {@link ownPurchase} and still as they saw it. */
export async function namedPurchase(
  { purchase: id, base }: { readonly purchase: string; readonly base: string },
  context: Context,
): Promise<Result<Purchase, ProblemCode>> {
  const own = await ownPurchase(id, context);
  return own.ok && own.value.version !== base ? refuse('stale') : own;
}

/**
 * The author's purchase with this id, unless it is withdrawn. Throws {@link NotYet} for one that never came:
 * only who has it can name it, so it will come. Unless it is gone everywhere, from an emptied phone and from an
 * office that came back from a backup: once no phone would still offer it, what names it is refused.
 */
export async function ownPurchase(id: string, context: Context): Promise<Result<Purchase, ProblemCode>> {
  const { tx, author } = context;
  const row = await byId.first(tx, { id });
  if (!row) {
    if ((await find(tx, id)) !== undefined || isPastMemory(context)) return refuse('unknown-record');
    throw new NotYet('unknown-record');
  }
  if (row.asn_id !== author.userId) return refuse('not-yours');
  if (row.verdict === 'ditarik') return refuse('already-withdrawn');
  return accept(purchaseOf(row));
}

/** Whether the mutation is older than what phones remember, and nothing of its own phone is still to come. */
const isPastMemory = ({ madeAt, now, asksAgain }: Context): boolean => !asksAgain && now - madeAt > MEMORY_MS;

const seenOf = new Prepared<{ owner: string; hash: string }, Pick<PhotoTable, 'refused'>>((db, hole) =>
  db
    .selectFrom('photo')
    .select('refused')
    .where('owner', '=', hole('owner'))
    .where('hash', '=', hole('hash')),
);

/**
 * The purchase with what the office still wants of its photos: those that this owner has not sent before. One
 * that it refused before is no photo of it: it would be waited for in vain.
 */
export async function wantingPhotos(purchase: Purchase, { tx, author }: Context): Promise<Purchase> {
  const photosWanted: string[] = [];
  const refused = new Set<string>();
  for (const hash of purchase.photosWanted) {
    const seen = await seenOf.first(tx, { owner: author.userId, hash });
    if (!seen) photosWanted.push(hash);
    else if (seen.refused !== null) refused.add(hash);
  }
  if (photosWanted.length === purchase.photosWanted.length) return purchase;
  return { ...purchase, photosWanted, photos: purchase.photos.filter((hash) => !refused.has(hash)) };
}
