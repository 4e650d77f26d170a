import { expect } from '@playwright/test';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { chromium90 } from './browser.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-quic', '--lang=id-ID'];

/** How long something may take to appear, ms. */
const PATIENCE = 30_000;

/** A phone of 2021: Chromium 90 on a profile that outlives its process. Finds things by the words on the screen. */
export class OldPhone {
  readonly #profile = mkdtempSync(join(tmpdir(), 'simadu-old-phone-'));
  readonly #origin: string;
  #browser: Browser | null = null;
  #page: Page | null = null;
  /** What its scripts threw. */
  readonly thrown: string[] = [];

  constructor(origin: string) {
    this.#origin = origin;
  }

  get page(): Page {
    if (!this.#page) throw new Error('The phone is off.');
    return this.#page;
  }

  async start(): Promise<void> {
    this.#browser = await puppeteer.launch({
      executablePath: chromium90(),
      headless: true,
      userDataDir: this.#profile,
      args: ARGS,
    });
    this.#page = (await this.#browser.pages())[0] ?? (await this.#browser.newPage());
    await this.#page.setViewport({ width: 360, height: 640, isMobile: true, hasTouch: true });
    this.#page.setDefaultTimeout(PATIENCE);
    this.#page.on('pageerror', (error: Error) => this.thrown.push(error.message));
  }

  async version(): Promise<string> {
    return (await this.#browser?.version()) ?? '';
  }

  /** Waits until the browser wrote its session cookie to the disk, which Chromium does within half a minute. */
  async sessionOnDisk(): Promise<void> {
    const cookies = join(this.#profile, 'Default/Cookies');
    await expect
      .poll(() => existsSync(cookies) && readFileSync(cookies).includes('sesi'), { timeout: 60_000 })
      .toBe(true);
  }

  /** Ends the browser's processes at once, as a phone does that runs out of memory. */
  async kill(): Promise<void> {
    const child = this.#browser?.process();
    this.#browser = null;
    this.#page = null;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // Puppeteer starts it as the leader of a group of its own.
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(`${this.#origin}${path}`);
  }

  /** Types into the field with this label, over what stands there. */
  async fill(label: string, text: string): Promise<void> {
    const field = await this.#found(
      `//input[@id = //label[normalize-space(.) = "${label}"]/@for or @aria-label = "${label}"]`,
    );
    await field.click({ clickCount: 3 });
    await field.type(text);
  }

  /** Taps the button or link that says this. */
  async tap(text: string): Promise<void> {
    const found = await this.#found(
      `//*[self::button or self::a][normalize-space(.) = "${text}" or @aria-label = "${text}"]`,
    );
    await found.click();
  }

  /** Follows the first link among those that `where` (CSS) selects that says this and is seen. */
  async tapWhere(where: string, text: string): Promise<void> {
    await this.sees(text, where);
    await this.page.evaluate(
      (selector: string, wanted: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)]
          .find((one) => one.innerText.includes(wanted) && one.offsetParent !== null)
          ?.click(),
      where,
      text,
    );
  }

  /** Waits until this is read on the screen, within what `where` (CSS) selects. */
  async sees(text: string, where = 'body'): Promise<void> {
    await this.page.waitForFunction(
      (wanted: string, selector: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)].some((one) => one.innerText.includes(wanted)),
      {},
      text,
      where,
    );
  }

  async at(path: string): Promise<void> {
    await this.page.waitForFunction((wanted: string) => location.pathname === wanted, {}, path);
  }

  /** Waits until the shell is installed, so that the phone works without network from here on. */
  async shellInstalled(): Promise<void> {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.page.setOfflineMode(offline);
  }

  async #found(xpath: string) {
    const found = await this.page.waitForXPath(xpath, { visible: true });
    if (found === null) throw new Error(`Nothing found: ${xpath}`);
    return found;
  }
}
