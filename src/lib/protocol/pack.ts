import * as z from 'zod/mini';
import { ARTS, CATEGORIES, type Product, type Shop } from '#lib/domain/catalogue.ts';

/**
 * A catalogue pack: shops and products of one area, column by column, because columns of like values
 * compress to half of what rows do. Products are grouped by shop, so that the shop is told by a count.
 */
export const pack = z.object({
  v: z.literal(1),
  area: z.string(),
  kecamatan: z.string(),
  /** The journal position the pack was made at: deltas start here. */
  at: z.int(),
  hash: z.string(),
  shops: z.object({
    id: z.array(z.string()),
    name: z.array(z.string()),
    desa: z.array(z.string()),
    phone: z.array(z.string()),
    /** Products of each shop, in the order of the product columns. */
    count: z.array(z.int().check(z.nonnegative())),
  }),
  products: z.object({
    id: z.array(z.string()),
    name: z.array(z.string()),
    unit: z.array(z.string()),
    price: z.array(z.int()),
    /** Places in the domain's lists; a number beyond them is a later release's, shown as the first. */
    category: z.array(z.int()),
    art: z.array(z.int()),
  }),
});
export type Pack = z.infer<typeof pack>;

export interface PackContents {
  readonly shops: Shop[];
  readonly products: Product[];
}

/** Ids travel without dashes: four bytes less each. */
const bare = (id: string) => id.replaceAll('-', '');
const dashed = (hex: string) =>
  hex.length === 32
    ? `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
    : hex;

/** Rows → columns. Shops keep their order; products whose shop is not among them are left out. */
export function packColumns(
  { shops, products }: PackContents,
  head: Pick<Pack, 'area' | 'kecamatan' | 'at' | 'hash'>,
): Pack {
  const byShop = groupBy(products);
  const ordered = shops.flatMap((shop) => byShop.get(shop.id) ?? []);
  return {
    v: 1,
    ...head,
    shops: {
      id: shops.map((shop) => bare(shop.id)),
      name: shops.map((shop) => shop.name),
      desa: shops.map((shop) => shop.desa),
      phone: shops.map((shop) => shop.phone),
      count: shops.map((shop) => byShop.get(shop.id)?.length ?? 0),
    },
    products: {
      id: ordered.map((product) => bare(product.id)),
      name: ordered.map((product) => product.name),
      unit: ordered.map((product) => product.unit),
      price: ordered.map((product) => product.price),
      category: ordered.map((product) => CATEGORIES.indexOf(product.category)),
      art: ordered.map((product) => ARTS.indexOf(product.art)),
    },
  };
}

function groupBy(products: readonly Product[]): Map<string, Product[]> {
  const groups = new Map<string, Product[]>();
  for (const product of products) {
    const group = groups.get(product.shopId);
    if (group) group.push(product);
    else groups.set(product.shopId, [product]);
  }
  return groups;
}

/** Columns → rows. Throws a RangeError when the columns are not of one length: a cut or mixed-up pack. */
export function packRows({ shops, products, kecamatan }: Pack): PackContents {
  const total = shops.count.reduce((sum, count) => sum + count, 0);
  if (Object.values(shops).some((column) => column.length !== shops.id.length))
    throw new RangeError('pack: shops');
  if (Object.values(products).some((column) => column.length !== total))
    throw new RangeError('pack: products');
  const rows: PackContents = { shops: [], products: [] };
  let at = 0;
  for (let i = 0; i < shops.id.length; i += 1) {
    const shopId = dashed(shops.id[i] ?? '');
    rows.shops.push({
      id: shopId,
      name: shops.name[i] ?? '',
      kecamatan,
      desa: shops.desa[i] ?? '',
      phone: shops.phone[i] ?? '',
    });
    for (const end = at + (shops.count[i] ?? 0); at < end; at += 1) {
      rows.products.push({
        id: dashed(products.id[at] ?? ''),
        shopId,
        name: products.name[at] ?? '',
        unit: products.unit[at] ?? '',
        price: products.price[at] ?? 0,
        category: CATEGORIES[products.category[at] ?? 0] ?? CATEGORIES[0],
        art: ARTS[products.art[at] ?? 0] ?? ARTS[0],
      });
    }
  }
  return rows;
}
