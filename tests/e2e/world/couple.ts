import { expect } from './test.ts';
import { person, type SamplePerson } from './people.ts';
import type { Phone } from './phone.ts';

/** Two people on one phone, and the PIN of each. */
export interface Couple {
  readonly ani: SamplePerson;
  readonly budi: SamplePerson;
}

export const PINS = { ani: '271828', budi: '314159' } as const;

/** Types a new PIN twice. */
export async function choosePin({ page }: Phone, pin: string): Promise<void> {
  await page.getByLabel('PIN 6 angka').fill(pin);
  await page.getByLabel('Ulangi PIN').fill(pin);
  await page.getByRole('button', { name: 'Simpan PIN' }).click();
}

/** The first signs in, sets a PIN, and adds the second, who sets one too and is in front then. */
export async function becomeCouple(phone: Phone, origin: string): Promise<Couple> {
  const [ani, budi] = [await person(origin, 'Ratna Puspita'), await person(origin, 'Suharyono Widodo')];
  const { page } = phone;
  await phone.signIn(ani.number, ani.password);
  await phone.shellInstalled();
  await phone.go('Akun');
  await page.getByRole('button', { name: 'Tambah akun' }).click();
  await page.waitForURL('**/akun/pin?lanjut=*');
  await choosePin(phone, PINS.ani);
  await page.waitForURL('**/masuk');
  await signInBeside(phone, budi, PINS.budi);
  return { ani, budi };
}

/** On the sign-in page of a phone that holds another account: signs in, and sets the PIN that is asked for. */
export async function signInBeside(phone: Phone, who: SamplePerson, pin: string): Promise<void> {
  const { page } = phone;
  await page.getByLabel('NIP', { exact: true }).fill(who.number);
  await page.getByLabel('Kata sandi', { exact: true }).fill(who.password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await page.waitForURL('**/akun/pin*');
  await choosePin(phone, pin);
  await page.waitForURL('**/akun');
}

/** From *Akun* to the account of this name: two taps and six digits. */
export async function switchTo({ page }: Phone, name: string, pin: string): Promise<void> {
  await page.goto('/akun');
  await page.getByRole('link', { name: 'Ganti akun' }).click();
  await page.getByRole('button', { name }).click();
  await page.getByLabel('PIN 6 angka').fill(pin);
  await page.waitForURL('**/beranda');
  await expect(page.getByRole('navigation', { name: 'Menu utama' })).toBeVisible();
}
