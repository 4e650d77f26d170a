import type { Product } from '#lib/domain/catalogue.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { PurchaseItem, UmkmRef } from '#lib/domain/purchase.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';
import { personName, shopkeeper } from './names.ts';
import type { Random } from './random.ts';
import type { SampleShop } from './shops.ts';

/** What was bought at once, before it has a day. */
export interface Basket {
  readonly umkm: UmkmRef;
  readonly amount: Rupiah;
  readonly items: readonly PurchaseItem[];
}

const SHARES = {
  /** Shops that are not in the registry. */
  typed: 0.012,
  /** People who write down what they bought, beside the sum. */
  itemised: 0.4,
  /** Purchases near the own office, and at the shops one always goes to. */
  near: 0.68,
  favourite: 0.6,
};
const FAVOURITES = 4;
const STEP: Rupiah = 500;

/** Where people buy: shops by kecamatan, and the few that each person goes back to. */
export class Market {
  private readonly byKecamatan = new Map<KecamatanCode, SampleShop[]>();

  constructor(
    private readonly random: Random,
    private readonly shops: readonly SampleShop[],
  ) {
    for (const shop of shops) {
      const near = this.byKecamatan.get(shop.kecamatan);
      if (near) near.push(shop);
      else this.byKecamatan.set(shop.kecamatan, [shop]);
    }
  }

  favourites(kecamatan: KecamatanCode): SampleShop[] {
    return Array.from({ length: FAVOURITES }, () => this.anyShop(kecamatan));
  }

  /** Something for about `wanted` rupiah or a part of it; with `whole` for that much at least. */
  basket(
    favourites: readonly SampleShop[],
    kecamatan: KecamatanCode,
    wanted: Rupiah,
    whole: boolean,
  ): Basket {
    const { random } = this;
    if (random.chance(SHARES.typed)) {
      return { umkm: this.typed(kecamatan), amount: roundUp(whole ? wanted : wanted * 0.6), items: [] };
    }
    const shop = random.chance(SHARES.favourite) ? random.pick(favourites) : this.anyShop(kecamatan);
    const umkm: UmkmRef = { kind: 'listed', id: shop.id, name: shop.name };
    const product = this.affordable(shop, wanted);
    if (!product) return { umkm, amount: roundUp(Math.max(5_000, wanted * (whole ? 1 : 0.7))), items: [] };
    const share = whole ? 1 : 0.3 + random.next() * 0.7;
    const quantity = Math.min(
      12,
      Math.max(1, (whole ? Math.ceil : Math.round)((wanted * share) / product.price)),
    );
    const item = { name: `${product.name} ${product.unit}`.slice(0, 80), quantity, price: product.price };
    const items = random.chance(SHARES.itemised) ? [item] : [];
    return { umkm, amount: quantity * product.price, items };
  }

  private affordable(shop: SampleShop, wanted: Rupiah): Product | null {
    const within = shop.products.filter(({ price }) => price <= wanted * 1.4);
    return within.length === 0 ? null : this.random.pick(within);
  }

  private anyShop(kecamatan: KecamatanCode): SampleShop {
    const near = this.byKecamatan.get(kecamatan) ?? this.shops;
    return this.random.pick(this.random.chance(SHARES.near) ? near : this.shops);
  }

  private typed(kecamatan: KecamatanCode): UmkmRef {
    const place = this.byKecamatan.get(kecamatan)?.[0]?.desa ?? 'Kraksaan';
    const name = this.random.weighted([
      [`Warung ${shopkeeper(this.random)}`, 3],
      [`Toko ${shopkeeper(this.random)}`, 2],
      [`Lapak ${personName(this.random, 'f', false)}`, 1],
    ]);
    return { kind: 'typed', name, place: `Desa ${place}` };
  }
}

const roundUp = (amount: number): Rupiah => Math.ceil(amount / STEP) * STEP;
