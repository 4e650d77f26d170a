/*
 * Long because one browser goes through one visit, from the first byte to the last key: cut apart, each
 * part would have to repeat the visit before it.
 */

import type { Page } from '@playwright/test';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { PASSWORD, person } from '../e2e/world/people.ts';
import { Office } from '../e2e/world/office.ts';
import { Phone } from '../e2e/world/phone.ts';
import { CountingProxy } from './counting-proxy.ts';
import { median, percentile, type Row } from './table.ts';

const kB = (bytes: number) => bytes / 1_000;
const gz = (text: Buffer | string) => gzipSync(text, { level: 9 }).length;
const br = (text: string) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

interface Bench {
  readonly proxy: CountingProxy;
  readonly phone: Phone;
  readonly origin: string;
}

/** Everything that is measured in one Chromium, slowed 4 times where it is said, against the built office. */
export async function phoneRows(): Promise<Row[]> {
  const proxy = new CountingProxy();
  const origin = await proxy.open();
  const office = await Office.start({ origin });
  proxy.connect(office.port);
  const phone = new Phone({ origin });
  await phone.start();
  // tsx names inner functions with a helper that a page does not have.
  await phone.context.addInitScript('globalThis.__name = (inner) => inner');
  try {
    const bench = { proxy, phone, origin };
    const rows = await firstVisit(bench);
    rows.push(...(await wire(bench)));
    rows.push(...(await onThePhone(bench)));
    return rows;
  } finally {
    await phone.close();
    await office.close();
    proxy.close();
  }
}

/** Gzipped JavaScript that a page has loaded so far, worker aside. */
function watchScripts(page: Page): { bytes: () => Promise<number> } {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script' && !response.url().includes('service-worker')) {
      sizes.push(response.body().then(gz, () => 0));
    }
  });
  return { bytes: async () => (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) };
}

async function firstVisit({ proxy, phone, origin }: Bench): Promise<Row[]> {
  const scripts = watchScripts(phone.page);
  proxy.reset();
  await phone.page.goto('/masuk');
  await phone.page.getByRole('button', { name: 'Masuk', exact: true }).waitFor();
  await phone.page.getByRole('heading', { name: 'Coba dengan akun contoh' }).waitFor();
  const formBytes = proxy.bytes;
  const formScripts = await scripts.bytes();
  const { number } = await person(origin, 'Ratna Puspita');
  await phone.page.getByLabel('NIP', { exact: true }).fill(number);
  await phone.page.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
  await phone.page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await quotaOnScreen(phone.page);
  const homeScripts = await scripts.bytes();
  await phone.shellInstalled();
  await phone.page.waitForLoadState('networkidle');
  return [
    {
      name: 'sign-in page, JavaScript',
      value: kB(formScripts),
      unit: 'kB',
      budget: 45,
      want: 'at most',
      how: 'gzip, no worker',
    },
    {
      name: 'sign-in page, all bytes until the form works',
      value: kB(formBytes),
      unit: 'kB',
      budget: 80,
      want: 'at most',
      how: 'both ways with headers, sample list included',
    },
    {
      name: 'Beranda, JavaScript until it works',
      value: kB(homeScripts),
      unit: 'kB',
      budget: 95,
      want: 'at most',
      how: 'gzip, sign-in included',
    },
    {
      name: 'first visit until everything is installed',
      value: kB(proxy.bytes),
      unit: 'kB',
      budget: 600,
      want: 'at most',
      how: 'both ways: pages, shell, precache, first exchange, home pack',
    },
  ];
}

const quotaOnScreen = (page: Page) =>
  page
    .getByRole('img', { name: /dari Rp|penuh/ })
    .first()
    .waitFor();

/** One exchange by hand, on the warm connection: bytes both ways below HTTP, and requests. */
async function exchange({ proxy, phone }: Bench): Promise<{ bytes: number; requests: number }> {
  await phone.page.goto('/akun');
  await phone.page.waitForLoadState('networkidle');
  proxy.reset();
  await Promise.all([
    phone.page.waitForResponse((response) => response.url().endsWith('/api/sync')),
    phone.page.getByRole('button', { name: 'Kirim sekarang' }).click(),
  ]);
  await phone.page.waitForLoadState('networkidle');
  return { bytes: proxy.bytes, requests: proxy.requests };
}

