import type { Page } from '@playwright/test';
import { ask, PASSWORD, person } from './world/people.ts';
import { expect, test } from './world/test.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly shop: string;
  readonly phone: string;
  readonly art: string;
}

/** A product of Krucil, where Ratna Puspita serves, whose shop has a number. */
const someProduct = (folder: string): Row => {
  const [row] = ask<Row>(
    folder,
    `select p.id, p.name, u.id as shop, u.phone, p.art from product p join umkm u on u.id = p.umkm_id
     where p.gone = 0 and u.status = 'terdata' and u.phone <> '' and u.kecamatan = '35.13.08' order by p.id limit 1`,
  );
  if (row === undefined) throw new Error('the sample regency sells nothing');
  return row;
};

const meta = (page: Page, property: string) =>
  page.locator(`meta[property="${property}"]`).getAttribute('content');

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('a visitor finds a product, sees what it is and whom to ask, and leaves no trace', async ({
    office,
    page,
    context,
    origin,
  }) => {
    const { id, name, shop, phone } = someProduct(office.folder);
    const scripts: string[] = [];
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.url());
    });
    await page.goto('/pasar');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Produk UMKM Kabupaten Probolinggo');
    await page.getByRole('link', { name: /^Krucil/ }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Krucil');
    await page.getByRole('link', { name: 'Minuman' }).click();
    await expect(page.getByRole('link', { name: 'Minuman' })).toHaveAttribute('aria-current', 'page');

    const answer = await page.goto(`/produk/${id}`);
    expect(answer?.headers()['cache-control']).toBe('public, max-age=300');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
    await expect(page.getByText('Dibuat di Kabupaten Probolinggo')).toBeVisible();
    const order = page.getByRole('link', { name: 'Pesan lewat WhatsApp' });
    await expect(order).toHaveAttribute('href', new RegExp(`^https://wa\\.me/${phone}\\?text=`));
    await expect(page.getByText('JavaScript')).toHaveCount(0);
    await page.locator(`main a[href="/umkm/${shop}"]`).click();
    await expect(page.locator(`main a[href="/produk/${id}"]`)).toBeVisible();

    expect(scripts).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    expect(origin).toBe(new URL(page.url()).origin);
  });

  test('a link that is passed on shows title, price and a picture that messengers take', async ({
    office,
    page,
    origin,
  }) => {
    const { id, name, art } = someProduct(office.folder);
    await page.goto(`/produk/${id}?fbclid=x`);
    expect(await meta(page, 'og:title')).toContain(name);
    expect(await meta(page, 'og:description')).toMatch(/^Rp[\d.]+\. Dibuat .+ Kabupaten Probolinggo\.$/);
    expect(await meta(page, 'og:url')).toBe(`${origin}/produk/${id}`);
    const picture = (await meta(page, 'og:image')) ?? '';
    expect(picture).toBe(`${origin}/gambar/bagikan/${art}.png`);
    const image = await page.request.get(picture);
    expect(image.headers()['content-type']).toBe('image/png');
    expect((await image.body()).length).toBeLessThan(50_000);
    const linked = await page.locator('script[type="application/ld+json"]').textContent();
    expect(JSON.parse(linked ?? '')).toMatchObject({ '@type': 'Product', offers: { priceCurrency: 'IDR' } });
  });

  test('what is not sold any more says so and leads on', async ({ office, page }) => {
    expect(office.port).toBeGreaterThan(0);
    const answer = await page.goto('/produk/01900000-0000-7000-8000-000000000000');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tidak dijual lagi');
    await page.getByRole('link', { name: 'Lihat produk lain' }).click();
    await expect(page).toHaveURL('/pasar');
  });
});

test('search engines find the sitemap by robots.txt, and every product by the sitemap', async ({
  office,
  request,
  origin,
}) => {
  const robots = await (await request.get('/robots.txt')).text();
  const [, sitemap = ''] = /^Sitemap: (.+)$/m.exec(robots) ?? [];
  expect(sitemap).toBe(`${origin}/sitemap.xml`);
  const addresses = async (url: string) =>
    [...(await (await request.get(url)).text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, at]) => at ?? '');
  const found: string[] = [];
  for (const document of await addresses(sitemap)) found.push(...(await addresses(document)));
  const sold = ask<{ count: number }>(
    office.folder,
    `select count(*) as count from product p join umkm u on u.id = p.umkm_id where p.gone = 0 and u.status = 'terdata'`,
  );
  expect(found.filter((address) => address.startsWith(`${origin}/produk/`))).toHaveLength(
    sold[0]?.count ?? 0,
  );
});

test('without network a link to the market opens in the catalogue on the phone', async ({
  office,
  newPhone,
  origin,
}) => {
  const { id, name } = someProduct(office.folder);
  const phone = await newPhone();
  await phone.page.goto('/masuk');
  await phone.page.getByRole('link', { name: 'Lihat produk UMKM tanpa masuk' }).click();
  await expect(phone.page).toHaveURL('/pasar');
  await phone.signIn((await person(origin, 'Ratna Puspita')).number, PASSWORD);
  await phone.shellInstalled();
  await phone.go('Katalog');
  await phone.page.getByText(/produk tersimpan di HP/).waitFor();
  await phone.goOffline();
  await phone.page.goto(`/produk/${id}`);
  await expect(phone.page).toHaveURL(`/katalog/produk/${id}`);
  await expect(phone.page.getByRole('heading', { level: 1 })).toContainText(name);
});
