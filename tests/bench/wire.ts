/* Long because all rows of the wire come from one phone in one run. */

import sharp from 'sharp';
import { openStore } from '#lib/server/store/store.ts';
import { append } from '#lib/server/journal.ts';
import { brotli, floorOf, productRows, purchaseRows } from './goods.ts';
import { EDGE } from './edge.ts';
import { fillOutbox } from './outbox.ts';
import type { PeerCosts } from './peers.ts';
import type { Bench } from './phone.ts';
import { kB, type Row } from './table.ts';

const FLOOR = 'columnar, brotli, body alone';

interface Cost {
  readonly bytes: number;
  readonly requests: number;
}
const requestsOf = ({ requests }: Cost) => (requests === 1 ? '1 request' : `${requests} requests`);

/** Presses *Kirim sekarang* on the warm connection: bytes both ways below HTTP, and requests. */
async function exchange({ proxy, phone }: Bench): Promise<Cost> {
  await phone.page.goto('/akun');
  await phone.page.waitForLoadState('networkidle');
  proxy.reset();
  await Promise.all([
    phone.page.waitForResponse((response) => response.url().endsWith('/sync')),
    phone.page.getByRole('button', { name: 'Kirim sekarang' }).click(),
  ]);
  await phone.page.waitForLoadState('networkidle');
  return { bytes: proxy.bytes, requests: proxy.requests };
}

/** Lays purchases number `first` and on into the outbox without network, then measures what carries them all. */
async function push(
  { proxy, phone }: Bench,
  count: number,
  first: number,
): Promise<Cost & { floor: number }> {
  const purchases = purchaseRows(count, first);
  await phone.page.goto('/akun');
  await phone.page.waitForLoadState('networkidle');
  await phone.goOffline();
  await fillOutbox(phone.page, purchases);
  await phone.page.goto('/akun');
  await phone.page
    .getByText(/catatan/)
    .first()
    .waitFor();
  proxy.reset();
  await phone.goOnline();
  await phone.page.getByText('Semua catatan sudah terkirim.').waitFor();
  await phone.page.waitForLoadState('networkidle');
  return { bytes: proxy.bytes, requests: proxy.requests, floor: floorOf(purchases) };
}

