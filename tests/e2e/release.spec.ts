import { cpSync, rmSync } from 'node:fs';
import { expect, test } from './world/test.ts';
import { nextRelease, type Release } from './world/next-release.ts';
import { ask, person } from './world/people.ts';
import type { Phone } from './world/phone.ts';

// One after another: they share the second build, which the first one makes.
test.describe.configure({ mode: 'default' });

let next: Release;
test.beforeAll(() => {
  test.setTimeout(600_000);
  next = nextRelease();
});

const SHOP = { umkm: 'Warung Rilis Lama', tempat: 'Krucil' };
const arrived = (folder: string) =>
  ask<{ amount: number }>(folder, `select amount from purchase where umkm_name = '${SHOP.umkm}'`);
const offer = ({ page }: Phone) => page.getByRole('button', { name: 'Perbarui' });
const newScreen = ({ page }: Phone) => page.getByRole('heading', { name: 'Akun saya', exact: true });

async function signedIn(phone: Phone, origin: string): Promise<void> {
  const { number, password } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, password);
  await phone.shellInstalled();
}

test('a newer release waits for a quiet moment, and takes over under nobody who types', async ({
  openOffice,
  origin,
  newPhone,
}) => {
  const { folder } = await openOffice();
  const phone = await newPhone();
  await signedIn(phone, origin);
  const typing = await phone.context.newPage();
  await typing.goto('/belanja');
  await typing.getByLabel('Catatan').fill('Kopi untuk rapat');
  const sameDocument = await typing.evaluateHandle(() => document);
  const isSame = () => typing.evaluate((before) => before === document, sameDocument).catch(() => false);

  await openOffice({ folder, build: next.build });
  await phone.page.goto('/akun');
  await expect(phone.page.getByRole('heading', { name: 'Akun', exact: true })).toBeVisible();
  await expect(offer(phone)).toBeVisible();
  await phone.page.goto('/belanja');
  await phone.page.getByLabel('Catatan').waitFor();
  await expect(offer(phone)).toBeHidden();
  await phone.page.goto('/akun');
  await offer(phone).click();
  await expect(newScreen(phone)).toBeVisible();
  await expect(offer(phone)).toBeHidden();

  expect(await isSame()).toBe(true);
  expect(next.outgoing.length).toBeGreaterThan(0);
  const loads = (urls: readonly string[]) =>
    typing.evaluate(
      (all) =>
        Promise.all(
          all.map((url) =>
            fetch(url).then(
              ({ ok }) => ok,
              () => false,
            ),
          ),
        ),
      urls,
    );
  expect(await loads(next.outgoing)).not.toContain(false);
  await phone.goOffline();
  expect(await loads(next.outgoing)).not.toContain(false);
  await phone.goOnline();

  await typing.getByRole('link', { name: 'Kembali' }).click();
  await typing.waitForURL('**/beranda');
  await expect.poll(isSame).toBe(false);
  await typing.goto('/belanja');
  await expect(typing.getByLabel('Catatan')).toHaveValue('Kopi untuk rapat');
});

test('chunks of the release before are served by the office, packed ones too', async ({
  openOffice,
  request,
}) => {
  await openOffice({ build: next.build });
  for (const url of next.outgoing) {
    const answer = await request.get(url);
    expect(answer.status(), url).toBe(200);
    expect(answer.headers()['cache-control'], url).toContain('immutable');
  }
});

test('a phone whose release the office has nothing of any more delivers what it holds', async ({
  openOffice,
  origin,
  network,
  newPhone,
}, testInfo) => {
  const { folder } = await openOffice();
  const phone = await newPhone();
  await signedIn(phone, origin);
  network.weather = 'down';
  await phone.goOffline();
  await phone.record({ ...SHOP, jumlah: '41.000' });

  const later = testInfo.outputPath('build');
  cpSync(next.build, later, { recursive: true });
  for (const url of next.outgoing) rmSync(`${later}/client${url}`);
  const office = await openOffice({ folder, build: later });
  await phone.page.goto('/akun');
  await expect(phone.page.getByText(/^1 catatan belum terkirim/)).toBeVisible();
  network.weather = 'clear';
  await phone.goOnline();
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(arrived(office.folder)).toEqual([{ amount: 41_000 }]);
});

test('a release that the office answers no more is renewed from *Akun*, and then delivers', async ({
  openOffice,
  origin,
  network,
  newPhone,
}) => {
  const { folder } = await openOffice();
  const phone = await newPhone();
  await signedIn(phone, origin);
  network.tooOld = true;
  await phone.record({ ...SHOP, jumlah: '42.000' });
  await phone.page.goto('/akun');
  await expect(phone.page.getByText('SiMadu di HP ini sudah lama.').first()).toBeVisible();
  await offer(phone).first().click();
  await expect(phone.page.getByText('Versi baru belum tersedia untuk HP ini.')).toBeVisible();
  await openOffice({ folder, build: next.build });
  await offer(phone).first().click();
  await expect(newScreen(phone)).toBeVisible();
  network.tooOld = false;
  await phone.sendNow();
  await expect(phone.page.getByText('Semua catatan sudah terkirim.')).toBeVisible();
  expect(arrived(folder)).toEqual([{ amount: 42_000 }]);
});
