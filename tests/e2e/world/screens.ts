import type { Browser, Page, ViewportSize } from '@playwright/test';
import { person, type SamplePerson } from './people.ts';

/** A screen as a picture of it is named, where it is, and who sees it. */
export interface Screen {
  readonly name: string;
  readonly path: string;
  readonly who: 'nobody' | 'Ratna Puspita' | 'Moh. Faisol Anam' | 'Lilik Maryati' | 'Sumarti Ningsih';
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
  { name: 'hemat-data', path: '/akun/hemat-data', who: 'Ratna Puspita' },
  { name: 'simpanan', path: '/akun/simpanan', who: 'Ratna Puspita' },
  { name: 'pin', path: '/akun/pin', who: 'Ratna Puspita' },
  { name: 'perangkat', path: '/akun/perangkat', who: 'Ratna Puspita' },
  { name: 'titip', path: '/titip', who: 'Ratna Puspita' },
  { name: 'peran', path: '/peran', who: 'Sumarti Ningsih' },
  { name: 'butuh-jaringan', path: '/butuh-jaringan', who: 'nobody' },
  { name: 'peramban', path: '/peramban', who: 'nobody' },
];

/** What everybody may see, drawn by the office. */
export const MARKET_SCREENS: readonly Screen[] = [
  { name: 'pasar', path: '/pasar', who: 'nobody' },
  { name: 'pasar-kecamatan', path: '/pasar/35.13.08', who: 'nobody' },
  { name: 'pasar-produk', path: '/pasar', who: 'nobody', ready: firstLink('/produk/') },
  {
    name: 'pasar-umkm',
    path: '/pasar',
    who: 'nobody',
    ready: async (page) => {
      await firstLink('/produk/')(page);
      await firstLink('/umkm/')(page);
    },
  },
  { name: 'pasar-tidak-ada', path: '/produk/tidak-ada', who: 'nobody' },
];

/** What is rendered at the office. */
export const DESK_SCREENS: readonly Screen[] = [
  { name: 'rekap', path: '/rekap', who: 'Lilik Maryati' },
  {
    name: 'rekap-orang',
    path: '/rekap',
    who: 'Lilik Maryati',
    ready: async (page) => {
      await page.getByRole('link', { name: 'Ratna Puspita' }).filter({ visible: true }).first().click();
      await page.waitForURL(/\/rekap\/\d{4}-\d{2}\/./);
    },
  },
  { name: 'kode-masuk', path: '/kode-masuk', who: 'Lilik Maryati' },
  {
    name: 'titipan',
    path: '/titipan',
    who: 'Lilik Maryati',
    ready: async (page) => {
      const buffer = Buffer.from('Bukan berkas titipan');
      const berkas = page.getByLabel(/Berkas titipan/);
      await berkas.setInputFiles({ name: 'catatan.txt', mimeType: 'text/plain', buffer });
      await page.getByRole('button', { name: 'Muat berkas' }).click();
      await page.getByRole('heading', { name: 'Hasil' }).waitFor();
    },
  },
];

export interface Look {
  readonly browser: Browser;
  readonly origin: string;
  readonly viewport: ViewportSize;
  readonly colorScheme: 'light' | 'dark';
}

/** Opens screens in one look, one browser profile for each person who sees them, signed in once. */
export class Viewer {
  readonly #look: Look;
  readonly #pages = new Map<Screen['who'], Page>();

  constructor(look: Look) {
    this.#look = look;
  }

  /** The screen as the one who sees it has it, when it is all there. */
  async open(screen: Screen): Promise<Page> {
    const page = this.#pages.get(screen.who) ?? (await this.#arrive(screen.who));
    this.#pages.set(screen.who, page);
    await page.setViewportSize(this.#look.viewport);
    await page.goto(screen.path);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    if (screen.ready) {
      await screen.ready(page);
      await page.waitForLoadState('networkidle');
    }
    return page;
  }

  async close(): Promise<void> {
    for (const page of this.#pages.values()) await page.context().close();
  }

  async #arrive(who: Screen['who']): Promise<Page> {
    const { browser, origin, viewport, colorScheme } = this.#look;
    const context = await browser.newContext({
      baseURL: origin,
      viewport,
      colorScheme,
      reducedMotion: 'reduce',
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
    });
    const page = await context.newPage();
    if (who !== 'nobody') await signIn(page, await person(origin, who));
    return page;
  }
}

async function signIn(page: Page, { as, number, password }: SamplePerson): Promise<void> {
  await page.goto('/masuk');
  if (as === 'penjual') await page.getByRole('link', { name: 'Masuk sebagai penjual' }).click();
  await page.getByLabel(as === 'asn' ? 'NIP' : 'Nomor HP', { exact: true }).fill(number);
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await page.waitForURL((url) => !['/masuk', '/'].includes(url.pathname));
}
