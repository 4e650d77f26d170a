import { expect, test } from './world/test.ts';
import { person } from './world/people.ts';

test('the form that a browser sends before the script arrived signs in, or says why not', async ({
  openOffice,
  origin,
  page,
  request,
}) => {
  await openOffice();
  const { number, password } = await person(origin, 'Ratna Puspita');
  const send = (typed: string, search = '') =>
    request.post('/api/masuk', {
      form: { as: 'asn', number, password: typed },
      headers: { origin, referer: `${origin}/masuk${search}` },
      maxRedirects: 0,
    });
  const wrong = await send('bukan-ini');
  expect(wrong.status()).toBe(303);
  expect(wrong.headers()['location']).toBe('/masuk?ditolak=wrong-credentials');
  await page.goto('/masuk?ditolak=wrong-credentials');
  await expect(page.getByRole('alert')).toHaveText(/belum cocok/);
  const right = await send(password);
  expect(right.headers()['location']).toBe('/?dari=kantor');
  const onward = await send(password, '?lanjut=%2Friwayat%3Fbulan%3D2026-11');
  expect(onward.headers()['location']).toBe('/?lanjut=%2Friwayat%3Fbulan%3D2026-11&dari=kantor');
  expect(right.headers()['set-cookie']).toMatch(/^sesi=.*HttpOnly/);
});

test('without scripts a seller signs in as one, and is led on to a page of the seller', async ({
  openOffice,
  origin,
  browser,
}) => {
  await openOffice();
  const { number, password } = await person(origin, 'Sumarti Ningsih');
  const context = await browser.newContext({ baseURL: origin, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/masuk');
  await page.getByRole('link', { name: 'Masuk sebagai penjual' }).click();
  await page.locator('#nomor').fill(number);
  await page.locator('#sandi').fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await page.waitForURL('/?sebagai=penjual&dari=kantor');
  await context.close();
});

test('a one-time code asks for a new password, which then signs in', async ({ openOffice, origin, page }) => {
  await openOffice();
  const { number, password: code } = await person(origin, 'Nur Hidayati Rohmah');
  await page.goto('/masuk');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('NIP', { exact: true }).fill(number);
  await page.getByLabel('Kata sandi', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await page.getByLabel('Kata sandi baru', { exact: true }).fill('gula-aren-manis-7');
  await page.getByRole('button', { name: 'Simpan dan masuk' }).click();
  await page.waitForURL('**/beranda');
});