/** A nota under a bad light: paper, lines of print, and the grain of a cheap camera. */
async function nota(): Promise<Buffer> {
  const [width, height] = [2_304, 1_728];
  const pixels = Buffer.alloc(width * height);
  let noise = 1;
  for (let i = 0; i < pixels.length; i += 1) {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
    const [x, y] = [i % width, Math.floor(i / width)];
    const inked = y % 48 < 20 && (x >> 4) % 3 !== 0 && ((x * 7 + y * 13) >> 3) % 5 !== 0;
    pixels[i] = (inked ? 60 : 215) + (noise >>> 28) - 8 - Math.floor(x / 60);
  }
  return sharp(pixels, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** Bytes of a photo as the phone shrank it, and all that travelled until the office had it with its purchase. */
async function pushPhoto({ proxy, phone: { page } }: Bench): Promise<{ shrunk: number; travelled: number }> {
  await page.goto('/belanja');
  await page.getByLabel('UMKM', { exact: true }).fill('Warung Uji Lima');
  await page.getByLabel('Tempat').fill('Krucil');
  await page.getByLabel('Jumlah', { exact: true }).fill('8500');
  await page.getByRole('button', { name: 'Foto nota' }).click();
  const file = { name: 'nota.jpg', mimeType: 'image/jpeg', buffer: await nota() };
  await page.getByLabel('Berkas foto').setInputFiles(file);
  await page.getByRole('img', { name: /^Foto nota 1/ }).waitFor();
  await page.waitForLoadState('networkidle');
  proxy.reset();
  const kept = page.waitForResponse(
    async (response) =>
      response.url().includes('/api/foto/') && (await response.text()).includes('"stored":true'),
  );
  await page.getByRole('button', { name: 'Simpan' }).click();
  const shrunk = Number(new URL((await kept).url()).searchParams.get('ukuran'));
  await page.waitForLoadState('networkidle');
  return { shrunk, travelled: proxy.bytes };
}

export async function wireRows(bench: Bench, peers: PeerCosts): Promise<Row[]> {
  const idle = await exchange(bench);
  const one = await push(bench, 1, 0);
  const hundred = await push(bench, 100, 1);
  return [
    {
      name: 'nothing new',
      value: idle.bytes,
      unit: 'B',
      budget: 1_200,
      want: 'at most',
      peers: peers.wire('nothing new', 'B'),
      how: `${requestsOf(idle)}, session included; peers without a session`,
    },
    {
      name: 'push one purchase and hear the news',
      value: one.bytes,
      unit: 'B',
      budget: 1_500,
      want: 'at most',
      floor: { name: FLOOR, value: one.floor },
      peers: peers.wire('push 1', 'B'),
      how: `${requestsOf(one)}, session included`,
    },
    {
      name: 'push 100 purchases',
      value: kB(hundred.bytes),
      unit: 'kB',
      budget: 18,
      want: 'at most',
      floor: { name: FLOOR, value: kB(hundred.floor) },
      peers: peers.wire('push 100', 'kB'),
      how: `${requestsOf(hundred)}, outcomes and news included`,
    },
    await homePack(bench),
    await everything(bench, peers),
    await changed(bench, peers),
  ];
}

/** What is measured after what a person feels: 1,000 more purchases, and everything again on EDGE. */
export async function edgeRows(bench: Bench, peers: PeerCosts): Promise<Row[]> {
  const { proxy, phone } = bench;
  const photo = await pushPhoto(bench);
  proxy.slow(EDGE);
  const one = await buyOnWarmConnection(bench);
  proxy.slow(null);
  const thousand = await push(bench, 1_000, 200);
  proxy.slow(EDGE);
  await forgetCatalogue(bench);
  proxy.reset();
  const began = performance.now();
  await openAll(bench);
  const seconds = (performance.now() - began) / 1_000;
  const longest = proxy.longest / 1_000;
  proxy.slow(null);
  await phone.page.waitForLoadState('networkidle');
  const how = '300 ms, 50 kB/s';
  return [
    {
      name: 'a photo of 4 megapixels',
      value: kB(photo.shrunk),
      unit: 'kB',
      budget: 100,
      want: 'at most',
      how: `as the phone shrank it, from 2,304 by 1,728 with grain and print on it; with its purchase, headers and answers ${kB(photo.travelled).toFixed(1)} kB travelled`,
    },
    {
      name: 'push 1,000 purchases',
      value: kB(thousand.bytes),
      unit: 'kB',
      budget: 170,
      want: 'at most',
      floor: { name: FLOOR, value: kB(thousand.floor) },
      peers: peers.wire('push 1000', 'kB'),
      how: 'outcomes and news included',
    },
    {
      name: 'push 1,000 purchases: requests',
      value: thousand.requests,
      unit: 'requests',
      budget: 5,
      want: 'at most',
      how: 'the same push',
    },
    {
      name: 'on EDGE: push one purchase',
      value: one / 1_000,
      unit: 's',
      budget: 0.6,
      want: 'at most',
      peers: peers.edge('push 1'),
      how: `${how}; from the tap on Simpan until it is called sent, on a warm connection as the peers'`,
    },
    {
      name: 'on EDGE: first 10,000 products',
      value: seconds,
      unit: 's',
      budget: 8,
      want: 'at most',
      peers: peers.edge('products'),
      how: `${how}; every kecamatan opened by hand, home pack included, until searchable`,
    },
    {
      name: 'on EDGE: longest single message',
      value: longest,
      unit: 's',
      budget: 5,
      want: 'at most',
      how: `${how}; of the 10,000 products, from a request's first byte to its answer's last`,
    },
  ];
}

/** ms from the tap on *Simpan* until the screen says that the office has it, by the page's own clock. */
async function buyOnWarmConnection(bench: Bench): Promise<number> {
  const { page } = bench.phone;
  await exchange(bench);
  await page.getByRole('link', { name: 'Catat' }).first().click();
  await page.getByLabel('UMKM', { exact: true }).fill('Warung Uji Lima');
  await page.getByLabel('Tempat').fill('Krucil');
  await page.getByLabel('Jumlah', { exact: true }).fill('7500');
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const watch = new MutationObserver(() => {
          const said = [...document.querySelectorAll('[role=status]')].map(({ textContent }) => textContent);
          if (!said.some((text) => text.startsWith('Terkirim'))) return;
          watch.disconnect();
          resolve(performance.now() - began);
        });
        watch.observe(document.body, { childList: true, subtree: true, characterData: true });
        [...document.querySelectorAll('button')].find((b) => b.textContent.trim() === 'Simpan')?.click();
      }),
  );
}

