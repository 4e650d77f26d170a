import { sql, type Kysely } from 'kysely';
import type { Art, Category, Product, Shop } from '#lib/domain/catalogue.ts';
import { KECAMATAN, type Kecamatan, type KecamatanCode } from '#lib/domain/kecamatan.ts';
import { kecamatanOf } from '#lib/protocol/scope.ts';
import type { Schema } from '../store/schema.ts';

/*
 * What everybody may see of the catalogue, signed in or not: shops that are listed and sell, and their goods.
 * Nothing of buyers is read here.
 */

type Db = Kysely<Schema>;

/** Goods on one page of a kecamatan. */
export const PAGE = 24;
/** Goods shown beside something else. */
const FEW = 8;

/** A product with the shop that sells it. */
export interface Good {
  readonly product: Product;
  readonly shop: Shop;
}

const goods = (db: Db) =>
  db
    .selectFrom('product')
    .innerJoin('umkm', 'umkm.id', 'product.umkm_id')
    .select([
      'product.id',
      'product.umkm_id',
      'product.name',
      'product.unit',
      'product.price',
      'product.category',
      'product.art',
      'umkm.name as shop_name',
      'umkm.kecamatan',
      'umkm.desa',
      'umkm.phone',
    ])
    .where('product.gone', '=', 0)
    .where('umkm.status', '=', 'terdata');

type GoodRow = Awaited<ReturnType<ReturnType<typeof goods>['execute']>>[number];

const goodOf = (row: GoodRow): Good => ({
  product: {
    id: row.id,
    shopId: row.umkm_id,
    name: row.name,
    unit: row.unit,
    price: row.price,
    category: row.category,
    art: row.art as Art,
  },
  shop: {
    id: row.umkm_id,
    name: row.shop_name,
    kecamatan: row.kecamatan,
    desa: row.desa,
    phone: row.phone,
  },
});

/** A product that is sold, with some others beside it; null when there is none under this id. */
export async function productPage(
  db: Db,
  id: string,
): Promise<{ good: Good; others: Good[]; nearby: Good[] } | null> {
  const row = await goods(db).where('product.id', '=', id).executeTakeFirst();
  if (row === undefined) return null;
  const good = goodOf(row);
  const others = await goods(db)
    .where('product.umkm_id', '=', good.shop.id)
    .where('product.id', '!=', id)
    .orderBy('product.name')
    .limit(FEW)
    .execute();
  const nearby = await goods(db)
    .where('umkm.kecamatan', '=', good.shop.kecamatan)
    .where('umkm.id', '!=', good.shop.id)
    .where('product.category', '=', good.product.category)
    .orderBy('product.id')
    .limit(FEW)
    .execute();
  return { good, others: others.map(goodOf), nearby: nearby.map(goodOf) };
}

/** A shop that sells, with all its goods by name; null when there is none under this id. */
export async function shopPage(db: Db, id: string): Promise<{ shop: Shop; goods: Good[] } | null> {
  const shop = await db
    .selectFrom('umkm')
    .select(['id', 'name', 'kecamatan', 'desa', 'phone'])
    .where('id', '=', id)
    .where('status', '=', 'terdata')
    .executeTakeFirst();
  if (shop === undefined) return null;
  const rows = await goods(db).where('product.umkm_id', '=', id).orderBy('product.name').execute();
  return { shop, goods: rows.map(goodOf) };
}

/** Which goods of a kecamatan: `page` counts from 1. */
export interface Choice {
  readonly kecamatan: KecamatanCode;
  readonly category: Category | null;
  readonly page: number;
}

/** One page of a kecamatan's goods, the newest first, and how many pages there are (at least 1). */
export async function areaPage(
  db: Db,
  { kecamatan, category, page }: Choice,
): Promise<{ goods: Good[]; count: number; pages: number }> {
  const chosen = () => {
    const all = goods(db).where('umkm.kecamatan', '=', kecamatan);
    return category === null ? all : all.where('product.category', '=', category);
  };
  const { count } = await chosen()
    .clearSelect()
    .select(sql<number>`count(*)`.as('count'))
    .executeTakeFirstOrThrow();
  const rows = await chosen()
    .orderBy('product.seq', 'desc')
    .orderBy('product.id')
    .limit(PAGE)
    .offset((page - 1) * PAGE)
    .execute();
  const found = Number(count);
  return { goods: rows.map(goodOf), count: found, pages: Math.max(1, Math.ceil(found / PAGE)) };
}

/** The newest goods of the regency. */
export async function newestGoods(db: Db): Promise<Good[]> {
  const rows = await goods(db).orderBy('product.seq', 'desc').orderBy('product.id').limit(FEW).execute();
  return rows.map(goodOf);
}

/** A kecamatan and how many goods its published packs hold: the figure is as old as they are. */
export type Area = Kecamatan & { readonly products: number };

/** All kecamatan, by name. */
export async function areas(db: Db): Promise<Area[]> {
  const products = new Map<KecamatanCode, number>();
  for (const pack of await db.selectFrom('pack').select(['scope', 'products']).execute()) {
    const code = kecamatanOf(pack.scope);
    products.set(code, (products.get(code) ?? 0) + pack.products);
  }
  return KECAMATAN.map((one) => ({ ...one, products: products.get(one.code) ?? 0 })).sort((a, b) =>
    a.name.localeCompare(b.name, 'id'),
  );
}
