import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { BUILD } from '../e2e/world/office.ts';
import { PASSWORD, person } from '../e2e/world/people.ts';
import { EDGE } from './edge.ts';
import { signIn, type Bench } from './phone.ts';
import { kB, type Row } from './table.ts';

const gz = (text: Buffer | string) => gzipSync(text, { level: 9 }).length;

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

const quotaOnScreen = (page: Page) =>
  page
    .getByRole('img', { name: /dari Rp|penuh/ })
    .first()
    .waitFor();

/** From an empty browser to the quota, and on until everything is installed. */
export async function firstVisit({ proxy, phone, origin }: Bench): Promise<Row[]> {
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
  const row = (name: string, value: number, budget: number, how: string): Row => ({
    name,
    value: kB(value),
    unit: 'kB',
    budget,
    want: 'at most',
    how,
  });
  return [
    row('sign-in page, JavaScript', formScripts, 45, 'gzip, no worker'),
    row('sign-in page, all bytes until the form works', formBytes, 80, 'both ways, sample list included'),
    row('Beranda, JavaScript until it works', homeScripts, 95, 'gzip, sign-in included'),
    row(
      'first visit until everything is installed',
      proxy.bytes,
      600,
      'both ways: pages, shell, precache, first exchange, home pack. Actual Budget, not run here: 5,800 kB settled',
    ),
  ];
}

export const shellRow = (): Row => ({
  name: 'service worker',
  value: kB(gz(readFileSync(`${BUILD}/client/service-worker.js`))),
  unit: 'kB',
  budget: 10,
  want: 'at most',
  how: 'gzip; registered after the first screen works',
});

/** Screens that are opened from Beranda one after the other, each with what it alone needs. */
const SCREENS = [
  ['Katalog', 'a[href="/katalog"]'],
  ['a product', 'main a[href^="/katalog/produk/"]'],
  ['its UMKM', 'main a[href^="/katalog/umkm/"]'],
  ['Catat', 'a[href^="/belanja"]'],
  ['Riwayat', 'a[href="/riwayat"]'],
  ['a purchase', 'main a[href^="/riwayat/"]'],
  ['Akun', 'a[href="/akun"]'],
] as const;

/** The heaviest of the later screens, by the wire, on a phone whose browser has no service worker. */
export async function laterScreensRow(bench: Bench): Promise<Row> {
  const { phone, proxy } = bench;
  await phone.context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
    delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
  });
  await signIn(bench);
  await quotaOnScreen(phone.page);
  await phone.page.waitForLoadState('networkidle');
  let heaviest = { name: '', bytes: 0 };
  for (const [name, link] of SCREENS) {
    const target = phone.page.locator(link).first();
    // A form or a detail has no menu: back to where there is one.
    while (!(await target.isVisible())) await phone.page.goBack();
    proxy.reset();
    const href = await target.getAttribute('href');
    await target.click();
    await phone.page.waitForURL((url) => url.pathname === new URL(href ?? '/', url).pathname);
    await phone.page.waitForLoadState('networkidle');
    if (proxy.bytes > heaviest.bytes) heaviest = { name, bytes: proxy.bytes };
  }
  return {
    name: 'each later screen',
    value: kB(heaviest.bytes),
    unit: 'kB',
    budget: 25,
    want: 'at most',
    how: `the heaviest of ${SCREENS.length}, ${heaviest.name}; both ways, nothing precached`,
  };
}

/** An empty browser on EDGE, until the form takes what is typed. */
export async function edgeVisitRow({ proxy, phone }: Bench): Promise<Row> {
  proxy.slow(EDGE);
  const began = performance.now();
  await phone.page.goto('/masuk', { waitUntil: 'commit' });
  await phone.page.getByRole('heading', { name: 'Coba dengan akun contoh' }).waitFor();
  const seconds = (performance.now() - began) / 1_000;
  proxy.slow(null);
  return {
    name: 'first visit on EDGE until the sign-in form can be used',
    value: seconds,
    unit: 's',
    budget: 6,
    want: 'at most',
    how: '300 ms, 50 kB/s; scripts have run, the sample list is there. Actual Budget, not run here: first paint 10 s on slow 3G',
  };
}
