import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Month } from '#lib/domain/day.ts';
import { withOrigin, withoutOrigin, type TypedUmkm } from '#lib/domain/origin.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Access } from '../access.ts';
import { decided } from '../apply/mutations.ts';
import { rowOf } from '../apply/purchase-table.ts';
import { readRulebook } from '../facts.ts';
import { append, headOf } from '../journal.ts';
import type { Office } from '../office.ts';
import { purchaseOf } from '../recap/rows.ts';
import type { PurchaseTable } from '../store/schema.ts';
import type { Tx } from '../store/tx.ts';
import { writeTotals } from '../totals.ts';
import type { Desa } from './desa.ts';
import { waiting } from './unlisted.ts';

/** What DKUPP says about an UMKM that was typed. */
export type Ruling =
  /** It is this shop of the registry. */
  | { readonly kind: 'link'; readonly umkm: string }
  /** It is of here, and from now on in the registry. `phone`: digits in international form, or empty. */
  | { readonly kind: 'list'; readonly name: string; readonly desa: Desa; readonly phone: string }
  /** It is not of here, or no UMKM. */
  | { readonly kind: 'refuse'; readonly reason: string };

export interface Ruled {
  /** Purchases that followed. */
  readonly purchases: number;
  /** The officer's own purchases there, which wait for somebody else. */
  readonly own: number;
}

interface Shop {
  readonly id: string;
  readonly name: string;
}

/**
 * Decides about an UMKM that was typed, in whatever spelling; every purchase that waited for it follows, and the
 * months it is in are summed anew. Nobody decides about a purchase of their own: those go on waiting.
 * Refuses `not-found` when nothing waits for it that the officer may decide about, and `unknown-umkm` for a shop
 * that does not sell.
 */
export function decideOrigin(
  { store, now }: Pick<Office, 'store' | 'now'>,
  { by, of, ruling }: { readonly by: Access; readonly of: TypedUmkm; readonly ruling: Ruling },
): Promise<Result<Ruled, 'not-found' | 'unknown-umkm'>> {
  return store.write(async (tx) => {
    const all = await waiting(tx, of);
    const rows = all.filter((row) => row.asn_id !== by.userId);
    if (rows.length === 0) return refuse('not-found');
    const desk = { tx, by, at: now() };
    const rule = await ruleOf(desk, ruling);
    if (rule === null) return refuse('unknown-umkm');
    for (const row of rows) {
      const before = purchaseOf(row);
      await follow(desk, row, rule(before));
    }
    await sumAnew(tx, rows);
    return accept({ purchases: rows.length, own: all.length - rows.length });
  });
}

interface Desk {
  readonly tx: Tx;
  readonly by: Access;
  readonly at: number;
}

/** What a ruling makes of a purchase; null when it names no shop that sells. */
async function ruleOf(desk: Desk, ruling: Ruling): Promise<((purchase: Purchase) => Purchase) | null> {
  if (ruling.kind === 'refuse') return (purchase) => withoutOrigin(purchase, ruling.reason);
  const shop = await shopFor(desk, ruling);
  return shop === undefined ? null : (purchase) => withOrigin(purchase, shop);
}

/** The shop that a ruling names, or makes; undefined when there is none that sells. */
async function shopFor(
  { tx, by, at }: Desk,
  ruling: Exclude<Ruling, { kind: 'refuse' }>,
): Promise<Shop | undefined> {
  if (ruling.kind === 'link') {
    const shops = tx.selectFrom('umkm').select(['id', 'name']).where('status', '=', 'terdata');
    return shops.where('id', '=', ruling.umkm).executeTakeFirst();
  }
  const { name, desa, phone } = ruling;
  const id = randomUUID();
  const body = JSON.stringify({ name, desa: desa.code, phone });
  const [position] = append(tx, [
    { at, kind: 'umkm.list', actor: by.userId, subject: id, ref: id, outcome: 'applied', body },
  ]);
  await tx
    .insertInto('umkm')
    .values({
      id,
      name,
      kecamatan: desa.kecamatan,
      desa_code: desa.code,
      desa: desa.name,
      phone,
      status: 'terdata',
      owner_id: null,
      seq: position?.seq ?? 0,
    })
    .execute();
  return { id, name };
}

/** One entry a purchase: each is somebody's, and can be deleted for itself. */
async function follow({ tx, by, at }: Desk, row: Selectable<PurchaseTable>, after: Purchase): Promise<void> {
  const { umkm, verdict, reason } = after;
  const body = JSON.stringify({ purchase: row.id, umkm, verdict, reason });
  const entry = { at, kind: 'purchase.origin', actor: by.userId, subject: row.asn_id, ref: row.id };
  const [position] = append(tx, [{ ...entry, outcome: 'applied', body }]);
  const { id, ...written } = rowOf(after, { now: at, seq: position?.seq ?? 0 });
  await tx.updateTable('purchase').set(written).where('id', '=', id).execute();
  // What was flagged for this alone is a plain success now, also when its phone asks once more.
  if (after.flags.length === 0) await decided(tx, after.version, { outcome: 'applied', code: null });
}

async function sumAnew(tx: Tx, rows: readonly Selectable<PurchaseTable>[]): Promise<void> {
  const facts = { rulebook: await readRulebook(tx), members: new Map() };
  const touched = new Map(rows.map((row) => [`${row.asn_id} ${row.month}`, row]));
  const { seq } = headOf(tx);
  for (const { asn_id: asnId, month } of touched.values())
    await writeTotals(tx, facts, { asnId, month: month as Month, seq });
}
