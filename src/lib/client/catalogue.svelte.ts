import { liveQuery } from 'dexie';
import type { Category, Product, Shop } from '#lib/domain/catalogue.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { Live } from './live.svelte.ts';
import type { CacheDb, DirectoryRow } from './phone.ts';
import { find, type Entry } from './search.ts';
import { NO_SHELVES, onShelf, refill, shopsIn, versions, type Shelf, type Shelves } from './shelves.ts';

export interface SearchOptions {
  readonly kecamatan?: KecamatanCode | null | undefined;
  readonly category?: Category | null | undefined;
  /** At most so many rows; 60 unless told. */
  readonly limit?: number | undefined;
}

/** Rows found, best first, and how many there are in all. */
export interface Found<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

const LIMIT = 60;

/**
 * The registry of UMKM and products that is on this phone. Everything is synchronous and live: written in a
 * `$derived`, a search is answered again when a pack arrives.
 */
export class Catalogue {
  readonly #cache: CacheDb;
  #shelves: Shelves = $state.raw(NO_SHELVES);
  #ready = $state(false);
  #unsubscribe = () => {};
  readonly #directory: Live<DirectoryRow[]>;

  readonly #products: readonly Entry<Product>[] = $derived(this.#gather((shelf) => shelf.products));
  readonly #shops: readonly Entry<Shop>[] = $derived(this.#gather((shelf) => shelf.shops));

  constructor(cache: CacheDb) {
    this.#cache = cache;
    this.#directory = new Live(() => cache.directory.toArray());
  }

  /** Reads what is on the phone, and again whatever an exchange brings. */
  start(): void {
    const subscription = liveQuery(() => versions(this.#cache)).subscribe({
      next: () => {
        this.#refill();
      },
      error: () => {
        this.#ready = true;
      },
    });
    this.#unsubscribe = () => {
      subscription.unsubscribe();
    };
  }

  stop(): void {
    this.#unsubscribe();
    this.#directory.stop();
  }

  /** Asks for a kecamatan's packs: the next exchange, at once where there is network, brings them. */
  open(kecamatan: KecamatanCode): void {
    void this.#cache.areas.put({ kecamatan }).catch(() => undefined);
  }

  /** Products whose name or shop fits what is typed; all of them, shop by shop, for an empty text. */
  search(typed: string, { kecamatan, category, limit = LIMIT }: SearchOptions = {}): Found<Product> {
    const homes = kecamatan ? shopsIn(this.#shelves, kecamatan) : null;
    const only = (product: Product) =>
      (!category || product.category === category) && (homes?.has(product.shopId) ?? true);
    return find({ entries: this.#products, typed, limit, only: homes || category ? only : undefined });
  }

  /** UMKM whose name or desa fits what is typed; all of them for an empty text. */
  searchShops(
    typed: string,
    { kecamatan, limit = LIMIT }: Omit<SearchOptions, 'category'> = {},
  ): Found<Shop> {
    const only = kecamatan ? (shop: Shop) => shop.kecamatan === kecamatan : undefined;
    return find({ entries: this.#shops, typed, limit, only });
  }

  shop(id: string): Shop | undefined {
    return onShelf(this.#shelves, (shelf) => shelf.shopById.get(id));
  }

  product(id: string): Product | undefined {
    return onShelf(this.#shelves, (shelf) => shelf.productById.get(id));
  }

  productsOf(shopId: string): readonly Product[] {
    const shelf = onShelf(this.#shelves, (one) => (one.shopById.has(shopId) ? one : undefined));
    return (shelf?.products ?? []).flatMap(({ row }) => (row.shopId === shopId ? [row] : []));
  }

  /** False until it was tried to read what is on the phone. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Products and UMKM that can be searched. */
  get count(): { readonly products: number; readonly shops: number } {
    return { products: this.#products.length, shops: this.#shops.length };
  }

  /** Kecamatan whose catalogue is whole on this phone. */
  get loaded(): readonly KecamatanCode[] {
    const rows = this.#directory.current ?? [];
    return rows.flatMap(({ kecamatan, packs }) =>
      packs.length > 0 && packs.every(({ scope }) => this.#shelves.has(scope)) ? [kecamatan] : [],
    );
  }

  /** Products that a kecamatan has by the office's directory; undefined while that is not known. */
  size(kecamatan: KecamatanCode): number | undefined {
    const rows = this.#directory.current;
    if (rows === undefined || rows.length === 0) return undefined;
    const packs = rows.find((row) => row.kecamatan === kecamatan)?.packs ?? [];
    return packs.reduce((sum, pack) => sum + pack.products, 0);
  }

  #gather<T>(pick: (shelf: Shelf) => readonly Entry<T>[]): readonly Entry<T>[] {
    return [...this.#shelves.values()].flatMap(pick);
  }

  #refilling: Promise<void> = Promise.resolve();

  /** One refill after the other, so that an older look never overwrites a newer one. */
  #refill(): void {
    this.#refilling = this.#refilling
      .then(async () => {
        for await (const shelves of refill(this.#cache, this.#shelves)) this.#shelves = shelves;
      })
      // A cache that cannot be read leaves what was read before; the next change tries again.
      .catch(() => undefined)
      .finally(() => {
        this.#ready = true;
      });
  }
}