/** Records purchases number `first` and on without network, no two alike, then measures the exchange that carries it all. */
async function push(
  bench: Bench,
  count: number,
  first: number,
): Promise<{ bytes: number; requests: number; floor: number }> {
  const { proxy, phone } = bench;
  const columns: [string, number, string][] = [];
  await phone.page.goto('/akun');
  await phone.goOffline();
  for (let i = first; i < first + count; i += 1) {
    const jumlah = 5_000 + ((i * 37) % 90) * 500;
    columns.push([crypto.randomUUID(), jumlah, `Belanja ke-${i}`]);
    await phone.record({
      umkm: SHOPS[i % SHOPS.length] ?? 'Uji',
      tempat: 'Krucil',
      jumlah: String(jumlah),
      catatan: `Belanja ke-${i}`,
    });
  }
  await phone.page.goto('/akun');
  proxy.reset();
  const answered = phone.page.waitForResponse((response) => response.url().endsWith('/api/sync'));
  await phone.goOnline();
  await answered;
  await phone.page.getByText('Semua catatan sudah terkirim.').waitFor();
  await phone.page.waitForLoadState('networkidle');
  const floor = br(JSON.stringify(columns[0]?.map((_, i) => columns.map((row) => row[i]))));
  return { bytes: proxy.bytes, requests: proxy.requests, floor };
}
const SHOPS = ['Warung Uji Satu', 'Kedai Uji Dua', 'Toko Uji Tiga', 'Lapak Uji Empat'];

async function wire(bench: Bench): Promise<Row[]> {
  const idle = await exchange(bench);
  const one = await push(bench, 1, 0);
  const hundred = await push(bench, 100, 1);
  const pack = await homePack(bench);
  const all = await everything(bench);
  return [
    {
      name: 'nothing new',
      value: idle.bytes,
      unit: 'B',
      budget: 1_200,
      want: 'at most',
      how: `${idle.requests} request, session included`,
    },
    {
      name: 'push one purchase and hear the news',
      value: one.bytes,
      unit: 'B',
      budget: 1_500,
      want: 'at most',
      floor: { name: 'columnar, brotli, body alone', value: one.floor },
      how: `${one.requests} request, session included`,
    },
    {
      name: 'push 100 purchases',
      value: kB(hundred.bytes),
      unit: 'kB',
      budget: 18,
      want: 'at most',
      floor: { name: 'columnar, brotli, body alone', value: kB(hundred.floor) },
      how: `${hundred.requests} requests, outcomes included`,
    },
    pack,
    all,
  ];
}

/** Opens every kecamatan by hand, as somebody does who wants the whole catalogue on the phone. */
async function everything({ phone, proxy }: Bench): Promise<Row> {
  await phone.page.goto('/katalog');
  const chips = phone.page.getByRole('group', { name: 'Kecamatan' }).getByRole('button');
  await phone.page.getByText(/produk tersimpan di HP/).waitFor();
  proxy.reset();
  const kecamatan = await chips.count();
  for (let i = 1; i < kecamatan; i += 1) {
    await chips.nth(i).click();
    await phone.page.getByText(/produk tersimpan di HP/).waitFor();
  }
  await chips.first().click();
  await phone.page.getByText(/10\.000 produk tersimpan di HP/).waitFor();
  return {
    name: 'first pull of 10,000 products, shops included, home pack not',
    value: kB(proxy.bytes),
    unit: 'kB',
    budget: 360,
    want: 'at most',
    how: `${proxy.requests} requests: a pack and an exchange a kecamatan`,
  };
}

/** The home kecamatan's pack, fetched as the phone does, beside its bare columns without ids. */
async function homePack({ phone, proxy, origin }: Bench): Promise<Row> {
  const hash = await phone.page.evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('closed'));
      });
    const db = await open('simadu-katalog');
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
  )) as {
    shops: { name: string[]; desa: string[] };
    products: {
      id: string[];
      name: string[];
      unit: string[];
      price: number[];
      category: number[];
      art: number[];
    };
  };
  const { id, ...columns } = pack.products;
  const products = id.length;
  return {
    name: `home pack, ${products} products of ${pack.shops.name.length} shops`,
    value: proxy.bytes / products,
    unit: 'B',
    budget: 50,
    want: 'at most',
    floor: {
      name: 'columns without ids, brotli',
      value: br(JSON.stringify({ ...columns, shops: pack.shops })) / products,
    },
    how: `a product; ${kB(proxy.bytes).toFixed(1)} kB both ways, 1 request, from ${origin.slice(0, 16)}`,
  };
}

