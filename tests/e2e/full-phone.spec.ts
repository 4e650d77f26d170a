/* Long because one phone is filled and told about step by step. */

import { readFileSync } from 'node:fs';
import type { CDPSession } from '@playwright/test';
import { ask, person, desk } from './world/people.ts';
import type { Phone } from './world/phone.ts';
import { expect, test } from './world/test.ts';

/*
 * A phone without room, for real: Chromium's own quota, lowered for our origin. Chromium remembers for half a
 * minute how much room there was. Where it matters how much is missing, the quota is set while SiMadu runs, and
 * a small write is tried until it is refused; else before the first screen of a fresh start opens.
 */

/** Restarts the phone with so many bytes more than it uses now; negative is less. Fulfilled on *Beranda*. */
async function restartWithRoom(phone: Phone, origin: string, left: number): Promise<Room> {
  const used = await phone.page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  // Closed, not killed: after a kill Chromium counts what the shell's cache holds anew, and twice as much.
  await phone.context.close();
  await phone.start();
  const session = await phone.context.newCDPSession(phone.page);
  const set = quotaOf(session, origin);
  await set(Math.max(1, used + left));
  await phone.page.goto('/beranda');
  await expect(phone.page.getByRole('img', { name: /Rp/ }).first()).toBeVisible();
  return { set };
}

interface Room {
  /** Sets the quota, bytes; the browser's own without one. */
  readonly set: (quotaSize?: number) => Promise<void>;
}

const quotaOf = (session: CDPSession, origin: string) => async (quotaSize?: number) => {
  await session.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  });
};

/** A write of one number, in a database of the test's own: whether the browser takes it. */
const takes = (phone: Phone): Promise<boolean> =>
  phone.page.evaluate(
    () =>
      new Promise<boolean>((resolve, reject) => {
        const opening = indexedDB.open('uji-penuh');
        opening.onupgradeneeded = () => opening.result.createObjectStore('kecil');
        opening.onerror = () => reject(opening.error ?? new Error('not opened'));
        opening.onsuccess = () => {
          const db = opening.result;
          const writing = db.transaction('kecil', 'readwrite');
          writing.objectStore('kecil').put(1, 1);
          const end = (taken: boolean) => () => {
            db.close();
            resolve(taken);
          };
          writing.oncomplete = end(true);
          writing.onabort = end(false);
        };
      }),
  );

/**
 * Fills the phone up while SiMadu runs: from now on a write of one number is refused. Usage is read in this
 * run, because a fresh start counts the shell's cache anew. It is more than the quota by so little that the
 * reserve makes up for it, and by so much that the reserve does not fit again.
 */
async function fillUp(phone: Phone, origin: string): Promise<Room> {
  await expect.poll(() => reserveStands(phone)).toBe(true);
  expect(await takes(phone)).toBe(true);
  const session = await phone.context.newCDPSession(phone.page);
  const set = quotaOf(session, origin);
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
  await set(usage - 50_000);
  // Chromium remembers for half a minute how much room there was.
  await expect.poll(() => takes(phone), { timeout: 60_000 }).toBe(false);
  const now = await session.send('Storage.getUsageAndQuota', { origin });
  expect(now.usage).toBeGreaterThan(now.quota);
  return { set };
}

/** Whether the reserve stands, asked of the browser itself. */
const reserveStands = (phone: Phone): Promise<boolean> =>
  phone.page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        const opening = indexedDB.open('simadu-cadangan');
        opening.onerror = () => resolve(false);
        opening.onsuccess = () => {
          const db = opening.result;
          const counting = db.transaction('noise').objectStore('noise').count('reserve');
          counting.onsuccess = () => {
            db.close();
            resolve(counting.result === 1);
          };
        };
      }),
  );

async function signedIn(phone: Phone, origin: string): Promise<void> {
  const ratna = await person(origin, 'Ratna Puspita');
  await phone.signIn(ratna.number, ratna.password);
  await phone.shellInstalled();
  await expect.poll(() => reserveStands(phone)).toBe(true);
  // The goods of the own kecamatan are here, so that nothing is written any more on its own.
  await expect
    .poll(() =>
      phone.page.evaluate(async () =>
        (await indexedDB.databases()).some((db) => db.name === 'simadu-katalog'),
      ),
    )
    .toBe(true);
}

const kopi = (jumlah: string) => ({ umkm: 'Warung Penuh', tempat: 'Krucil', jumlah });
const named = (folder: string) =>
  ask<{ amount: number }>(folder, "select amount from purchase where umkm_name = 'Warung Penuh'").map(
    ({ amount }) => amount,
  );

