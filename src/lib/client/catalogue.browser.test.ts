import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Product, Shop } from '#lib/domain/catalogue.ts';
import { packColumns } from '#lib/protocol/pack.ts';
import { Catalogue } from './catalogue.svelte.ts';
import { sharedCursors, takeScope } from './cached-scopes.ts';
import { CacheDb } from './phone.ts';

const KRUCIL = '35.13.08';
const TIRIS = '35.13.07';
const scope = (area: string) => `katalog:${area}`;

const shop = (kecamatan: string, name: string): Shop => ({
  id: uuid(),
  name,
  kecamatan,
  desa: 'Desa Contoh',
  phone: '',
});
const product = (of: Shop, name: string, category: Product['category']): Product => ({
  id: uuid(),
  shopId: of.id,
  name,
  unit: '150 g',
  price: 20_000,
  category,
  art: 'kopi',
});

const kopi = shop(KRUCIL, 'Kopi Lereng');
const dapur = shop(TIRIS, 'Dapur Ayu');
const packs = {
  [KRUCIL]: {
    shops: [kopi],
    products: [product(kopi, 'Kopi robusta', 'minuman'), product(kopi, 'Madu hutan', 'hasil-bumi')],
  },
  [TIRIS]: { shops: [dapur], products: [product(dapur, 'Kue kopi', 'makanan')] },
};

let cache: CacheDb;
let catalogue: Catalogue;

/** What an exchange brings for one kecamatan. */
const arrive = (area: keyof typeof packs, at = 7) =>
  takeScope(cache, {
    news: { scope: scope(area), anew: false, rows: [], cursor: { scope: scope(area), at, hash: 'x' } },
    pack: packColumns(packs[area], { area, kecamatan: area, at, hash: 'x' }),
  });

beforeEach(async () => {
  cache = new CacheDb(`katalog-${uuid()}`);
  await cache.directory.bulkPut([
    { kecamatan: KRUCIL, packs: [{ scope: scope(KRUCIL), products: 2 }] },
    { kecamatan: TIRIS, packs: [{ scope: scope(TIRIS), products: 1 }] },
  ]);
  catalogue = new Catalogue(cache);
  catalogue.start();
});
afterEach(async () => {
  catalogue.stop();
  cache.close();
  await cache.delete();
});

const names = (typed: string, options = {}) => catalogue.search(typed, options).rows.map((row) => row.name);

describe('the catalogue on the phone', () => {
  it('can be searched as soon as a pack has arrived', async () => {
    await arrive(KRUCIL);
    await expect.poll(() => names('kopi')).toEqual(['Kopi robusta', 'Madu hutan']);
    expect(catalogue.count).toEqual({ products: 2, shops: 1 });
    expect(catalogue.loaded).toEqual([KRUCIL]);
  });

  it('searches one kecamatan or category, or all that is there', async () => {
    await Promise.all([arrive(KRUCIL), arrive(TIRIS)]);
    await expect.poll(() => catalogue.count.products).toBe(3);
    expect(names('kopi', { kecamatan: TIRIS })).toEqual(['Kue kopi']);
    expect(names('', { category: 'hasil-bumi' })).toEqual(['Madu hutan']);
    expect(names('kop')).toEqual(['Kopi robusta', 'Kue kopi', 'Madu hutan']);
    expect(catalogue.searchShops('ayu').rows).toEqual([dapur]);
  });

  it('finds a shop, its products, and a product by their ids', async () => {
    await arrive(KRUCIL);
    await expect.poll(() => catalogue.shop(kopi.id)).toEqual(kopi);
    expect(catalogue.productsOf(kopi.id)).toEqual(packs[KRUCIL].products);
    const [first] = catalogue.productsOf(kopi.id);
    expect(catalogue.product(first?.id ?? '')).toEqual(first);
    expect(catalogue.product(uuid())).toBeUndefined();
  });

  it('asks for a kecamatan once it is opened', async () => {
    expect(await sharedCursors(cache, KRUCIL)).toEqual([
      { scope: 'umum', at: 0, hash: '' },
      { scope: scope(KRUCIL), at: 0, hash: '' },
    ]);
    catalogue.open(TIRIS);
    await expect
      .poll(async () => (await sharedCursors(cache, KRUCIL)).map((cursor) => cursor.scope))
      .toContain(scope(TIRIS));
    await arrive(TIRIS);
    await expect.poll(() => catalogue.loaded).toEqual([TIRIS]);
  });

  it('does not read again what a change elsewhere left as it was', async () => {
    await arrive(KRUCIL);
    await expect.poll(() => catalogue.count.products).toBe(2);
    const before = catalogue.product(packs[KRUCIL].products[0]?.id ?? '');
    const cursor = { scope: scope(KRUCIL), at: 8, hash: 'z' };
    await takeScope(cache, { news: { scope: scope(KRUCIL), anew: false, rows: [], cursor }, pack: null });
    await arrive(TIRIS);
    await expect.poll(() => catalogue.count.products).toBe(3);
    expect((await sharedCursors(cache, KRUCIL)).find(({ at }) => at === 8)).toEqual(cursor);
    expect(catalogue.product(before?.id ?? '')).toBe(before);
  });

  it('takes changes in, and drops what is gone', async () => {
    await arrive(KRUCIL);
    await expect.poll(() => catalogue.count.products).toBe(2);
    const gone = packs[KRUCIL].products[0]?.id ?? '';
    const cursor = { scope: scope(KRUCIL), at: 9, hash: 'y' };
    await takeScope(cache, {
      news: { scope: scope(KRUCIL), anew: false, rows: [{ kind: 'gone', of: 'product', id: gone }], cursor },
      pack: null,
    });
    await expect.poll(() => names('')).toEqual(['Madu hutan']);
    await takeScope(cache, {
      news: { scope: scope(KRUCIL), anew: true, rows: [], cursor: null },
      pack: null,
    });
    await expect.poll(() => catalogue.count.shops).toBe(0);
  });
});
