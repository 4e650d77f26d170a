import { expect, test } from './world/test.ts';
import { PINS, signInBeside } from './world/couple.ts';
import { ask, desk, person } from './world/people.ts';

const SHOP = { umkm: 'Warung HP Bersama', tempat: 'Krucil' };

/** Who the office has down for each amount. */
const owners = (folder: string) =>
  ask<{ amount: number; name: string }>(
    folder,
    `select amount, user.name as name from purchase join user on user.id = purchase.asn_id
     where umkm_name = '${SHOP.umkm}' order by amount`,
  );

test('two people share a phone: each finds what is theirs, and nothing unsent is lost by leaving', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const phone = await newPhone();
  const { page } = phone;
  const [ratna, camat] = [await person(origin, 'Ratna Puspita'), await person(origin, 'Suharyono Widodo')];
  await phone.signIn(ratna.number, ratna.password);
  await phone.shellInstalled();

  network.weather = 'down';
  await phone.goOffline();
  await phone.record({ ...SHOP, jumlah: '31.000' });
  await phone.record({ ...SHOP, jumlah: '32.000' });
  await page.goto('/akun');
  await page.getByRole('button', { name: 'Keluar' }).click();
  const question = page.getByRole('dialog');
  await expect(question).toContainText('Ada 2 catatan belum terkirim.');
  await question.getByRole('button', { name: 'Keluar' }).click();
  await page.waitForURL('**/masuk');
  await expect(page.getByText('Ada 2 catatan di HP ini yang belum terkirim.')).toBeVisible();
  await page.goto('/riwayat');
  await page.waitForURL('**/masuk?lanjut=*');

  network.weather = 'clear';
  await phone.goOnline();
  await phone.signIn(camat.number, camat.password);
  await phone.record({ ...SHOP, jumlah: '33.000' });
  await page.goto('/riwayat');
  await expect(page.getByText('Rp33.000').first()).toBeVisible();
  await expect(page.getByText('Rp31.000')).toHaveCount(0);
  await page.goto('/akun');
  await expect(page.getByText('Ada 2 catatan akun lain di HP ini')).toBeVisible();
  await expect(page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(owners(office.folder)).toEqual([{ amount: 33_000, name: camat.name }]);

  // Two accounts are on this phone now: who comes is asked for a PIN, and needs no screen for what waited.
  await page.goto('/masuk');
  await expect(page.getByRole('link', { name: 'Kembali ke akun di HP ini' })).toBeVisible();
  await signInBeside(phone, ratna, PINS.ani);
  await expect(page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  await expect(page.getByText('akun lain di HP ini')).toHaveCount(0);
  expect(owners(office.folder)).toEqual([
    { amount: 31_000, name: ratna.name },
    { amount: 32_000, name: ratna.name },
    { amount: 33_000, name: camat.name },
  ]);
});

test('after a log-out at the desk the next person at this browser finds nobody', async ({
  openOffice,
  origin,
  browser,
}) => {
  await openOffice();
  const page = await desk(browser, origin);
  await page.goto('/riwayat');
  await expect(page.getByRole('heading', { name: 'Riwayat', exact: true })).toBeVisible();
  await page.goto('/rekap');
  await page.getByRole('button', { name: 'Keluar' }).click();
  await page.waitForURL('**/masuk');
  await page.goto('/riwayat');
  await page.waitForURL('**/masuk?lanjut=*');
});

test('an account that records nothing is led from an address of the ASN to its own page', async ({
  openOffice,
  origin,
  newPhone,
}) => {
  await openOffice();
  const { page } = await newPhone();
  const { number, password } = await person(origin, 'Sumarti Ningsih');
  await page.goto('/masuk?sebagai=penjual&lanjut=%2Fbelanja');
  await page.getByLabel('Nomor HP', { exact: true }).fill(number);
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await page.waitForURL('**/peran');
  await page.goto('/belanja');
  await page.waitForURL('**/peran');
});