test('a record with no room left is saved by the reserve, which is made again when there is room', async ({
  office,
  newPhone,
  network,
  origin,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  network.weather = 'down';
  await phone.page.goto('/belanja');
  const room = await fillUp(phone, origin);
  await phone.record(kopi('21000'));
  await expect(phone.page.getByText('Memori HP hampir penuh.')).toBeVisible();
  expect(await reserveStands(phone)).toBe(false);
  // The next one fits into what the reserve left.
  await phone.record(kopi('22000'));

  // So does the acknowledgement, and no reserve is made of what records may need.
  network.weather = 'clear';
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(named(office.folder).sort()).toEqual([21_000, 22_000]);
  expect(await reserveStands(phone)).toBe(false);

  await room.set();
  await phone.sendNow();
  await expect.poll(() => reserveStands(phone)).toBe(true);
  await phone.go('Beranda');
  await expect(phone.page.getByRole('img', { name: /Rp/ }).first()).toBeVisible();
  await expect(phone.page.getByText('Memori HP hampir penuh.')).toBeHidden();
});

test('an acknowledgement that does not fit leaves the record unsent, is said, and comes again', async ({
  office,
  newPhone,
  network,
  origin,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  network.weather = 'down';
  await phone.record(kopi('23000'));
  network.weather = 'clear';
  // So little that neither the goods nor the reserve would be enough.
  const room = await restartWithRoom(phone, origin, -100_000_000);
  await phone.page.goto('/akun');
  await expect(phone.page.getByText(/Jawaban kantor belum bisa disimpan/)).toBeVisible();
  await expect(phone.page.getByText('1 catatan belum terkirim.')).toBeVisible();
  expect(named(office.folder)).toEqual([23_000]);

  // A record is refused in plain words, and what was typed stays.
  await phone.fill(kopi('24000'));
  await expect(phone.page.getByText(/Memori HP penuh, catatan belum tersimpan/)).toBeVisible();
  await expect(phone.page.getByLabel('Jumlah', { exact: true })).toHaveValue('24.000');

  await room.set();
  await phone.page.getByRole('button', { name: 'Simpan' }).click();
  await phone.page.getByRole('heading', { name: /Tersimpan/ }).waitFor();
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(named(office.folder).sort()).toEqual([23_000, 24_000]);
});

test('a database that the browser emptied is told to the person and the office', async ({
  office,
  newPhone,
  network,
  origin,
  browser,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  network.weather = 'down';
  await phone.record(kopi('25000'));
  await phone.go('Beranda').catch(() => phone.page.goto('/beranda'));
  // What browsers clear when room gets short: databases and caches. Cookies and notes stay.
  await phone.page.goto('/robots.txt').catch(() => undefined);
  network.weather = 'clear';
  const session = await phone.context.newCDPSession(phone.page);
  await session.send('Storage.clearDataForOrigin', {
    origin,
    storageTypes: 'indexeddb,cache_storage,service_workers',
  });
  await phone.page.goto('/beranda');
  const note = phone.page.getByRole('alert').filter({ hasText: 'Browser mengosongkan simpanan SiMadu' });
  await expect(note).toContainText('1 catatan yang belum terkirim');
  await expect
    .poll(() =>
      ask<{ n: number }>(office.folder, "select count(*) as n from journal where kind = 'replica.emptied'"),
    )
    .toEqual([{ n: 1 }]);
  await note.getByRole('button', { name: 'Sudah saya baca' }).click();
  await expect(note).toBeHidden();
  await phone.page.reload();
  await expect(phone.page.getByRole('img', { name: /Rp/ }).first()).toBeVisible();
  await expect(note).toBeHidden();
  expect(ask(office.folder, "select count(*) as n from journal where kind = 'replica.emptied'")).toEqual([
    { n: 1 },
  ]);

  const page = await desk(browser, origin);
  await page.getByRole('link', { name: 'Ratna Puspita' }).first().click();
  await expect(page.getByText(/1 catatan belum terkirim; mungkin perlu dicatat ulang/)).toBeVisible();
  await page.close();
});

test('Hemat data counts, limits, and lets records through; Data saya is a file that can be read', async ({
  office,
  newPhone,
  network,
  origin,
}) => {
  const phone = await newPhone();
  await signedIn(phone, origin);
  const { page } = phone;
  await page.goto('/akun/hemat-data');
  const row = (name: string) => page.locator(`dt:has-text("${name}") + dd`);
  await expect(row('Catatan dan kabar kantor')).not.toHaveText('0 kB');
  await expect(row('Katalog')).not.toHaveText('0 kB');
  await expect(row('Aplikasi dan pembaruannya')).not.toHaveText('0 kB');
  await page.getByRole('button', { name: '20 MB' }).click();
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('simadu-data') ?? '{}') as Record<string, unknown>;
    localStorage.setItem('simadu-data', JSON.stringify({ ...kept, foto: 20_000_000 }));
  });
  await page.reload();
  await expect(page.getByText(/Batas data bulan ini sudah tercapai/)).toBeVisible();

  await page.goto('/katalog');
  const asked = () => network.seen.filter((one) => one.includes('/api/paket/')).length;
  const before = asked();
  await page.getByRole('button', { name: 'Tongas', exact: true }).click();
  await expect(page.getByText(/Menunggu: batas data bulan ini sudah tercapai/)).toBeVisible();
  await phone.record(kopi('26000'));
  await expect.poll(() => named(office.folder)).toEqual([26_000]);
  expect(asked()).toBe(before);

  network.weather = 'down';
  await phone.goOffline();
  await page.goto('/akun/simpanan');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Simpan berkas' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^data-saya-simadu-\d{4}-\d\d-\d\d\.txt$/);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('DATA SAYA DI SIMADU');
  const data = JSON.parse(text.slice(text.indexOf('\n{'))) as {
    akun: { name: string };
    belanja: { amount: number }[];
    catatanUntukKantor: unknown[];
  };
  expect(data.akun.name).toBe('Ratna Puspita');
  expect(data.belanja.map(({ amount }) => amount)).toContain(26_000);
  expect(data.catatanUntukKantor).toHaveLength(1);
  expect(text).not.toContain('contoh-madu-2026');
  const [table] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Tabel belanja (CSV)' }).press('Enter'),
  ]);
  expect(readFileSync(await table.path(), 'utf8')).toContain('Warung Penuh;Krucil;26000;');
});
