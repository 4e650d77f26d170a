import { expect, test } from './world/test.ts';
import { ask, person } from './world/people.ts';
import type { Phone } from './world/phone.ts';

interface Stored {
  readonly id: string;
  readonly amount: number;
  readonly day: string;
  readonly month: string;
  readonly flags_json: string;
  readonly verdict: string;
}

const SHOP = { umkm: 'Warung Uji Sinyal', tempat: 'Krucil' };
const stored = (folder: string) =>
  ask<Stored>(
    folder,
    `select id, amount, day, month, flags_json, verdict from purchase where umkm_name = '${SHOP.umkm}' order by amount`,
  );

async function signedIn(phone: Phone, origin: string): Promise<void> {
  const { number, password } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, password);
  await phone.shellInstalled();
}

test('a captive portal that answers 200 with HTML makes nothing terkirim, and nothing is lost', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  network.over = '/api/';
  network.weather = 'portal';
  await phone.record({ ...SHOP, jumlah: '11.000' });
  await phone.sendNow();
  await expect(
    phone.page.getByText('Wi-Fi tersambung, tetapi internet belum terbuka.').first(),
  ).toBeVisible();
  expect(stored(office.folder)).toEqual([]);
  network.weather = 'clear';
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(stored(office.folder).map((row) => row.amount)).toEqual([11_000]);
});

test('an answer that is lost after the commit is asked for again, and the purchase arrives once', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  network.over = '/api/sync';
  network.weather = 'answers-lost';
  await phone.record({ ...SHOP, jumlah: '12.000' });
  await expect.poll(() => stored(office.folder).length).toBe(1);
  await phone.page.goto('/akun');
  await expect(phone.page.getByText(/1 (catatan|belanja) belum terkirim/).first()).toBeVisible();
  network.weather = 'clear';
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(stored(office.folder)).toHaveLength(1);
});

test('two tabs that send at once send once', async ({ office, origin, network, newPhone }) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  const second = await phone.context.newPage();
  await second.goto('/beranda');
  network.over = '/api/';
  network.weather = 'down';
  await Promise.all([
    phone.record({ ...SHOP, jumlah: '13.000' }),
    phone.record({ ...SHOP, jumlah: '14.000' }, second),
  ]);
  await Promise.all([phone.page.goto('/akun'), second.goto('/akun')]);
  network.weather = 'clear';
  await Promise.all(
    [phone.page, second].map((page) => page.getByRole('button', { name: 'Kirim sekarang' }).click()),
  );
  for (const page of [phone.page, second])
    await expect(page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(stored(office.folder).map((row) => row.amount)).toEqual([13_000, 14_000]);
  expect(
    ask(office.folder, 'select replica, n from mutation group by replica, n having count(*) > 1'),
  ).toEqual([]);
});

test('a session that ends in the middle pauses sending, never recording', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  await phone.context.clearCookies();
  await phone.record({ ...SHOP, jumlah: '15.000' });
  await phone.page.goto('/akun');
  await expect(phone.page.getByRole('link', { name: /Masuk lagi/ }).first()).toBeVisible();
  await phone.record({ ...SHOP, jumlah: '16.000' });
  expect(stored(office.folder)).toEqual([]);
  expect(network.seen.filter((request) => request.includes('/api/sync')).length).toBeGreaterThan(0);
  const { number, password } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, password);
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(stored(office.folder).map((row) => row.amount)).toEqual([15_000, 16_000]);
});

