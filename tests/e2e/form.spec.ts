import { expect, test } from './world/test.ts';
import { person } from './world/people.ts';

const SHOP = { umkm: 'Warung Uji Isian', tempat: 'Krucil' };

test('a purchase that is saved with Enter leaves no draft, and *Catat* then begins another', async ({
  openOffice,
  origin,
  newPhone,
}) => {
  await openOffice();
  const phone = await newPhone();
  const { number, password } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, password);
  const { page } = phone;
  await page.goto('/belanja');
  await page.getByLabel('UMKM', { exact: true }).fill(SHOP.umkm);
  await page.getByLabel('Tempat').fill(SHOP.tempat);
  await page.getByLabel('Jumlah', { exact: true }).fill('22000');
  await page.keyboard.press('Enter');
  await page.getByText('Terkirim. Sudah diterima kantor.').waitFor();
  await phone.go('Catat');
  await expect(page.getByLabel('UMKM', { exact: true })).toHaveValue('');
  await expect(page.getByLabel('Jumlah', { exact: true })).toHaveValue('');
  await page.goto('/riwayat');
  await expect(page.getByText('Rp22.000')).toBeVisible();
  await expect(page.getByText('Belum disimpan')).toHaveCount(0);
});

test('a correction that was left is gone on with, says when it is outdated, and can be thrown away', async ({
  openOffice,
  origin,
  newPhone,
}) => {
  await openOffice();
  const phone = await newPhone();
  const { number, password } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, password);
  const { page } = phone;
  await phone.record({ ...SHOP, jumlah: '22.000' });
  await page.goto('/riwayat');
  await page.getByRole('link', { name: /Warung Uji Isian/ }).click();
  await page.getByRole('link', { name: 'Perbaiki' }).click();
  const amount = page.getByLabel('Jumlah', { exact: true });
  await amount.fill('23.000');
  await page.getByLabel(/^Alasan/).fill('Salah ketik');
  await page.getByRole('link', { name: 'Kembali' }).click();
  await page.getByRole('link', { name: 'Perbaiki' }).click();
  await expect(page.getByText('Ini perbaikan terakhir yang belum disimpan.')).toBeVisible();
  await expect(page.getByLabel(/^Alasan/)).toHaveValue('Salah ketik');

  const other = await phone.context.newPage();
  await other.goto(page.url());
  await other.getByLabel('Jumlah', { exact: true }).fill('24.000');
  await other.getByRole('button', { name: 'Simpan' }).click();
  await other.getByRole('heading', { name: /Tersimpan/ }).waitFor();
  await other.close();

  await amount.fill('25.000');
  await page.getByRole('link', { name: 'Kembali' }).click();
  await page.getByRole('link', { name: 'Perbaiki' }).click();
  await expect(page.getByText(/Kini: Warung Uji Isian, .*Rp24\.000/)).toBeVisible();
  await expect(amount).toHaveValue('25.000');
  await page.getByRole('button', { name: 'Pakai isi terbaru' }).click();
  await expect(amount).toHaveValue('24.000');
  await page.goto('/riwayat');
  await expect(page.getByText('Belum disimpan')).toHaveCount(0);
});

test('a shop of the registry that is typed in full is credited only when it is tapped', async ({
  openOffice,
  origin,
  newPhone,
}) => {
  await openOffice();
  const phone = await newPhone();
  const { number, password } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, password);
  const { page } = phone;
  await phone.go('Katalog');
  await page.locator('main a[href^="/katalog/produk/"]').first().click();
  const shop = await page.locator('main a[href^="/katalog/umkm/"] b').first().innerText();
  await page.goto('/belanja');
  await page.getByLabel('UMKM', { exact: true }).fill(shop.trim());
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Tempat')).toBeVisible();
  await page
    .getByRole('main')
    .getByRole('button', { name: /, Krucil$/ })
    .first()
    .click();
  await expect(page.getByLabel('Tempat')).toHaveCount(0);
  await expect(page.getByLabel('UMKM', { exact: true })).toHaveAccessibleDescription(/, Krucil$/);
});