async function onThePhone({ phone }: Bench): Promise<Row[]> {
  const starts: number[] = [];
  for (let i = 0; i < 5; i += 1) starts.push(await secondStart(phone));
  const saves = await saveTimes(phone);
  const searches = await searchTimes(phone);
  return [
    {
      name: 'second start, no network, until the quota is on the screen',
      value: median(starts) / 1_000,
      unit: 's',
      budget: 1,
      want: 'at most',
      how: 'CPU slowed 4 times, median of 5',
    },
    {
      name: 'save a purchase, tap to Tersimpan, p95',
      value: percentile(saves, 0.95),
      unit: 'ms',
      budget: 100,
      want: 'at most',
      how: `CPU slowed 4 times, ${saves.length} saves`,
    },
    {
      name: 'search, key to result, p95',
      value: percentile(searches, 0.95),
      unit: 'ms',
      budget: 32,
      want: 'at most',
      how: `10,000 products, CPU slowed 4 times, ${searches.length} keys`,
    },
  ];
}

async function slowed<T>(phone: Phone, work: () => Promise<T>): Promise<T> {
  const devtools = await phone.context.newCDPSession(phone.page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  try {
    return await work();
  } finally {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await devtools.detach();
  }
}

/** From the start of the navigation to the frame that shows the cell, by the page's own clock. */
async function secondStart(phone: Phone): Promise<number> {
  await phone.goOffline();
  await phone.page.goto('about:blank');
  const shown = await slowed(phone, async () => {
    await phone.page.goto('/beranda', { waitUntil: 'commit' });
    return phone.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const look = () => {
            const cell = document.querySelector('main svg[role=img]');
            if (cell) requestAnimationFrame(() => resolve(performance.now()));
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
  });
  await phone.goOnline();
  return shown;
}

async function saveTimes(phone: Phone): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    await phone.page.goto('/belanja');
    await phone.page.getByLabel('UMKM', { exact: true }).fill('Warung Uji Lima');
    await phone.page.getByLabel('Tempat').fill('Krucil');
    await phone.page.getByLabel('Jumlah', { exact: true }).fill(String(7_000 + i * 111));
    times.push(
      await slowed(phone, () =>
        phone.page.evaluate(
          () =>
            new Promise<number>((resolve) => {
              const button = [...document.querySelectorAll('button')].find(
                (b) => b.textContent?.trim() === 'Simpan',
              );
              const began = performance.now();
              const watch = new MutationObserver(() => {
                if (
                  [...document.querySelectorAll('h1,h2')].some((h) => h.textContent?.includes('Tersimpan'))
                ) {
                  watch.disconnect();
                  resolve(performance.now() - began);
                }
              });
              watch.observe(document.body, { childList: true, subtree: true, characterData: true });
              button?.click();
            }),
        ),
      ),
    );
  }
  return times;
}

/** Each key of some searches, from the input event to the frame after the list has changed. */
async function searchTimes(phone: Phone): Promise<number[]> {
  await phone.page.goto('/katalog');
  await phone.page.getByRole('link', { name: /Rp/ }).first().waitFor();
  return slowed(phone, () =>
    phone.page.evaluate(async () => {
      const field = document.querySelector<HTMLInputElement>('input[type=search]');
      if (!field) throw new Error('no search field');
      const times: number[] = [];
      for (const word of ['kopi', 'keripik', 'susu', 'madu hutan', 'batik', 'bawang goreng']) {
        for (let length = 1; length <= word.length; length += 1) {
          field.value = word.slice(0, length);
          const began = performance.now();
          field.dispatchEvent(new InputEvent('input', { bubbles: true }));
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          times.push(performance.now() - began);
        }
      }
      return times;
    }),
  );
}
