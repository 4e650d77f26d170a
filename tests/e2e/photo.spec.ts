import sharp from 'sharp';
import { expect, test } from './world/test.ts';
import { person } from './world/people.ts';
import type { Phone } from './world/phone.ts';

const thumbs = ({ page }: Phone) => page.getByRole('img', { name: /^Foto nota \d/ });

async function shoot({ page }: Phone): Promise<void> {
  await page.getByRole('button', { name: 'Ambil foto' }).click();
}

test('a nota photographed without signal, by a browser that died with its camera open, reaches the office', async ({
  openOffice,
  network,
  newPhone,
  origin,
}) => {
  await openOffice();
  const phone = await newPhone({ camera: true });
  const ratna = await person(origin, 'Ratna Puspita');
  await phone.signIn(ratna.number, ratna.password);
  await phone.shellInstalled();
  await phone.sessionOnDisk();
  await phone.goOffline();
  network.weather = 'down';

  await phone.page.goto('/belanja');
  await phone.page.getByLabel('UMKM', { exact: true }).fill('Warung Kamera');
  await phone.page.getByLabel('Tempat').fill('Krucil');
  await phone.page.getByRole('button', { name: 'Foto nota' }).click();
  await shoot(phone);
  await expect(thumbs(phone)).toHaveCount(1);
  await phone.page.getByLabel('Jumlah', { exact: true }).fill('17.500');
  await phone.page.getByRole('button', { name: 'Tambah foto' }).click();
  await expect(phone.page.getByRole('button', { name: 'Ambil foto' })).toBeEnabled();
  await phone.kill();

  await phone.start();
  await phone.goOffline();
  await phone.page.goto('/belanja');
  await expect(phone.page.getByLabel('UMKM', { exact: true })).toHaveValue('Warung Kamera');
  await expect(phone.page.getByLabel('Jumlah', { exact: true })).toHaveValue('17.500');
  await expect(thumbs(phone)).toHaveCount(1);
  await phone.page.getByRole('button', { name: 'Simpan' }).click();
  await phone.page.getByRole('heading', { name: /Tersimpan/ }).waitFor();

  await phone.page.goto('/riwayat');
  await phone.page.getByRole('link', { name: /Warung Kamera/ }).click();
  await expect(phone.page.getByText('Foto menyusul setelah catatan terkirim.')).toBeVisible();
  await expect(phone.page.getByText('belum terkirim', { exact: true })).toBeVisible();

  network.weather = 'clear';
  await phone.goOnline();
  await expect(phone.page.getByText('sudah di kantor')).toBeVisible();
});

test('without a camera a file is taken, and what is no photo is refused by name', async ({
  office: _office,
  newPhone,
  origin,
}) => {
  const phone = await newPhone();
  const ratna = await person(origin, 'Ratna Puspita');
  await phone.signIn(ratna.number, ratna.password);
  await phone.page.goto('/belanja');
  await phone.page.getByRole('button', { name: 'Foto nota' }).click();
  await expect(phone.page.getByRole('alert').filter({ hasText: 'Pilih foto' })).toBeVisible();

  const file = phone.page.getByLabel('Berkas foto');
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  await file.setInputFiles({ name: 'nota.jpg', mimeType: 'image/jpeg', buffer: svg });
  await expect(phone.page.getByText('Berkas ini bukan foto yang dapat dibaca.')).toBeVisible();

  const paper = { width: 3000, height: 4000, channels: 3, background: '#fbf5e6' } as const;
  const buffer = await sharp({ create: paper }).jpeg().toBuffer();
  await file.setInputFiles({ name: 'nota.jpg', mimeType: 'image/jpeg', buffer });
  await expect(thumbs(phone)).toHaveCount(1);
  await phone.page.getByRole('button', { name: 'Buang foto nota 1' }).click();
  await expect(thumbs(phone)).toHaveCount(0);
});
