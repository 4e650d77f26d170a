import { expect, test } from './world/test.ts';
import { SAMPLE } from './world/people.ts';

test('an ASN buys where there is no signal, and the office reads it in its recap', async ({
  office,
  network,
  newPhone,
  browser,
  origin,
}) => {
  expect(office.port).toBeGreaterThan(0);
  const phone = await newPhone();
  const { page } = phone;
  await phone.signIn(SAMPLE.ratna.number, SAMPLE.ratna.password);
  await expect(page.getByRole('img', { name: /dari Rp50\.000/ })).toBeVisible();
  await phone.shellInstalled();

  await phone.go('Katalog');
  await expect(page.getByRole('link', { name: /Rp/ }).first()).toBeVisible();
  const shop = await firstShop(phone);

  await phone.goOffline();
  network.weather = 'down';

  await page.getByRole('searchbox', { name: 'Cari produk atau UMKM' }).fill('kopi');
  await expect(page.getByRole('link', { name: /kopi/i }).first()).toBeVisible();
  // A screen that was never visited, opened by its address.
  await page.goto('/riwayat?dari=pintasan');
  await expect(page.getByRole('heading', { name: 'Riwayat', exact: true })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Tanpa sinyal' })).toBeVisible();

  const before = await countedAndWaiting(phone);
  await phone.record({ umkm: shop, jumlah: '12.000' });
  await phone.record({ umkm: shop, jumlah: 'Rp 7.500', catatan: 'Kopi untuk rapat' });
  await phone.record({ umkm: 'Warung Bu Contoh', tempat: 'Krucil', jumlah: '5 rb' });
  await page.goto('/beranda');
  await expect(page.getByText('Kopi untuk rapat')).toHaveCount(0);
  expect(await countedAndWaiting(phone)).toBe(before + 24_500);

  await phone.kill();
  await phone.start();
  await phone.goOffline();
  await phone.page.goto('/riwayat');
  for (const amount of ['Rp12.000', 'Rp7.500', 'Rp5.000']) {
    await expect(
      phone.page.getByRole('listitem').filter({ hasText: amount }).filter({ hasText: 'Tersimpan' }).first(),
    ).toBeVisible();
  }

  network.weather = 'clear';
  await phone.goOnline();
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim')).toBeVisible();
  await phone.page.goto('/riwayat');
  await expect(
    phone.page.getByText('Tersimpan', { exact: false }).filter({ hasText: 'Menunggu' }),
  ).toHaveCount(0);

  const desk = await (
    await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 800 } })
  ).newPage();
  await desk.goto('/masuk?lanjut=/rekap');
  await desk.getByLabel('NIP', { exact: true }).fill(SAMPLE.lilik.number);
  await desk.getByLabel('Kata sandi', { exact: true }).fill(SAMPLE.lilik.password);
  await desk.getByRole('button', { name: 'Masuk', exact: true }).click();
  await desk.waitForURL('**/rekap/**');
  await desk.getByRole('link', { name: 'Ratna Puspita' }).click();
  for (const amount of ['12.000', '7.500', '5.000']) {
    await expect(desk.getByText(amount, { exact: false }).first()).toBeVisible();
  }
  await expect(desk.getByText('belum terdata', { exact: false }).first()).toBeVisible();
  await desk.goBack();
  const [download] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('link', { name: /XLSX/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^rekap-kecamatan-krucil-\d{4}-\d{2}\.xlsx$/);
});
