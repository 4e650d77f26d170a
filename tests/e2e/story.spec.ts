import { expect, test } from './world/test.ts';
import { desk, person } from './world/people.ts';
import type { Phone } from './world/phone.ts';

/** The name of a shop of the home kecamatan's catalogue, as its first product tells it. */
async function firstShop({ page }: Phone): Promise<string> {
  await page.locator('main a[href^="/katalog/produk/"]').first().click();
  const shop = page.locator('main a[href^="/katalog/umkm/"]').first();
  const name = await shop.locator('b').first().innerText();
  await page.goto('/katalog');
  return name.trim();
}

/** What counts and waits this month, in rupiah, as the cell says it in words. */
async function countedAndWaiting({ page }: Phone): Promise<number> {
  const cell = page.getByRole('img', { name: /Rp/ }).first();
  await cell.waitFor();
  const label = (await cell.getAttribute('aria-label')) ?? '';
  return Number(/Rp([\d.]+)/.exec(label)?.[1]?.replaceAll('.', '') ?? Number.NaN);
}

test('an ASN buys where there is no signal, and the office reads it in its recap', async ({
  openOffice,
  network,
  newPhone,
  browser,
  origin,
}) => {
  await openOffice();
  const phone = await newPhone();
  const ratna = await person(origin, 'Ratna Puspita');
  await phone.signIn(ratna.number, ratna.password);
  await expect(phone.page.getByRole('img', { name: /dari Rp50\.000/ })).toBeVisible();
  await phone.shellInstalled();

  await phone.go('Katalog');
  await expect(phone.page.locator('main a[href^="/katalog/produk/"]').first()).toBeVisible();
  const shop = await firstShop(phone);

  await phone.goOffline();
  network.weather = 'down';

  await phone.page.getByRole('searchbox', { name: 'Cari produk atau UMKM' }).fill('kopi');
  await expect(phone.page.getByRole('link', { name: /kopi/i }).first()).toBeVisible();
  // A screen that was never visited, opened by its address.
  await phone.page.goto('/riwayat');
  await expect(phone.page.getByRole('heading', { name: 'Riwayat', exact: true })).toBeVisible();
  await expect(phone.page.getByRole('status').filter({ hasText: 'Tanpa sinyal' })).toBeVisible();

  // Addresses with a query, as links of the app and the way back from sign-in have them.
  await phone.page.goto('/riwayat?bulan=2026-01');
  await expect(phone.page.getByRole('heading', { name: 'Riwayat', exact: true })).toBeVisible();
  await phone.page.goto('/?lanjut=%2Fbelanja%3Fumkm%3Dx');
  await expect(phone.page).toHaveURL(/\/belanja\?umkm=x$/);
  await expect(phone.page.getByRole('heading', { name: 'Catat belanja' })).toBeVisible();
  await phone.page.goto('/rekap?cari=a');
  await expect(phone.page.getByRole('link', { name: 'Coba lagi' })).toHaveJSProperty(
    'href',
    phone.page.url(),
  );

  await phone.page.goto('/beranda');
  const before = await countedAndWaiting(phone);
  await phone.record({ umkm: shop, jumlah: '12.000' });
  await phone.record({ umkm: shop, jumlah: 'Rp 7.500', catatan: 'Kopi untuk rapat' });
  await phone.record({ umkm: 'Warung Bu Contoh', tempat: 'Krucil', jumlah: '5 rb' });
  await phone.page.goto('/beranda');
  await expect.poll(() => countedAndWaiting(phone)).toBe(before + 24_500);

  await phone.sessionOnDisk();
  await phone.kill();
  await phone.start();
  await phone.goOffline();
  await phone.page.goto('/riwayat');
  const rows = phone.page.getByRole('listitem').filter({ hasText: 'Tersimpan' });
  for (const amount of ['Rp12.000', 'Rp7.500', 'Rp5.000']) {
    await expect(rows.filter({ hasText: amount }).first()).toBeVisible();
  }

  network.weather = 'clear';
  await phone.goOnline();
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  await phone.page.goto('/riwayat');
  await expect(phone.page.getByText('Rp7.500').first()).toBeVisible();
  await expect(rows).toHaveCount(0);

  const rekap = await desk(browser, origin);
  await rekap.getByRole('link', { name: 'Ratna Puspita' }).first().click();
  for (const amount of ['12.000', '7.500', '5.000']) {
    await expect(rekap.getByText(amount).first()).toBeVisible();
  }
  await expect(rekap.getByText(/belum terdata/).first()).toBeVisible();
  await rekap.goBack();
  const [download] = await Promise.all([
    rekap.waitForEvent('download'),
    rekap.getByRole('link', { name: /XLSX/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^rekap-kecamatan-krucil-\d{4}-\d{2}\.xlsx$/);
});
