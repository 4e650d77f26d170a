import type { Category, Product, Shop } from '#lib/domain/catalogue.ts';
import type { Instant } from '#lib/domain/day.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';

export interface SearchOptions {
  readonly kecamatan?: KecamatanCode | undefined;
  readonly category?: Category | undefined;
  /** At most so many rows; 60 unless told. */
  readonly limit?: number | undefined;
}

/** Rows found, best first, and how many there are in all. */
export interface Found<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

/**
 * The registry of UMKM and products that is on this phone. Everything is synchronous and live: written in a
 * `$derived`, a search is answered again when a pack arrives.
 */
export class Catalogue {
  /** Asks for a kecamatan's packs: now from the phone, and from the office at the next exchange. */
  open(kecamatan: KecamatanCode): void {}

  /** Products whose name or shop fits what is typed; all of them, shop by shop, for an empty text. */
  search(text: string, options: SearchOptions = {}): Found<Product> {
    return { rows: [], total: 0 };
  }

  /** UMKM whose name fits what is typed; all of them by name for an empty text. */
  searchShops(text: string, options: Omit<SearchOptions, 'category'> = {}): Found<Shop> {
    return { rows: [], total: 0 };
  }

  shop(id: string): Shop | undefined {
    return undefined;
  }

  product(id: string): Product | undefined {
    return undefined;
  }

  productsOf(shopId: string): readonly Product[] {
    return [];
  }

  /** False until what is on the phone was read once. */
  get ready(): boolean {
    return false;
  }

  /** Products and UMKM that can be searched. */
  get count(): { readonly products: number; readonly shops: number } {
    return { products: 0, shops: 0 };
  }

  /** When the oldest of the loaded packs was last heard of; null when nothing is loaded. Phone clock. */
  get asOf(): Instant | null {
    return null;
  }

  /** Kecamatan whose catalogue is whole on this phone. */
  get loaded(): readonly KecamatanCode[] {
    return [];
  }

  /** Kecamatan that were opened and have not arrived yet. */
  get awaited(): readonly KecamatanCode[] {
    return [];
  }

  /** Products that a kecamatan has by the office's directory; undefined when it is not known. */
  size(kecamatan: KecamatanCode): number | undefined {
    return undefined;
  }
}
