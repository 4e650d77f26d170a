import { becomeCouple, choosePin, PINS, signInBeside, switchTo } from './world/couple.ts';
import { ask, person } from './world/people.ts';
import type { Phone } from './world/phone.ts';
import { expect, test } from './world/test.ts';

const SHOP = { umkm: 'Warung Suami Istri', tempat: 'Krucil' };

/** Who the office has down for each amount. */
const owners = (folder: string) =>
  ask<{ amount: number; name: string }>(
    folder,
    `select amount, user.name as name from purchase join user on user.id = purchase.asn_id
     where umkm_name = '${SHOP.umkm}' order by amount`,
  );

const SCREENS = ['/beranda', '/katalog', '/belanja', '/riwayat', '/akun', '/akun/pin', '/akun/perangkat'];

/** Whatever stands on the screen and in the browser's title, fields included. */
async function everything({ page }: Phone): Promise<string> {
  const fields = await page
    .locator('input, textarea')
    .evaluateAll((all) => all.map((field) => (field as HTMLInputElement).value).join('\n'));
  return [await page.title(), await page.locator('body').innerText(), fields].join('\n');
}

/** Looks at every screen for what belongs to somebody else. */
async function freeOf(phone: Phone, words: readonly string[]): Promise<void> {
  for (const path of SCREENS) {
    await phone.page.goto(path);
    await phone.page.locator('main').waitFor();
    await expect.poll(async () => (await everything(phone)).length).toBeGreaterThan(20);
    for (const word of words) expect(await everything(phone), path).not.toContain(word);
  }
}

test('a couple shares a phone: both record without signal, both are delivered under their own names', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const phone = await newPhone();
  const { page } = phone;
  const { ani, budi } = await becomeCouple(phone, origin);

  network.weather = 'down';
  await phone.goOffline();
  await phone.record({ ...SHOP, jumlah: '41.000', catatan: 'Rahasia Budi' });
  await phone.record({ ...SHOP, jumlah: '42.000' });
  await page.goto('/riwayat');
  await page
    .getByRole('link', { name: /Warung Suami Istri/ })
    .first()
    .click();
  const secret = page.url();

  await switchTo(phone, ani.name, PINS.ani);
  const his = [budi.name, 'Rp41.000', 'Rp42.000', SHOP.umkm, 'Rahasia Budi'];
  await freeOf(phone, his);
  await page.goto(secret);
  await expect(page.locator('main')).not.toContainText(SHOP.umkm);
  expect(await everything(phone)).not.toContain('41.000');
  await phone.record({ umkm: 'Toko Ani Sendiri', tempat: 'Krucil', jumlah: '43.000' });
  await page.goto('/akun');
  await expect(page.getByText('1 catatan belum terkirim.')).toBeVisible();
  await expect(page.getByText('Ada 2 catatan akun lain di HP ini')).toBeVisible();
  // Back through what the other one looked at: the addresses are his, what is drawn is hers.
  for (let step = 0; step < 8; step += 1) {
    await page.goBack();
    await page.locator('main').waitFor();
    for (const word of his) expect(await everything(phone), page.url()).not.toContain(word);
  }

  expect(owners(office.folder)).toEqual([]);
  network.weather = 'clear';
  await phone.goOnline();
  // Whoever is in front: nobody asks Budi for anything.
  await expect
    .poll(() => owners(office.folder))
    .toEqual([
      { amount: 41_000, name: budi.name },
      { amount: 42_000, name: budi.name },
    ]);
  await page.goto('/akun');
  await expect(page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  await expect(page.getByText('akun lain di HP ini')).toHaveCount(0);
  expect(
    ask(
      office.folder,
      `select user.name as name from purchase join user on user.id = purchase.asn_id where amount = 43000 and umkm_name = 'Toko Ani Sendiri'`,
    ),
  ).toEqual([{ name: ani.name }]);
  await freeOf(phone, his);

  await switchTo(phone, budi.name, PINS.budi);
  await page.goto('/riwayat');
  await expect(page.getByText('Rp41.000').first()).toBeVisible();
  await freeOf(phone, [ani.name, 'Rp43.000', 'Toko Ani Sendiri']);
});

test('the desk of who is not in front stays shut, before and after the office heard of it', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  expect(office.folder).not.toBe('');
  const phone = await newPhone();
  const { page } = phone;
  // The officer signs in last: hers is the session in front at the office.
  const ratna = await person(origin, 'Ratna Puspita');
  const lilik = await person(origin, 'Lilik Maryati');
  await phone.signIn(ratna.number, ratna.password);
  await phone.shellInstalled();
  await page.goto('/akun');
  await page.getByRole('button', { name: 'Tambah akun' }).click();
  await choosePin(phone, PINS.ani);
  await page.waitForURL('**/masuk');
  await signInBeside(phone, lilik, PINS.budi);
  await page.goto('/rekap');
  await page.waitForURL('**/rekap/**');
  await expect(page.getByText(lilik.name).first()).toBeVisible();

  network.weather = 'down';
  await phone.goOffline();
  await switchTo(phone, ratna.name, PINS.ani);
  network.weather = 'clear';
  await phone.goOnline();
  // Ratna serves no office: her own session is put in front, and the recap is not hers.
  await page.goto('/rekap');
  await expect(page.getByRole('heading', { name: 'Halaman ini bukan untuk akun ini' })).toBeVisible();
  await expect(page.getByText(lilik.name)).toHaveCount(0);

  await switchTo(phone, lilik.name, PINS.budi);
  await page.goto('/rekap');
  await page.waitForURL('**/rekap/**');
  await expect(page.getByText(lilik.name).first()).toBeVisible();
});

