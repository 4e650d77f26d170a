import { kecamatanName } from '#lib/domain/kecamatan.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import { candidates, type OfficeMonth } from './month.ts';
import { purchaseOf } from './rows.ts';

/** A purchase as the office has it, with the place of its UMKM: desa and kecamatan, or as it was typed. */
export interface PlacedPurchase {
  readonly purchase: Purchase;
  readonly place: string;
}

/** The month's purchases of the office's people (`asnId`: of one), by person. Reads every purchase. */
export async function readPurchases(
  query: OfficeMonth,
  asnId?: string,
): Promise<Map<string, PlacedPurchase[]>> {
  const rows = await query.db
    .selectFrom('purchase')
    .leftJoin('umkm', 'umkm.id', 'purchase.umkm_id')
    .selectAll('purchase')
    .select(['umkm.desa', 'umkm.kecamatan'])
    .where('purchase.month', '=', query.month)
    .$if(asnId !== undefined, (q) => q.where('purchase.asn_id', '=', asnId ?? ''))
    .$if(query.officeId !== null, (q) => q.where('purchase.asn_id', 'in', candidates(query)))
    .execute();
  const byPerson = new Map<string, PlacedPurchase[]>();
  for (const row of rows) {
    const place = row.umkm_id === null ? row.umkm_place : placeName(row.desa, row.kecamatan);
    const placed = { purchase: purchaseOf(row), place };
    const others = byPerson.get(row.asn_id);
    if (others) others.push(placed);
    else byPerson.set(row.asn_id, [placed]);
  }
  return byPerson;
}

/** `Krucil Kulon, Krucil`; empty when the registry does not tell. */
const placeName = (desa: string | null, kecamatan: string | null): string =>
  [desa ?? '', kecamatan === null ? '' : kecamatanName(kecamatan)].filter((part) => part !== '').join(', ');