/** Opens every kecamatan, as somebody does who wants the whole catalogue on the phone. */
async function openAll({ phone }: Bench): Promise<void> {
  const chips = phone.page.getByRole('group', { name: 'Kecamatan' }).getByRole('button');
  await chips.nth(1).waitFor();
  const kecamatan = await chips.count();
  for (let i = 1; i < kecamatan; i += 1) await chips.nth(i).click();
  await chips.first().click();
  await phone.page.getByText(/10\.000 produk tersimpan di HP/).waitFor();
}

async function everything(bench: Bench, peers: PeerCosts): Promise<Row> {
  const { phone, proxy } = bench;
  await phone.page.goto('/katalog');
  await phone.page.getByText(/produk tersimpan di HP/).waitFor();
  await phone.page.waitForLoadState('networkidle');
  proxy.reset();
  await openAll(bench);
  await phone.page.waitForLoadState('networkidle');
  return {
    name: 'first pull of 10,000 products, shops included, home pack not',
    value: kB(proxy.bytes),
    unit: 'kB',
    budget: 360,
    want: 'at most',
    floor: { name: `products alone, ${FLOOR}`, value: kB(floorOf(productRows())) },
    peers: peers.wire('products', 'kB'),
    how: `${proxy.requests} requests: packs, and exchanges that name them; peers without the shops`,
  };
}

/** Empties the phone's cache of the catalogue, as a browser does that needs room. */
async function forgetCatalogue({ phone }: Bench): Promise<void> {
  await phone.page.goto('about:blank');
  await phone.page.goto('/butuh-jaringan');
  await phone.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('simadu-katalog');
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error('not deleted'));
        request.onblocked = () => reject(new Error('blocked'));
      }),
  );
  await phone.page.goto('/katalog');
}

const CHANGED = 50;

/** Other prices for products of the home kecamatan, put on record at the office while it runs. */
async function changed(bench: Bench, peers: PeerCosts): Promise<Row> {
  const store = await openStore({ dataDir: bench.office.folder, databaseUrl: null });
  const rows = await store.write(async (tx) => {
    const body = JSON.stringify({ products: CHANGED });
    const entry = { kind: 'import.product', actor: null, subject: null, ref: null, outcome: 'applied' };
    const [position] = append(tx, [{ ...entry, at: Date.now(), body }]);
    const products = await tx
      .selectFrom('product')
      .innerJoin('umkm', 'umkm.id', 'product.umkm_id')
      .select(['product.id', 'product.price'])
      .where('umkm.kecamatan', '=', '35.13.08')
      .where('product.gone', '=', 0)
      .limit(CHANGED)
      .execute();
    for (const { id, price } of products) {
      await tx
        .updateTable('product')
        .set({ price: price + 500, seq: position?.seq ?? 0 })
        .where('id', '=', id)
        .execute();
    }
    return products;
  });
  await store.close();
  const told = new Set(rows.map((row) => row.id));
  const cost = await exchange(bench);
  return {
    name: `${rows.length} products changed`,
    value: kB(cost.bytes),
    unit: 'kB',
    budget: 3.2,
    want: 'at most',
    floor: { name: FLOOR, value: kB(floorOf(productRows().filter(({ id }) => told.has(id)))) },
    peers: peers.wire('changed', 'kB'),
    how: `${requestsOf(cost)}, session included, every kecamatan heard`,
  };
}

/** The home kecamatan's pack, fetched as the phone does, beside its bare columns without ids. */
async function homePack({ phone, proxy }: Bench): Promise<Row> {
  const hash = await phone.page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('simadu-katalog');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('closed'));
    });
    const packs = await new Promise<{ pack: { hash: string } }[]>((resolve, reject) => {
      const request = db.transaction('packs').objectStore('packs').getAll() as IDBRequest<
        { pack: { hash: string } }[]
      >;
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('unread'));
    });
    db.close();
    return packs[0]?.pack.hash ?? '';
  });
  proxy.reset();
  const pack = (await phone.page.evaluate(
    async (name) => (await fetch(`/api/paket/${name}`, { cache: 'no-store' })).json() as Promise<unknown>,
    hash,
  )) as { shops: { name: string[] }; products: Record<string, unknown[]> };
  const { id = [], ...columns } = pack.products;
  return {
    name: `home pack, ${id.length} products of ${pack.shops.name.length} shops`,
    value: proxy.bytes / id.length,
    unit: 'B',
    budget: 50,
    want: 'at most',
    floor: {
      name: 'columns without ids, brotli',
      value: brotli(JSON.stringify({ ...columns, shops: pack.shops })) / id.length,
    },
    how: `a product; ${kB(proxy.bytes).toFixed(1)} kB both ways, 1 request`,
  };
}
