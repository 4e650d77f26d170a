import type { Product, Shop } from '#lib/domain/catalogue.ts';
import type { Instant } from '#lib/domain/day.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { packRows } from '#lib/protocol/pack.ts';
import type { CacheDb, CachedPack } from './phone.ts';
import { entry, words, type Entry } from './search.ts';

/** One pack in memory, ready to be searched. */
export interface Shelf {
  readonly kecamatan: KecamatanCode;
  /** The journal position it was heard up to. */
  readonly at: number;
  readonly heardAt: Instant;
  readonly products: readonly Entry<Product>[];
  readonly shops: readonly Entry<Shop>[];
  readonly shopById: ReadonlyMap<string, Shop>;
  readonly productById: ReadonlyMap<string, Product>;
}

export function shelve({ pack, kecamatan, heardAt }: CachedPack, at: number): Shelf {
  const rows = packRows(pack);
  const shopWords = new Map(rows.shops.map((shop) => [shop.id, words(`${shop.name} ${shop.desa}`)]));
  return {
    kecamatan,
    at,
    heardAt,
    products: rows.products.map((product) =>
      entry(product, product.name, shopWords.get(product.shopId) ?? ''),
    ),
    shops: rows.shops.map((shop) => entry(shop, shop.name, words(shop.desa))),
    shopById: new Map(rows.shops.map((shop) => [shop.id, shop])),
    productById: new Map(rows.products.map((product) => [product.id, product])),
  };
}

/** Packs in memory by their scope. Replaced, never changed, so that a rune sees it. */
export type Shelves = ReadonlyMap<string, Shelf>;
export const NO_SHELVES: Shelves = new Map();

/**
 * Takes in the packs that are new or changed and drops those that are gone, one pack a step, so that the
 * screen stays quick meanwhile. The cursors tell which: pack and cursor are written in one transaction.
 */
export async function* refill(cache: CacheDb, before: Shelves): AsyncGenerator<Shelves> {
  let shelves = before;
  const cursors = await cache.cursors.toArray();
  const kept = new Set<string>(await cache.packs.toCollection().primaryKeys());
  const left = [...before].filter(([scope]) => kept.has(scope));
  if (left.length < before.size) yield (shelves = new Map(left));
  for (const { scope, at } of cursors) {
    if (!kept.has(scope) || shelves.get(scope)?.at === at) continue;
    const cached = await cache.packs.get(scope);
    if (cached) yield (shelves = new Map(shelves).set(scope, shelve(cached, at)));
  }
}

/** The first answer that a shelf gives. */
export function onShelf<T>(shelves: Shelves, ask: (shelf: Shelf) => T | undefined): T | undefined {
  for (const shelf of shelves.values()) {
    const answer = ask(shelf);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Ids of the shops of a kecamatan. */
export function shopsIn(shelves: Shelves, kecamatan: KecamatanCode): ReadonlySet<string> {
  const own = [...shelves.values()].filter((shelf) => shelf.kecamatan === kecamatan);
  return new Set(own.flatMap((shelf) => [...shelf.shopById.keys()]));
}
