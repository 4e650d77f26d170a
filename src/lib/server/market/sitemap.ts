import { sql, type Kysely } from 'kysely';
import { KECAMATAN } from '#lib/domain/kecamatan.ts';
import type { Schema } from '../store/schema.ts';

/*
 * The addresses that search engines may find, by the sitemaps protocol (sitemaps.org): an index, and below it
 * documents of at most 50,000 addresses and 50 MB. Ours stay far smaller, so that none costs much.
 */

type Db = Kysely<Schema>;

/** Addresses in one document: about 400 kB. */
const PART = 5_000;

/** A document of the sitemap: `tempat`, `umkm-1`, `produk-3`. */
const NAME = /^(umkm|produk)-([1-9]\d{0,3})$/;
const PLACES = 'tempat';

const element = (name: string, addresses: readonly string[], each: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n` +
  addresses.map((address) => `<${each}><loc>${address}</loc></${each}>\n`).join('') +
  `</${name}>\n`;

const shops = (db: Db) => db.selectFrom('umkm').where('status', '=', 'terdata');
const products = (db: Db) =>
  db
    .selectFrom('product')
    .innerJoin('umkm', 'umkm.id', 'product.umkm_id')
    .where('product.gone', '=', 0)
    .where('umkm.status', '=', 'terdata');

const COUNT = sql<number>`count(*)`.as('count');

/** The index: XML that names every document. */
export async function sitemapIndex(db: Db, origin: string): Promise<string> {
  const { count: shopCount } = await shops(db).select(COUNT).executeTakeFirstOrThrow();
  const { count: productCount } = await products(db).select(COUNT).executeTakeFirstOrThrow();
  const named = (name: string, count: number) =>
    Array.from({ length: Math.ceil(count / PART) }, (_, i) => `${name}-${String(i + 1)}`);
  const names = [PLACES, ...named('umkm', Number(shopCount)), ...named('produk', Number(productCount))];
  return element(
    'sitemapindex',
    names.map((name) => `${origin}/sitemap/${name}.xml`),
    'sitemap',
  );
}

/** One document by its name, as XML; null when there is none of this name, or nothing in it. */
export async function sitemapPart(db: Db, origin: string, name: string): Promise<string | null> {
  if (name === PLACES) {
    const paths = ['/pasar', ...KECAMATAN.map(({ code }) => `/pasar/${code}`)];
    return urlset(paths.map((path) => origin + path));
  }
  const [, kind, part] = NAME.exec(name) ?? [];
  if (kind === undefined) return null;
  const offset = (Number(part) - 1) * PART;
  const rows =
    kind === 'umkm'
      ? await shops(db).select('id').orderBy('id').limit(PART).offset(offset).execute()
      : await products(db).select('product.id').orderBy('product.id').limit(PART).offset(offset).execute();
  return rows.length === 0 ? null : urlset(rows.map(({ id }) => `${origin}/${kind}/${id}`));
}

const urlset = (addresses: readonly string[]) => element('urlset', addresses, 'url');