test('a purchase that is corrected while it is being sent ends corrected, once', async ({
  office,
  origin,
  network,
  newPhone,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let arrived = () => {};
  const underway = new Promise<void>((resolve) => (arrived = resolve));
  network.before = async (request) => {
    if (request.url !== '/api/sync') return;
    arrived();
    await held;
  };
  await phone.record({ ...SHOP, jumlah: '17.000' });
  await underway;
  const { page } = phone;
  await page.goto('/riwayat');
  await page
    .getByRole('link', { name: /Warung Uji Sinyal/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Perbaiki' }).click();
  await page.getByLabel('Jumlah', { exact: true }).fill('17.500');
  await page.getByLabel(/^Alasan/).fill('Salah ketik');
  await page.getByRole('button', { name: 'Simpan' }).click();
  await page.getByRole('heading', { name: /Tersimpan/ }).waitFor();
  network.before = null;
  release();
  await phone.sendNow();
  await expect(page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(stored(office.folder).map((row) => row.amount)).toEqual([17_500]);
});

/** 30 November 2026, 23:59:59 WIB. */
const LAST_SECOND = Date.UTC(2026, 10, 30, 16, 59, 59);

for (const timezone of ['Asia/Jayapura', 'America/Los_Angeles']) {
  test(`the last second of the month is November in WIB on a phone set to ${timezone}`, async ({
    origin,
    openOffice,
    newPhone,
  }) => {
    const office = await openOffice({ clock: LAST_SECOND - 60_000 });
    const phone = await newPhone({ timezone, clock: office.now() });
    await signedIn(phone, origin);
    const { page } = phone;
    // Out of the office's hearing the phone goes by its own clock, which agreed with the office's.
    await phone.goOffline();
    await phone.context.clock.setFixedTime(LAST_SECOND);
    await page.goto('/belanja');
    await expect(page.getByLabel('Tanggal', { exact: true })).toHaveValue('2026-11-30');
    await phone.record({ ...SHOP, jumlah: '18.000' });
    await phone.context.clock.setFixedTime(LAST_SECOND + 1_000);
    await page.goto('/belanja');
    await expect(page.getByLabel('Tanggal', { exact: true })).toHaveValue('2026-12-01');
    await phone.goOnline();
    await phone.sendNow();
    await expect
      .poll(() => stored(office.folder).map(({ day, month }) => ({ day, month })))
      .toEqual([{ day: '2026-11-30', month: '2026-11' }]);
  });
}

test('a phone whose clock is three years slow saves, sends, and says that its clock is wrong', async ({
  office,
  origin,
  newPhone,
}) => {
  const phone = await newPhone({ clock: Date.now() - 3 * 365.25 * 86_400_000 });
  await signedIn(phone, origin);
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  await phone.page.goto('/belanja');
  await expect(phone.page.getByText('Jam HP ini tampaknya keliru.', { exact: false }).first()).toBeVisible();
  await expect(phone.page.getByLabel('Tanggal', { exact: true })).toHaveValue(today);
  await phone.record({ ...SHOP, jumlah: '19.000' });
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(stored(office.folder).map((row) => row.day)).toEqual([today]);
});

test('a date before the decree or in the future is warned about, kept, and flagged by the office', async ({
  office,
  origin,
  newPhone,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  await phone.record({ ...SHOP, jumlah: '20.000', tanggal: '2024-12-31' });
  await phone.record({ ...SHOP, jumlah: '21.000', tanggal: '2030-01-01' });
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  const rows = stored(office.folder);
  expect(rows.map((row) => row.day)).toEqual(['2024-12-31', '2030-01-01']);
  expect(rows[0]?.flags_json).toContain('before-decree');
  expect(rows[1]?.flags_json).toContain('future-date');
});

const AMOUNTS = [
  { typed: '0', says: 'Jumlah harus lebih dari Rp0. Contoh: 25.000.' },
  { typed: '-5000', says: 'Jumlah harus lebih dari Rp0. Contoh: 25.000.' },
  {
    typed: '9007199254740992',
    says: 'Jumlah satu catatan paling banyak Rp100.000.000. Mohon periksa kembali.',
  },
  { typed: '12.500,75', says: 'Jumlah ditulis tanpa sen. Contoh: 25.000.' },
];

test('an amount that cannot be is refused with a sentence, and the draft is kept', async ({
  office,
  origin,
  newPhone,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  const { page } = phone;
  for (const { typed, says } of AMOUNTS) {
    await phone.fill({ ...SHOP, jumlah: typed });
    const field = page.getByLabel('Jumlah', { exact: true });
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    const describedBy = (await field.getAttribute('aria-describedby')) ?? '';
    await expect(page.locator(`#${describedBy.split(' ')[0] ?? ''}`)).toHaveText(says);
    await expect(field).toHaveValue(typed);
  }
  await page.goto('/riwayat');
  await expect(page.getByText('Draf', { exact: false }).first()).toBeVisible();
  expect(stored(office.folder)).toEqual([]);
});
