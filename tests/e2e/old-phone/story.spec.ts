import { expect, test } from '../world/test.ts';
import { ask, person } from '../world/people.ts';
import { OldPhone } from './phone.ts';

const PRODUCTS = 'main a[href^="/katalog/produk/"]';

test('on Chromium 90 an ASN finds goods, buys without signal, loses the browser, and it arrives once', async ({
  office,
  network,
  origin,
}) => {
  const phone = new OldPhone(origin);
  try {
    await phone.start();
    expect(await phone.version()).toContain('/90.');
    const { number, password } = await person(origin, 'Ratna Puspita');
    await phone.goto('/masuk');
    await phone.fill('NIP', number);
    await phone.fill('Kata sandi', password);
    await phone.tap('Masuk');
    await phone.at('/beranda');
    await phone.sees('Rp50.000');
    await phone.shellInstalled();
    await phone.goto('/katalog');
    await phone.page.waitForSelector(PRODUCTS);

    network.weather = 'down';
    await phone.setOffline(true);
    await phone.fill('Cari produk atau UMKM', 'kopi');
    await phone.sees('Kopi', PRODUCTS);
    await phone.goto('/belanja');
    await phone.fill('UMKM', 'Warung HP Lama');
    await phone.fill('Tempat', 'Krucil');
    await phone.fill('Jumlah', '17.500');
    await phone.tap('Simpan');
    await phone.sees('Tersimpan di HP ini');

    await phone.sessionOnDisk();
    await phone.kill();
    await phone.start();
    await phone.setOffline(true);
    await phone.goto('/riwayat');
    await phone.sees('Rp17.500', 'main li');
    await phone.sees('Tersimpan', 'main li');
    expect(arrived(office.folder)).toEqual([]);

    network.weather = 'clear';
    await phone.setOffline(false);
    await phone.goto('/akun');
    await phone.tap('Kirim sekarang');
    await phone.sees('Semua catatan sudah terkirim.');
    expect(arrived(office.folder)).toEqual([{ amount: 17_500 }]);
    expect(phone.thrown).toEqual([]);
  } finally {
    await phone.close();
  }
});

test('on Chromium 90 an officer goes through the recap', async ({ openOffice, origin }) => {
  await openOffice();
  const phone = new OldPhone(origin);
  try {
    await phone.start();
    const { number, password } = await person(origin, 'Lilik Maryati');
    await phone.goto('/masuk?lanjut=/rekap');
    await phone.fill('NIP', number);
    await phone.fill('Kata sandi', password);
    await phone.tap('Masuk');
    await phone.sees('20', 'h1');
    await phone.tapWhere('a[href^="/rekap/"]', 'Ratna Puspita');
    await phone.sees('Ratna Puspita', 'h1');
    await phone.tapWhere('a[href^="/rekap/"]', 'Rekap');
    await phone.sees('20', 'h1');
    expect(phone.thrown).toEqual([]);
  } finally {
    await phone.close();
  }
});

const arrived = (folder: string) =>
  ask<{ amount: number }>(folder, `select amount from purchase where umkm_name = 'Warung HP Lama'`);
