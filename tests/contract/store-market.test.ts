import { expect, test } from 'vitest';
import { publishPacks } from '#lib/server/catalogue/packs.ts';
import { areaPage, areas, newestGoods, PAGE, productPage, shopPage } from '#lib/server/market/shelf.ts';
import { sitemapIndex, sitemapPart } from '#lib/server/market/sitemap.ts';
import { insertRows } from '#lib/server/store/bulk.ts';
import type { Store } from '#lib/server/store/store.ts';
import { onEachEngine } from './engines.ts';
import { id, KRUCIL, NOON, productRow, settle, SHOPS, TIRIS } from './world.ts';

/* What everybody may see of the catalogue, on both engines. */

const ORIGIN = 'https://simadu.test';
const MORE = 60;
/** Where the goods that {@link regency} adds begin. */
const ADDED = 1_000;

const write = (store: Store, table: 'umkm' | 'product', of: string, change: object) =>
  store.write((tx) => tx.updateTable(table).set(change).where('id', '=', of).execute());

onEachEngine((make) => {
  /** Two shops in Krucil and two in Tiris with two goods each, and 60 more in the first one, made one by one. */
  const regency = async () => {
    const store = await (await make()).open();
    await settle(store);
    await store.write((tx) =>
      insertRows(
        tx,
        'product',
        Array.from({ length: MORE }, (_, i) => productRow(SHOPS[0], ADDED + i, 100 + i)),
      ),
    );
    return store;
  };

  test('A kecamatan is read page by page, the newest first, and nothing of another one is in it', async () => {
    const { db } = await regency();
    const seen: string[] = [];
    const { pages, count } = await areaPage(db, { kecamatan: KRUCIL, category: null, page: 1 });
    expect({ pages, count }).toEqual({ pages: Math.ceil((MORE + 4) / PAGE), count: MORE + 4 });
    for (let page = 1; page <= pages; page += 1) {
      const { goods } = await areaPage(db, { kecamatan: KRUCIL, category: null, page });
      expect(goods.every(({ shop }) => shop.kecamatan === KRUCIL)).toBe(true);
      seen.push(...goods.map(({ product }) => product.id));
    }
    expect(seen[0]).toBe(id(300 + ADDED + MORE - 1));
    expect(new Set(seen).size).toBe(MORE + 4);
    const none = await areaPage(db, { kecamatan: KRUCIL, category: 'jamu', page: 1 });
    expect(none).toEqual({ goods: [], count: 0, pages: 1 });
  });

  test('A product comes with its shop, with others of it and with the like of its neighbours', async () => {
    const { db } = await regency();
    const found = await productPage(db, id(300));
    expect(found?.good).toMatchObject({
      product: { id: id(300), name: 'Kopi 0', price: 25_000, unit: '250 g' },
      shop: { id: SHOPS[0], name: 'Toko 0', desa: 'Krucil', kecamatan: KRUCIL },
    });
    expect(found?.others.every(({ shop, product }) => shop.id === SHOPS[0] && product.id !== id(300))).toBe(
      true,
    );
    expect(found?.nearby.map(({ shop }) => shop.id)).toEqual([SHOPS[1], SHOPS[1]]);
    expect((await newestGoods(db))[0]?.product.id).toBe(id(300 + ADDED + MORE - 1));
  });

  test('What is no longer sold, and all of a shop that closed, is nowhere to be seen', async () => {
    const store = await regency();
    const { db } = store;
    await write(store, 'product', id(300), { gone: 1 });
    await write(store, 'umkm', SHOPS[1], { status: 'ditutup' });
    expect(await productPage(db, id(300))).toBeNull();
    expect(await productPage(db, id(302))).toBeNull();
    expect(await shopPage(db, SHOPS[1])).toBeNull();
    expect((await shopPage(db, SHOPS[0]))?.goods).toHaveLength(MORE + 1);
    expect(await productPage(db, 'tidak-ada')).toBeNull();
    const { count } = await areaPage(db, { kecamatan: KRUCIL, category: null, page: 1 });
    expect(count).toBe(MORE + 1);
    const listed = (await sitemapPart(db, ORIGIN, 'produk-1')) ?? '';
    for (const gone of [id(300), id(302)]) expect(listed).not.toContain(gone);
    expect(await sitemapPart(db, ORIGIN, 'umkm-1')).not.toContain(SHOPS[1]);
  });

  test('Every kecamatan is named, with as many goods as its packs hold', async () => {
    const store = await regency();
    await publishPacks(store, () => NOON);
    const all = await areas(store.db);
    expect(all).toHaveLength(24);
    expect(all.find(({ code }) => code === KRUCIL)?.products).toBe(MORE + 4);
    expect(all.find(({ code }) => code === TIRIS)?.products).toBe(4);
    expect(all.filter(({ products }) => products > 0)).toHaveLength(2);
  });

  test('The sitemap leads to every shop and every product, and to no document that is empty', async () => {
    const { db } = await regency();
    const locations = (xml: string | null) =>
      [...(xml ?? '').matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address ?? '');
    const documents = locations(await sitemapIndex(db, ORIGIN));
    expect(documents).toEqual(
      ['tempat', 'umkm-1', 'produk-1'].map((name) => `${ORIGIN}/sitemap/${name}.xml`),
    );
    const addresses: string[] = [];
    for (const address of documents) {
      const name = /\/sitemap\/(.+)\.xml$/.exec(address)?.[1] ?? '';
      addresses.push(...locations(await sitemapPart(db, ORIGIN, name)));
    }
    expect(addresses).toHaveLength(25 + SHOPS.length + MORE + 8);
    expect(addresses).toContain(`${ORIGIN}/produk/${id(300)}`);
    expect(addresses).toContain(`${ORIGIN}/pasar/${TIRIS}`);
    for (const name of ['produk-2', 'umkm-0', 'produk-01', 'asn-1', '../x', ''])
      expect(await sitemapPart(db, ORIGIN, name), name).toBeNull();
  });
});
