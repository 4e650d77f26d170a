import { sql, type Kysely } from 'kysely';
import { PACK_DELTA_SHARE, PACK_PRODUCTS } from '#lib/protocol/limits.ts';
import { areaOf, catalogueOf, isDesa, kecamatanOf } from '#lib/protocol/scope.ts';
import type { Schema } from '../store/schema.ts';

type Db = Kysely<Schema>;

/** What a kecamatan's catalogue lacks. */
export interface Due {
  /** Scopes whose pack is missing or was outgrown by what changed since. */
  readonly publish: readonly string[];
  /** Scopes that are no longer told of: the kecamatan as a whole, once it is cut into desa. */
  readonly drop: readonly string[];
}

/** The newest journal position of any shop or product. */
export async function catalogueAt(db: Db): Promise<number> {
  const { at } = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('umkm')
        .select(sql<number | null>`max(seq)`.as('seq'))
        .as('umkm'),
      eb
        .selectFrom('product')
        .select(sql<number | null>`max(seq)`.as('seq'))
        .as('product'),
    ])
    .executeTakeFirstOrThrow()
    .then(({ umkm, product }) => ({ at: Math.max(umkm ?? 0, product ?? 0) }));
  return at;
}

/** The kecamatan in which a shop or product was written after a position. */
export async function changedKecamatan(db: Db, since: number): Promise<string[]> {
  const rows = await db
    .selectFrom('umkm')
    .select('kecamatan')
    .where('seq', '>', since)
    .union(
      db
        .selectFrom('product')
        .innerJoin('umkm', 'umkm.id', 'product.umkm_id')
        .select('umkm.kecamatan')
        .where('product.seq', '>', since),
    )
    .execute();
  return rows.map((row) => row.kecamatan).sort();
}

/** What must be published for a kecamatan: one pack, or one a desa once it has too many products for one. */
export async function duePacks(db: Db, kecamatan: string): Promise<Due> {
  const published = (await db.selectFrom('pack').select(['scope', 'at', 'products']).execute()).filter(
    (pack) => kecamatanOf(pack.scope) === kecamatan,
  );
  const desa = await productsByDesa(db, kecamatan);
  const total = desa.reduce((sum, { products }) => sum + products, 0);
  // Once cut up it stays so: phones should not fetch everything anew when a product is taken off the list.
  const cut = total > PACK_PRODUCTS || published.some((pack) => isDesa(pack.scope));
  const whole = catalogueOf(kecamatan);
  const wanted = cut ? desa.map(({ code }) => catalogueOf(code)) : desa.length > 0 ? [whole] : [];
  const publish: string[] = [];
  for (const scope of wanted) {
    const pack = published.find((known) => known.scope === scope);
    if (!pack || (await isOutgrown(db, pack))) publish.push(scope);
  }
  return { publish, drop: cut && published.some((pack) => pack.scope === whole) ? [whole] : [] };
}

async function productsByDesa(db: Db, kecamatan: string): Promise<{ code: string; products: number }[]> {
  return db
    .selectFrom('umkm')
    .leftJoin('product', (join) => join.onRef('product.umkm_id', '=', 'umkm.id').on('product.gone', '=', 0))
    .where('umkm.kecamatan', '=', kecamatan)
    .where('umkm.status', '=', 'terdata')
    .groupBy('umkm.desa_code')
    .select((eb) => ['umkm.desa_code as code', eb.fn.count<number>('product.id').as('products')])
    .orderBy('umkm.desa_code')
    .execute();
}

interface Published {
  readonly scope: string;
  readonly at: number;
  readonly products: number;
}

/** Whether the rows that changed since are more than a fifth of the pack. */
async function isOutgrown(db: Db, { scope, at, products }: Published): Promise<boolean> {
  const column = isDesa(scope) ? 'desa_code' : 'kecamatan';
  const { shops, goods } = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('umkm')
        .select(sql<number>`count(*)`.as('count'))
        .where(column, '=', areaOf(scope))
        .where('seq', '>', at)
        .as('shops'),
      eb
        .selectFrom('product')
        .innerJoin('umkm', 'umkm.id', 'product.umkm_id')
        .select(sql<number>`count(*)`.as('count'))
        .where(`umkm.${column}`, '=', areaOf(scope))
        .where('product.seq', '>', at)
        .as('goods'),
    ])
    .executeTakeFirstOrThrow();
  return (shops ?? 0) + (goods ?? 0) > Math.max(1, products * PACK_DELTA_SHARE);
}
