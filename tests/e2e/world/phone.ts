import { chromium, expect, type BrowserContext, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PhoneOptions {
  readonly origin: string;
  readonly timezone?: string;
  /** What the phone believes the time to be, ms UTC; the machine's when left out. It runs on from there. */
  readonly clock?: number;
  readonly scheme?: 'light' | 'dark';
  /** It has a camera, whose picture moves, and the person lets SiMadu use it. */
  readonly camera?: boolean;
}

export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const CAMERA_ARGS = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
export const systemChromium = existsSync('/usr/bin/chromium') ? { executablePath: '/usr/bin/chromium' } : {};

export interface Belanja {
  readonly umkm: string;
  /** Where a typed UMKM is; left out for one of the registry. */
  readonly tempat?: string;
  readonly jumlah: string;
  /** `YYYY-MM-DD`; today when left out. */
  readonly tanggal?: string;
  readonly catatan?: string;
}

/** One phone: a real Chromium on a profile that outlives its process. Speaks the users' words. */
export class Phone {
  readonly #options: PhoneOptions;
  readonly #profile = mkdtempSync(join(tmpdir(), 'simadu-phone-'));
  #context: BrowserContext | null = null;
  #page: Page | null = null;

  constructor(options: PhoneOptions) {
    this.#options = options;
  }

  get context(): BrowserContext {
    if (!this.#context) throw new Error('The phone is off.');
    return this.#context;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The phone is off.');
    return this.#page;
  }

  async start(): Promise<void> {
    const { timezone = 'Asia/Jakarta', clock, scheme = 'light', camera = false, origin } = this.#options;
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      ...systemChromium,
      args: camera ? [...CHROMIUM_ARGS, ...CAMERA_ARGS] : CHROMIUM_ARGS,
      baseURL: origin,
      viewport: { width: 360, height: 640 },
      isMobile: true,
      hasTouch: true,
      locale: 'id-ID',
      timezoneId: timezone,
      colorScheme: scheme,
      acceptDownloads: true,
    });
    if (clock !== undefined) await this.#context.clock.install({ time: clock });
    this.#page = this.#context.pages()[0] ?? (await this.#context.newPage());
  }

  /** Waits until the browser wrote its session cookie to the disk, which Chromium does within half a minute. */
  async sessionOnDisk(): Promise<void> {
    const files = ['Default/Network/Cookies', 'Default/Cookies'].map((file) => join(this.#profile, file));
    await expect
      .poll(() => files.some((file) => existsSync(file) && readFileSync(file).includes('sesi')), {
        timeout: 60_000,
      })
      .toBe(true);
  }

  /** Kills the browser's processes at once, as a phone does that runs out of memory. */
  async kill(): Promise<void> {
    const closed = new Promise((resolve) => this.context.once('close', resolve));
    execFileSync('pkill', ['-9', '-f', `user-data-dir=${this.#profile}`]);
    await closed;
    this.#context = null;
    this.#page = null;
  }

  async close(): Promise<void> {
    await this.#context?.close();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  async signIn(number: string, password: string): Promise<void> {
    await this.page.goto('/masuk');
    await this.page.getByLabel('NIP', { exact: true }).fill(number);
    await this.page.getByLabel('Kata sandi', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Masuk', exact: true }).click();
    await this.page.waitForURL('**/beranda');
  }

  /** Waits until the shell is installed, so that the phone works without network from here on. */
  async shellInstalled(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) {
        await new Promise((resolve) =>
          navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
        );
      }
    });
  }

  async goOffline(): Promise<void> {
    await this.context.setOffline(true);
  }

  async goOnline(): Promise<void> {
    await this.context.setOffline(false);
  }

  async go(tab: 'Beranda' | 'Katalog' | 'Catat' | 'Riwayat' | 'Akun'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Menu utama' }).getByRole('link', { name: tab }).click();
  }

  /** Fills the form and presses *Simpan*; what comes then is the caller's to look at. */
  async fill(belanja: Belanja, page: Page = this.page): Promise<void> {
    await page.goto('/belanja');
    const umkm = page.getByLabel('UMKM', { exact: true });
    if (belanja.tempat === undefined) {
      await umkm.fill(belanja.umkm.slice(0, -2));
      await page.getByRole('option', { name: belanja.umkm }).first().click();
    } else {
      await umkm.fill(belanja.umkm);
      await page.getByLabel('Tempat').fill(belanja.tempat);
    }
    if (belanja.tanggal !== undefined)
      await page.getByLabel('Tanggal', { exact: true }).fill(belanja.tanggal);
    await page.getByLabel('Jumlah', { exact: true }).fill(belanja.jumlah);
    if (belanja.catatan !== undefined) await page.getByLabel('Catatan').fill(belanja.catatan);
    await page.getByRole('button', { name: 'Simpan' }).click();
  }

  /** Records a purchase and sees it called *Tersimpan*. */
  async record(belanja: Belanja, page: Page = this.page): Promise<void> {
    await this.fill(belanja, page);
    await page.getByRole('heading', { name: /Tersimpan/ }).waitFor();
  }

  /** Presses *Kirim sekarang* in *Akun*. */
  async sendNow(): Promise<void> {
    await this.page.goto('/akun');
    await this.page.getByRole('button', { name: 'Kirim sekarang' }).click();
  }
}
