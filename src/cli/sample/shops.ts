import type { Art, Product, Shop } from '#lib/domain/catalogue.ts';
import type { Instant } from '#lib/domain/day.ts';
import { KECAMATAN, type KecamatanCode } from '#lib/domain/kecamatan.ts';
import { ANCHORS, type Anchor } from './anchors.ts';
import type { Desa } from '#lib/server/market/desa.ts';
import { shopkeeper } from './names.ts';
import type { Random } from './random.ts';
import { shareOut } from './staffing.ts';
import { SHOP_WORDS, TRADES, type Trade } from './trades.ts';

export interface SampleShop extends Shop {
  readonly desaCode: string;
  readonly products: readonly Product[];
}

export interface ShopFacts {
  readonly random: Random;
  readonly desa: ReadonlyMap<KecamatanCode, readonly Desa[]>;
  readonly umkm: number;
  readonly products: number;
  readonly madeAt: Instant;
}

/** Kecamatan with more shops than others: the capital, the coast road, and where guests come. */
const BUSY: Readonly<Record<string, number>> = {
  Kraksaan: 3,
  Dringu: 1.8,
  Paiton: 1.8,
  Sukapura: 1.6,
  Leces: 1.4,
  Gending: 1.4,
  Krucil: 1.4,
  Tiris: 1.2,
};

/** The regency's UMKM with what they sell, kecamatan by kecamatan. */
export function makeShops(facts: ShopFacts): SampleShop[] {
  const { random, umkm } = facts;
  const counts = shareOut(
    umkm - ANCHORS.length,
    KECAMATAN.map(({ name }) => BUSY[name] ?? 1),
  );
  const plans = KECAMATAN.flatMap(({ code, name }, i) => [
    ...ANCHORS.filter((anchor) => anchor.kecamatan === name).map((anchor) => ({
      code,
      anchor,
      trade: tradeOf(anchor.art),
    })),
    ...Array.from({ length: counts[i] ?? 0 }, () => ({
      code,
      anchor: null,
      trade: random.weighted(TRADES.map((trade) => [trade, trade.often[trade.home.includes(name) ? 0 : 1]])),
    })),
  ]);
  const sizes = productCounts(
    random,
    facts.products,
    plans.map(({ trade }) => trade.goods.reduce((sum, { sizes: each }) => sum + each.length, 0)),
  );
  const names = new Set<string>(ANCHORS.map((anchor) => anchor.name));
  return plans.map(({ code, anchor, trade }, i) => {
    const villages = facts.desa.get(code) ?? [];
    const village = villages.find((known) => known.name === anchor?.desa) ?? random.pick(villages);
    const id = random.id(facts.madeAt);
    return {
      id,
      name: anchor?.name ?? freeName(random, names, { trade, village, code }),
      kecamatan: code,
      desa: village.name,
      desaCode: village.code,
      phone: samplePhone(i + 1),
      products: makeProducts(facts, { shopId: id, trade, count: sizes[i] ?? 1, anchor }),
    };
  });
}

const tradeOf = (art: Art): Trade => {
  const found = TRADES.find((trade) => trade.art === art);
  if (!found) throw new Error(`no trade draws ${art}`);
  return found;
};

/**
 * Numbers that can be nobody's: 0800 is the prefix of toll-free lines, which go on with 1 and six digits
 * (0800-1-xxxxxx); no subscriber, and no WhatsApp account, has 0800 followed by zeros.
 */
export const samplePhone = (serial: number): string => `62800${String(serial).padStart(8, '0')}`;

function freeName(
  random: Random,
  taken: Set<string>,
  { trade, village, code }: { trade: Trade; village: Desa; code: KecamatanCode },
): string {
  for (let round = 0; ; round += 1) {
    const tail = random.weighted([
      [random.pick(SHOP_WORDS), 6],
      [shopkeeper(random), 3],
      [village.name, 2],
    ]);
    const plain = `${random.pick(trade.names)} ${tail}`;
    const name = round < 3 ? plain : `${plain} ${village.name}`;
    // In a large regency the same name comes back elsewhere, as it does in life.
    const key = round < 6 ? name : `${name}/${code}`;
    if (taken.has(key) && round < 8) continue;
    taken.add(key);
    return name;
  }
}

/** Every shop sells something, none more than its trade has (`most`); together they sell `total`. */
function productCounts(random: Random, total: number, most: readonly number[]): number[] {
  const counts = most.map(() => 1);
  if (total < counts.length || total > most.reduce((sum, limit) => sum + limit, 0)) {
    throw new RangeError('The products are too few or too many for so many UMKM.');
  }
  for (let left = total - counts.length; left > 0;) {
    const i = random.int(0, counts.length - 1);
    const count = counts[i] ?? 0;
    if (count >= (most[i] ?? 0)) continue;
    counts[i] = count + 1;
    left -= 1;
  }
  return counts;
}

interface Stock {
  readonly shopId: string;
  readonly trade: Trade;
  readonly count: number;
  readonly anchor: Anchor | null;
}

function makeProducts({ random, madeAt }: ShopFacts, { shopId, trade, count, anchor }: Stock): Product[] {
  const offers = trade.goods.flatMap(({ name, sizes }) =>
    sizes.map(([unit, price]) => ({ name, unit, price })),
  );
  const first = offers.filter(({ name, unit }) => anchor?.product === `${name} ${unit}`);
  const others = random.shuffle(offers.filter((offer) => !first.includes(offer)));
  return [...first, ...others].slice(0, count).map(({ name, unit, price }) => ({
    id: random.id(madeAt),
    shopId,
    name,
    unit,
    price:
      anchor && first.some((offer) => offer.name === name) ? price * 1_000 : around(random, price * 1_000),
    category: trade.category,
    art: trade.art,
  }));
}

/** A price as a shop would set it: within a fifth of the usual one, in steps of Rp500. */
const around = (random: Random, price: number): number =>
  Math.max(500, Math.round((price * (0.85 + random.next() * 0.35)) / 500) * 500);
