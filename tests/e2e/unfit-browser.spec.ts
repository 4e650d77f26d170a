import type { BrowserContext } from '@playwright/test';
import { expect, test } from './world/test.ts';

/** Opens an address in a browser that lacks something from the first script on; answers where that leads. */
async function open(context: BrowserContext, path: string): Promise<string> {
  const page = await context.newPage();
  await page.goto(path);
  await page.waitForURL('**/peramban#*');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('SiMadu belum bisa dibuka di browser ini');
  return new URL(page.url()).hash;
}

/** Nothing is behind these: a browser without them starts no app, whatever it is asked for. */
const LACKS = {
  modules: { lack: 'delete HTMLScriptElement.prototype.noModule', leads: '#lama' },
  'what Chrome 85 brought': { lack: 'delete Promise.any', leads: '#lama' },
  IndexedDB: {
    lack: `Object.defineProperty(window, 'indexedDB', { value: undefined })`,
    leads: '#simpanan',
  },
  'leave to store': {
    lack: `IDBFactory.prototype.databases = () => Promise.reject(new DOMException('denied', 'SecurityError'))`,
    leads: '#simpanan',
  },
  WebCrypto: { lack: `Object.defineProperty(crypto, 'subtle', { value: undefined })`, leads: '#alamat' },
} as const;

for (const [what, { lack, leads }] of Object.entries(LACKS)) {
  test(`a browser without ${what} is led to a page that says what to do`, async ({ openOffice, context }) => {
    await openOffice();
    await context.addInitScript({ content: lack });
    expect(await open(context, '/beranda')).toBe(leads);
    expect(await open(context, '/')).toBe(leads);
    const page = await context.newPage();
    await page.goto('/masuk');
    await expect(page.getByRole('link', { name: /Lihat caranya$/ })).toHaveAttribute(
      'href',
      `/peramban${leads}`,
    );
    await expect(page.getByLabel('NIP', { exact: true })).toBeVisible();
  });
}

test('a full phone is no reason to lead anybody away', async ({ openOffice, context }) => {
  await openOffice();
  await context.addInitScript(() => {
    IDBFactory.prototype.databases = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
  });
  const page = await context.newPage();
  await page.goto('/beranda');
  await page.waitForURL('**/masuk?lanjut=*');
  await expect(page.getByRole('link', { name: /Lihat caranya$/ })).toHaveCount(0);
});

test('without JavaScript every screen of the phone says so, and how to switch it on', async ({
  openOffice,
  browser,
  origin,
  request,
}) => {
  await openOffice();
  // Read as text: the browser under test parses <noscript> as if scripts ran, although it runs none.
  for (const path of ['/', '/beranda', '/belanja', '/riwayat/x', '/masuk', '/cangkang']) {
    const html = await (await request.get(path)).text();
    const said = /<noscript>([^]*?)<\/noscript>/.exec(html)?.[1] ?? '';
    expect(said, path).toContain('JavaScript dimatikan');
    expect(said, path).toContain('href="/peramban#javascript"');
  }
  const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/peramban#javascript');
  await expect(page.getByRole('heading', { name: 'JavaScript dimatikan' })).toBeVisible();
  await context.close();
});
