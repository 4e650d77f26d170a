import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CHROMIUM_ARGS, systemChromium } from '../e2e/world/phone.ts';

/** What a browser is in the midst of. */
export type Stage = 'starting' | 'typing' | 'saving' | 'sending';

/** What a person buys, and the photo of its nota. */
export interface Bought {
  readonly umkm: string;
  readonly amount: string;
  readonly photo: Buffer | null;
}

/**
 * A phone whose browser is a process group of our own, so that it can be ended at any moment without asking
 * it; the profile stays.
 */
export class MortalPhone {
  readonly #profile = mkdtempSync(join(tmpdir(), 'simadu-chaos-'));
  #child: ChildProcess | null = null;
  #browser: Browser | null = null;
  #page: Page | null = null;

  constructor(readonly origin: string) {}

  get page(): Page {
    if (!this.#page) throw new Error('The phone is off.');
    return this.#page;
  }

  /** Switches it on. Rejects when it was killed before it stood. */
  async start(): Promise<void> {
    const program = systemChromium.executablePath ?? chromium.executablePath();
    const args = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.#profile}`];
    const child = spawn(program, [...CHROMIUM_ARGS, ...args, '--window-size=400,800', 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    this.#browser = await chromium.connectOverCDP(await addressOf(child));
    const [context] = this.#browser.contexts();
    this.#page = context?.pages()[0] ?? (await context?.newPage()) ?? null;
  }

  /** Ends every process of the browser at once. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    this.#browser = null;
    this.#page = null;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10 });
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`${this.origin}${path}`);
  }

  /** Signs in, and waits until shell and session would outlive the browser. */
  async settleIn(number: string, password: string): Promise<void> {
    await this.goto('/masuk');
    await this.page.getByLabel('NIP', { exact: true }).fill(number);
    await this.page.getByLabel('Kata sandi', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Masuk', exact: true }).click();
    await this.page.waitForURL('**/beranda');
    await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    const cookies = join(this.#profile, 'Default/Cookies');
    const onDisk = () => existsSync(cookies) && readFileSync(cookies).includes('sesi');
    while (!onDisk()) await new Promise((resolve) => setTimeout(resolve, 200));
  }

  /**
   * Fills the form, with a photo of the nota where one is given, and fulfils once *Tersimpan* stands on the
   * screen; says when each stage begins.
   */
  async record({ umkm, amount, photo }: Bought, begins: (stage: Stage) => void): Promise<void> {
    await this.goto('/belanja');
    begins('typing');
    await this.page.getByLabel('UMKM', { exact: true }).fill(umkm);
    await this.page.getByLabel('Tempat').fill('Krucil');
    await this.page.getByLabel('Jumlah', { exact: true }).fill(amount);
    if (photo) await this.#attach(photo);
    const save = this.page.getByRole('button', { name: 'Simpan' });
    begins('saving');
    await save.click();
    await this.page.getByRole('heading', { name: /Tersimpan/ }).waitFor();
    begins('sending');
  }

  /** Chooses a file as the photo, unless the draft of a browser that died brought one along. */
  async #attach(buffer: Buffer): Promise<void> {
    const first = this.page.getByRole('img', { name: 'Foto nota 1' });
    if (await first.isVisible()) return;
    await this.page.getByRole('button', { name: 'Foto nota' }).click();
    const file = { name: 'nota.jpg', mimeType: 'image/jpeg', buffer };
    await this.page.getByLabel('Berkas foto').setInputFiles(file);
    await first.waitFor();
  }

  /** Presses *Kirim sekarang* until its database holds nothing that waits any more, photos included. */
  async sendAll(): Promise<void> {
    await this.goto('/akun');
    const sent = this.page.getByText('Semua catatan sudah terkirim.');
    const button = this.page.getByRole('button', { name: 'Kirim sekarang' });
    const waits = async () =>
      [...(await this.#rows('outbox')), ...(await this.#rows('photos'))].some(
        ({ state }) => state === 'unsent',
      );
    while (!(await sent.isVisible()) || (await waits())) {
      await button.click({ timeout: 1_000 }).catch(() => undefined);
      await sent.waitFor({ timeout: 2_000 }).catch(() => undefined);
    }
  }

  /** The bodies of all records in the account's outbox, whatever became of them. */
  async outbox(): Promise<string[]> {
    return (await this.#rows('outbox')).map(({ body }) => body);
  }

  /** All rows of a table of the account's database. */
  #rows(table: 'outbox' | 'photos'): Promise<{ readonly state: string; readonly body: string }[]> {
    return this.page.evaluate(readRows(table));
  }
}

/** Text, because what a transpiler makes of inner functions does not run in a page. */
const readRows = (table: string): string => `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = [];
  for (const { name } of await indexedDB.databases()) {
    if (!name.startsWith('simadu-akun-')) continue;
    const db = await done(indexedDB.open(name));
    all.push(...(await done(db.transaction('${table}').objectStore('${table}').getAll())));
    db.close();
  }
  return all;
})()`;

/** Where the browser listens, as it says itself. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('The browser says nothing.');
  for await (const line of createInterface({ input: child.stderr })) {
    const [, address] = /^DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address !== undefined) {
      child.stderr.resume();
      return address;
    }
  }
  throw new Error('The browser ended before it listened.');
}
