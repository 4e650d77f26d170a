import * as z from 'zod/mini';
import { parseDay, type Day } from '#lib/domain/day.ts';
import { PAYMENTS, type PurchaseFields } from '#lib/domain/purchase.ts';
import { ITEMS_LIMIT, itemsTotal, NAME_LIMIT, NOTE_LIMIT } from '#lib/domain/purchase-form.ts';
import { MAX_RUPIAH } from '#lib/domain/rupiah.ts';

/** An id made where the record is made: a UUID (version 7, RFC 9562) in lower case. */
export const id = z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/));

/** SHA-256 in base64url: 43 characters. */
export const hash = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** A civil WIB day. */
export const day = z.pipe(
  z.string().check(
    z.regex(/^\d{4}-\d{2}-\d{2}$/),
    z.refine((text) => parseDay(text).ok),
  ),
  z.transform((text) => text as Day),
);

/** Whole rupiah of one purchase: 1 to {@link MAX_RUPIAH}. */
const rupiah = z.int().check(z.positive(), z.maximum(MAX_RUPIAH));

/** Text that a person typed, without control characters and halves of characters (databases refuse them). */
const text = (limit: number) =>
  // eslint-disable-next-line no-control-regex -- control characters are what it keeps out
  z.string().check(z.maxLength(limit), z.regex(/^[^\u0000-\u0008\u000b-\u001f\u007f\ud800-\udfff]*$/u));

/** The same, and not blank. */
export const said = (limit: number) => text(limit).check(z.regex(/\S/));

const name = said(NAME_LIMIT);

const umkmRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listed'), id, name }),
  z.object({ kind: z.literal('typed'), name, place: name }),
]);

const purchaseItem = z.object({
  name,
  quantity: z.int().check(z.positive(), z.maximum(999)),
  price: rupiah,
});

/**
 * What an ASN says about a purchase, as the domain knows it; an empty list of items and an empty note may be
 * left out on the wire.
 */
export const purchaseFields = z.pipe(
  z
    .object({
      umkm: umkmRef,
      day,
      amount: rupiah,
      items: z._default(z.array(purchaseItem).check(z.maxLength(ITEMS_LIMIT)), []),
      payment: z.enum(PAYMENTS),
      note: z._default(text(NOTE_LIMIT), ''),
    })
    .check(z.refine(({ items, amount }) => items.length === 0 || itemsTotal(items) === amount)),
  z.transform((fields): PurchaseFields => fields),
);
