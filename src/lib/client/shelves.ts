import type { Product, Shop } from '#lib/domain/catalogue.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { packRows } from '#lib/protocol/pack.ts';
import { idle } from './idle.ts';
import type { CacheDb, CachedPack } from './phone.ts';
import { entry, words, type Entry } from './search.ts';

/** One pack in memory, ready to be searched. */
export interface Shelf {
  readonly kecamatan: KecamatanCode;
  readonly version: string;
  readonly products: readonly Entry<Product>[];
  readonly shops: readonly Entry<Shop>[];
  readonly shopById: ReadonlyMap<string, Shop>;
  readonly productById: ReadonlyMap<string, Product>;
}

export function shelve({ pack, kecamatan, version }: CachedPack): Shelf {
  const rows = packRows(pack);
  const shopWords = new Map(rows.shops.map((shop) => [shop.id, words(`${shop.name} ${shop.desa}`)]));
  return {
    kecamatan,
    version,
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

/** Versions of the packs on this phone by their scope, read from the index alone: a pack is half a megabyte. */
export async function versions(cache: CacheDb): Promise<ReadonlyMap<string, string>> {
  return cache.transaction('r', cache.packs, async () => {
    const scopes = await cache.packs.orderBy('version').primaryKeys();
    const found = (await cache.packs.orderBy('version').keys()) as string[];
    return new Map(scopes.map((scope, i) => [scope, found[i] ?? '']));
  });
}

/**
 * Takes in the packs that are new or changed and drops those that are gone, one pack at each quiet moment:
 * a whole regency takes a slow phone a second, in which the quota must appear and a key be answered.
 */
export async function* refill(cache: CacheDb, before: Shelves): AsyncGenerator<Shelves> {
  let shelves = before;
  const kept = await versions(cache);
  const left = [...before].filter(([scope]) => kept.has(scope));
  if (left.length < before.size) yield (shelves = new Map(left));
  for (const [scope, version] of kept) {
    if (shelves.get(scope)?.version === version) continue;
    await idle();
    const cached = await cache.packs.get(scope);
    if (cached) yield (shelves = new Map(shelves).set(scope, shelve(cached)));
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
