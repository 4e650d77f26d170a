import { expect, test } from './world/test.ts';
import { person } from './world/people.ts';

test('a newer release takes over when the person says so, and never under what another tab types', async ({
  openOffice,
  origin,
  network,
  newPhone,
}) => {
  await openOffice();
  const phone = await newPhone();
  const { number, password } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, password);
  await phone.shellInstalled();
  const typing = await phone.context.newPage();
  await typing.goto('/belanja');
  await typing.getByLabel('Catatan').fill('Kopi untuk rapat');
  const sameDocument = await typing.evaluateHandle(() => document);
  const isSame = () => typing.evaluate((before) => before === document, sameDocument).catch(() => false);

  network.release = 1;
  const { page } = phone;
  await page.goto('/akun');
  const loadedAnew = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Perbarui' }).click();
  await loadedAnew;
  await expect(page.getByRole('heading', { name: 'Akun', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Perbarui' })).toBeHidden();

  await expect(typing.getByLabel('Catatan')).toHaveValue('Kopi untuk rapat');
  expect(await isSame()).toBe(true);
  await typing.getByRole('link', { name: 'Kembali' }).click();
  await typing.waitForURL('**/beranda');
  await expect.poll(isSame).toBe(false);
  await typing.goto('/belanja');
  await expect(typing.getByLabel('Catatan')).toHaveValue('Kopi untuk rapat');
});