test('a phone that was left alone asks who it is, and counts wrong PINs', async ({
  office,
  origin,
  newPhone,
}) => {
  expect(office.folder).not.toBe('');
  const phone = await newPhone();
  const { ani, budi } = await becomeCouple(phone, origin);
  // Within ten minutes nothing asks, also after the browser was killed.
  await phone.sessionOnDisk();
  await phone.kill();
  await phone.start();
  await phone.page.goto('/riwayat');
  await expect(phone.page.getByRole('heading', { name: 'Riwayat', exact: true })).toBeVisible();

  await phone.context.clock.install({ time: Date.now() + 11 * 60_000 });
  await phone.page.goto('/riwayat');
  await phone.page.waitForURL('**/buka?lanjut=%2Friwayat');
  await phone.page.goto('/rekap');
  await phone.page.waitForURL('**/buka?lanjut=%2Frekap');
  await phone.page.goto('/riwayat');
  await phone.page.getByRole('button', { name: ani.name }).click();
  for (let tries = 0; tries < 5; tries += 1) {
    await phone.page.getByLabel('PIN 6 angka').fill('161803');
    await expect(phone.page.getByText(/PIN belum cocok/)).toBeVisible();
    await expect(phone.page.getByLabel('PIN 6 angka')).toHaveValue('');
  }
  await expect(phone.page.getByText('Tunggu 30 detik')).toBeVisible();
  await phone.page.reload();
  await phone.page.getByRole('button', { name: ani.name }).click();
  await expect(phone.page.getByText(/Mohon tunggu \d+ detik/)).toBeVisible();
  await phone.page.getByRole('button', { name: 'Akun lain' }).click();
  await phone.page.getByRole('button', { name: budi.name }).click();
  await phone.page.getByLabel('PIN 6 angka').fill(PINS.budi);
  await phone.page.waitForURL('**/riwayat');
});

test('a forgotten PIN is made anew by signing in, and nothing that waited is lost', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const phone = await newPhone();
  const { page } = phone;
  const { ani, budi } = await becomeCouple(phone, origin);
  await switchTo(phone, ani.name, PINS.ani);
  network.over = '/api/';
  network.weather = 'down';
  await phone.record({ ...SHOP, jumlah: '44.000' });
  await switchTo(phone, budi.name, PINS.budi);
  network.weather = 'clear';
  await page.goto('/akun');
  await page.getByRole('link', { name: 'Ganti akun' }).click();
  await page.getByRole('button', { name: ani.name }).click();
  await page.getByRole('link', { name: 'Lupa PIN' }).click();
  await signInBeside(phone, ani, '161803');
  await expect(page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(owners(office.folder)).toEqual([{ amount: 44_000, name: ani.name }]);
  // The session that the new one took the place of is gone: one device.
  await page.goto('/akun/perangkat');
  await expect(page.getByText('Tidak ada perangkat lain.')).toBeVisible();
});

test('a device that was signed out from another one keeps what it holds, and is asked to sign in', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const [lost, mine] = [await newPhone(), await newPhone()];
  const ratna = await person(origin, 'Ratna Puspita');
  await lost.signIn(ratna.number, ratna.password);
  await lost.shellInstalled();
  network.over = '/api/sync';
  network.weather = 'down';
  await lost.record({ ...SHOP, jumlah: '45.000' });
  await mine.signIn(ratna.number, ratna.password);
  await mine.page.goto('/akun/perangkat');
  await expect(mine.page.getByText('HP ini (')).toBeVisible();
  await mine.page.getByRole('button', { name: 'Keluarkan' }).click();
  await expect(mine.page.getByText('Tidak ada perangkat lain.')).toBeVisible();
  network.weather = 'clear';
  await lost.page.goto('/akun');
  await expect(lost.page.getByRole('link', { name: 'Masuk lagi' }).first()).toBeVisible();
  await expect(lost.page.getByText('1 catatan belum terkirim.')).toBeVisible();
  expect(owners(office.folder)).toEqual([]);
  await lost.signIn(ratna.number, ratna.password);
  await lost.sendNow();
  await expect.poll(() => owners(office.folder)).toEqual([{ amount: 45_000, name: ratna.name }]);
});
