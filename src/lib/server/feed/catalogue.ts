import { sql, type Selectable } from 'kysely';
import type { Art } from '#lib/domain/catalogue.ts';
import { PACK_DELTA_SHARE } from '#lib/protocol/limits.ts';
import { areaOf, isDesa } from '#lib/protocol/scope.ts';
import type { PublishedPack } from '../facts.ts';
import type { Newest } from '../newest.ts';
import { Prepared } from '../store/prepared.ts';
import type { ProductTable, UmkmTable } from '../store/schema.ts';
import type { Tx } from '../store/tx.ts';
import { wholePositions, type News, type Told } from './page.ts';

/** Rows of each kind read at once: about a page of them. */
const LIMIT = 250;

type ShopRow = Pick<Selectable<UmkmTable>, 'id' | 'name' | 'desa' | 'phone' | 'status' | 'seq'>;
type ProductRow = Selectable<ProductTable>;
interface Since {
  readonly area: string;
  readonly at: number;
  readonly limit: number;
}

/*
 * Read along `seq`, so that the work grows with what changed and not with what there is: the empty text
 * behind the area's column keeps the engines from walking through the whole area instead.
 */
const shopsSince = (column: 'kecamatan' | 'desa_code') =>
  new Prepared<Since, ShopRow>((db, hole) =>
    db
      .selectFrom('umkm')
      .select(['id', 'name', 'desa', 'phone', 'status', 'seq'])
      .where('seq', '>', hole('at'))
      .where(sql<boolean>`${sql.ref(column)} || '' = ${hole('area')}`)
      .orderBy('seq')
      .limit(hole('limit')),
  );

const productsSince = (column: 'kecamatan' | 'desa_code') =>
  new Prepared<Since, ProductRow>((db, hole) =>
    db
      .selectFrom('product')
      .innerJoin('umkm', 'umkm.id', 'product.umkm_id')
      .selectAll('product')
      .where('product.seq', '>', hole('at'))
      .where(sql<boolean>`${sql.ref(`umkm.${column}`)} || '' = ${hole('area')}`)
      .orderBy('product.seq')
      .limit(hole('limit')),
  );

const OF_KECAMATAN = { shops: shopsSince('kecamatan'), products: productsSince('kecamatan') };
const OF_DESA = { shops: shopsSince('desa_code'), products: productsSince('desa_code') };

export interface CatalogueRequest {
  readonly pack: PublishedPack;
  readonly newest: Newest;
  /** Everything up to here was told; 0 for nothing. */
  readonly at: number;
}

/**
 * What changed in an area since: rows one by one, or the pack to start from where nothing was told yet or
 * where the rows outgrew a fifth of it.
 */
export async function catalogueNews(tx: Tx, { pack, newest, at }: CatalogueRequest): Promise<News> {
  if (at === 0) return fromPack(tx, pack, newest);
  const news = await rowsSince(tx, { scope: pack.scope, newest, at });
  const outgrown = at < pack.at && news.rows.length > Math.max(1, pack.products * PACK_DELTA_SHARE);
  return outgrown ? fromPack(tx, pack, newest) : news;
}

async function fromPack(tx: Tx, pack: PublishedPack, newest: Newest): Promise<News> {
  const { scope, hash, products, bytes, at } = pack;
  const news = await rowsSince(tx, { scope, newest, at });
  return { ...news, rows: [{ seq: at, change: { kind: 'pack', hash, products, bytes } }, ...news.rows] };
}

/** Whether rows of any area changed since. */
export const catalogueChanged = (newest: Newest, at: number): boolean =>
  newest.umkm > at || newest.product > at;

async function rowsSince(
  tx: Tx,
  { scope, newest, at }: { scope: string; newest: Newest; at: number },
): Promise<News> {
  if (!catalogueChanged(newest, at)) return { scope, rows: [], upTo: null };
  const queries = isDesa(scope) ? OF_DESA : OF_KECAMATAN;
  const area = areaOf(scope);
  const shops = await wholePositions((limit) => queries.shops.all(tx, { area, at, limit }), LIMIT);
  const products = await wholePositions((limit) => queries.products.all(tx, { area, at, limit }), LIMIT);
  const upTo = Math.min(shops.upTo ?? Infinity, products.upTo ?? Infinity);
  const rows = [...shops.rows.map(shopTold), ...products.rows.map(productTold)]
    .filter(({ seq }) => seq <= upTo)
    // A shop before its products, where one position wrote both: the sort keeps the order of equals.
    .sort((a, b) => a.seq - b.seq);
  return { scope, rows, upTo: upTo === Infinity ? null : upTo };
}

const shopTold = ({ id, name, desa, phone, status, seq }: ShopRow): Told => ({
  seq,
  change: status === 'ditutup' ? { kind: 'gone', of: 'shop', id } : { kind: 'shop', id, name, desa, phone },
});

const productTold = ({
  id,
  umkm_id: shop,
  name,
  unit,
  price,
  category,
  art,
  gone,
  seq,
}: ProductRow): Told => ({
  seq,
  change:
    gone === 1
      ? { kind: 'gone', of: 'product', id }
      : { kind: 'product', id, shop, name, unit, price, category, art: art as Art },
});
