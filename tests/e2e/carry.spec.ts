import { readFileSync } from 'node:fs';
import { expect, test } from './world/test.ts';
import { ask, desk, person } from './world/people.ts';
import type { Phone } from './world/phone.ts';

interface Row {
  readonly amount: number;
  readonly flags_json: string;
  readonly carrier: string | null;
}

const CARRIED = `select p.amount, p.flags_json, u.name as carrier from purchase p
  join mutation m on m.id = p.id left join "user" u on u.id = m.carrier
  where p.amount in (12300, 7700) order by p.amount`;

/** Waits until the phone holds the office's key: fetched with signal, needed without. */
async function knowsTheOffice({ page }: Phone): Promise<void> {
  await page.waitForFunction(
    () =>
      new Promise<boolean>((resolve) => {
        void indexedDB.databases().then((all) => {
          const name = all.find((one) => one.name?.startsWith('simadu-akun-'))?.name;
          if (name === undefined) return resolve(false);
          const opening = indexedDB.open(name);
          opening.onsuccess = () => {
            const key = opening.result.transaction('meta').objectStore('meta').get('rescue-key');
            key.onsuccess = () => {
              opening.result.close();
              resolve(key.result !== undefined);
            };
          };
        });
      }),
  );
}

/** Goes offline as somebody in the mountains is: this phone alone, by the browser's own switch. */
async function savedFile(phone: Phone): Promise<string> {
  const { page } = phone;
  await page.goto('/akun');
  await page.getByRole('link', { name: /Titip kirim/ }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Simpan berkas' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^titipan-simadu-\d{4}-\d{2}-\d{2}-\d{4}\.txt$/);
  return file.path();
}

test('a colleague carries what a phone without signal cannot send, and nothing is doubled afterwards', async ({
  office,
  newPhone,
  browser,
  origin,
}) => {
  const ratna = await person(origin, 'Ratna Puspita');
  const faisol = await person(origin, 'Moh. Faisol Anam');
  const phone = await newPhone();
  await phone.signIn(ratna.number, ratna.password);
  await phone.shellInstalled();
  await knowsTheOffice(phone);
  await phone.goOffline();
  await phone.record({ umkm: 'Warung Bu Contoh', tempat: 'Krucil', jumlah: '12.300' });
  await phone.record({ umkm: 'Warung Bu Contoh', tempat: 'Krucil', jumlah: '7.700' });
  const path = await savedFile(phone);
  await expect(phone.page.getByText('Berisi 2 catatan.')).toBeVisible();
  await expect(phone.page.getByText('2 catatan belum terkirim.')).toBeVisible();
  const text = readFileSync(path, 'utf8');
  expect(text).toMatch(/^Berkas titipan SiMadu: .+\nSiMadu-T[\w-]+\n$/);

  // The colleague takes it without signal as well, the browser dies, and it goes out by itself later.
  const colleague = await newPhone();
  await colleague.signIn(faisol.number, faisol.password);
  await colleague.shellInstalled();
  await colleague.goOffline();
  await colleague.page.goto('/titip');
  const choose = colleague.page.getByLabel('Pilih berkas titipan');
  await choose.setInputFiles({ name: 'foto.txt', mimeType: 'text/plain', buffer: Buffer.from('halo') });
  await expect(colleague.page.getByText(/foto\.txt: Berkas ini tidak terbaca/)).toBeVisible();
  const carried = { name: 'titipan.txt', mimeType: 'text/plain', buffer: Buffer.from(text) };
  await choose.setInputFiles(carried);
  await expect(colleague.page.getByText('Menunggu sinyal. Tersimpan di HP ini.')).toBeVisible();
  await colleague.sessionOnDisk();
  await colleague.kill();
  await colleague.start();
  await colleague.page.goto('/titip');
  await expect(
    colleague.page.getByText('Terkirim. 2 catatan diterima kantor untuk seorang pegawai.'),
  ).toBeVisible();

  expect(ask<Row>(office.folder, CARRIED)).toEqual([
    { amount: 7_700, flags_json: '["unlisted-umkm","carried"]', carrier: 'Moh. Faisol Anam' },
    { amount: 12_300, flags_json: '["unlisted-umkm","carried"]', carrier: 'Moh. Faisol Anam' },
  ]);
  const rekap = await desk(browser, origin);
  await rekap.getByRole('link', { name: 'Ratna Puspita' }).first().click();
  await expect(rekap.getByText(/Dititipkan lewat Moh\. Faisol Anam, diterima hari ini/)).toHaveCount(2);

  // The officer gets the same file, beside one that is damaged.
  await rekap.getByRole('link', { name: 'Titipan', exact: true }).click();
  const damaged = { ...carried, name: 'rusak.txt', buffer: Buffer.from(text.slice(0, -60)) };
  await rekap.getByLabel(/Berkas titipan/).setInputFiles([carried, damaged]);
  await rekap.getByRole('button', { name: 'Muat berkas' }).click();
  await expect(rekap.getByText('2 catatan Ratna Puspita sudah diterima sebelumnya.')).toBeVisible();
  await expect(rekap.getByText('Berkas ini terpotong di perjalanan.')).toBeVisible();

  // The phone itself has signal again: delivered, once, and certain now who said it.
  await phone.goOnline();
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(ask<Row>(office.folder, CARRIED)).toEqual([
    { amount: 7_700, flags_json: '["unlisted-umkm"]', carrier: 'Moh. Faisol Anam' },
    { amount: 12_300, flags_json: '["unlisted-umkm"]', carrier: 'Moh. Faisol Anam' },
  ]);
  await phone.page.goto('/titip');
  await expect(phone.page.getByText('Tidak ada yang perlu dititipkan.')).toBeVisible();
});
