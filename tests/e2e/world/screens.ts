import type { Browser, Page, ViewportSize } from '@playwright/test';
import { person } from './people.ts';

/** A screen as a picture of it is named, where it is, and who sees it. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly who: 'nobody' | 'Ratna Puspita' | 'Moh. Faisol Anam' | 'Lilik Maryati' | 'Keripik Tengger';
  /** Brings the screen into the state that is to be seen. */
  readonly ready?: (page: Page) => Promise<void>;
}

const firstLink = (href: string) => async (page: Page) => {
  await page.locator(`main a[href*="${href}"]`).first().click();
  await page.waitForURL(`**${href}**`);
};

/** What runs on the phone. */
export const PHONE_SCREENS: readonly Screen[] = [
  { name: 'masuk', path: '/masuk', who: 'nobody' },
  { name: 'beranda', path: '/beranda', who: 'Ratna Puspita' },
  { name: 'beranda-guru', path: '/beranda', who: 'Moh. Faisol Anam' },
  { name: 'katalog', path: '/katalog', who: 'Ratna Puspita' },
  {
    name: 'katalog-cari',
    path: '/katalog',
    who: 'Ratna Puspita',
    ready: (page) => page.getByRole('searchbox').fill('kopi'),
  },
  { name: 'produk', path: '/katalog', who: 'Ratna Puspita', ready: firstLink('/katalog/produk/') },
  {
    name: 'umkm',
    path: '/katalog',
    who: 'Ratna Puspita',
    ready: async (page) => {
      await firstLink('/katalog/produk/')(page);
      await firstLink('/katalog/umkm/')(page);
    },
  },
  { name: 'belanja', path: '/belanja', who: 'Ratna Puspita' },
  {
    name: 'belanja-ditolak',
    path: '/belanja',
    who: 'Ratna Puspita',
    ready: async (page) => {
      await page.getByLabel('Jumlah', { exact: true }).fill('0');
      await page.getByRole('button', { name: 'Simpan' }).click();
    },
  },
  { name: 'riwayat', path: '/riwayat', who: 'Ratna Puspita' },
  { name: 'riwayat-satu', path: '/riwayat', who: 'Ratna Puspita', ready: firstLink('/riwayat/') },
  { name: 'akun', path: '/akun', who: 'Ratna Puspita' },
  { name: 'peran', path: '/peran', who: 'Keripik Tengger' },
  { name: 'butuh-jaringan', path: '/butuh-jaringan', who: 'nobody' },
];

/** What is rendered at the office. */
export const DESK_SCREENS: readonly Screen[] = [
  { name: 'rekap', path: '/rekap', who: 'Lilik Maryati' },
  { name: 'rekap-orang', path: '/rekap', who: 'Lilik Maryati', ready: firstLink('/rekap/20') },
  { name: 'kode-masuk', path: '/kode-masuk', who: 'Lilik Maryati' },
];

export interface Look {
  readonly browser: Browser;
  readonly origin: string;
  readonly screen: Screen;
  readonly viewport: ViewportSize;
  readonly colorScheme: 'light' | 'dark';
}

/** Opens a screen as the one who sees it, in a browser of its own, and waits until it is all there. */
export async function open({ browser, origin, screen, viewport, colorScheme }: Look): Promise<Page> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'id-ID',
    timezoneId: 'Asia/Jakarta',
  });
  const page = await context.newPage();
  if (screen.who !== 'nobody') {
    await page.goto('/masuk');
    const { as, number, password } = await person(origin, screen.who);
    if (as === 'penjual') await page.getByRole('link', { name: 'Masuk sebagai penjual' }).click();
    await page.getByLabel(as === 'asn' ? 'NIP' : 'Nomor HP', { exact: true }).fill(number);
    await page.getByLabel('Kata sandi', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Masuk', exact: true }).click();
    await page.waitForURL((url) => !['/masuk', '/'].includes(url.pathname));
  }
  await page.goto(screen.path);
  await page.locator('main h1, header h1').first().waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  await screen.ready?.(page);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
  return page;
}
