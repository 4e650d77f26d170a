import { ask, desk, PASSWORD, person } from './world/people.ts';
import { expect, test } from './world/test.ts';

test('DKUPP says where a typed UMKM is from, and the purchase counts on the phone', async ({
  openOffice,
  newPhone,
  browser,
  origin,
}) => {
  const { folder } = await openOffice();
  const phone = await newPhone();
  await phone.signIn((await person(origin, 'Ratna Puspita')).number, PASSWORD);
  await phone.record({ umkm: 'Dapur Uji Asal', tempat: 'Betek, Krucil', jumlah: '21.000' });
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();

  const officer = await desk(browser, origin, { name: 'Wiwik Handayani', at: '/umkm-baru' });
  await officer.getByRole('link', { name: 'Dapur Uji Asal' }).click();
  await expect(officer.getByText('1 belanja dari 1 ASN, Rp21.000.')).toBeVisible();
  await officer.getByRole('button', { name: 'Belanja di sini tidak dihitung' }).click();
  await expect(officer.getByRole('heading', { level: 1 })).toHaveText('Dapur Uji Asal');
  await officer.getByLabel('Desa atau kelurahan').selectOption({ label: 'Betek' });
  await officer.getByLabel('Nomor WhatsApp').fill('0812-0000-0001');
  await officer.getByRole('button', { name: 'Daftarkan' }).click();
  await expect(officer.getByText('Didaftarkan. 1 belanja ikut.')).toBeVisible();
  await expect(officer.getByRole('link', { name: 'Dapur Uji Asal' })).toHaveCount(0);

  await phone.sendNow();
  await phone.page.goto('/riwayat');
  const row = phone.page.getByRole('listitem').filter({ hasText: 'Dapur Uji Asal' });
  await expect(row.getByText('Sudah dihitung, belum diperiksa.')).toBeVisible();
  // It is in the market for everybody, too.
  const [shop] = ask<{ id: string }>(folder, `select id from umkm where name = 'Dapur Uji Asal'`);
  await officer.goto(`/umkm/${shop?.id ?? ''}`);
  await expect(officer.getByRole('heading', { level: 1 })).toHaveText('Dapur Uji Asal');
});
