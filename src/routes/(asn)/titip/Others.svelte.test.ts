import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { AccountDb, CacheDb, type Titipan } from '#lib/client/phone.ts';
import { Session } from '#lib/client/session.svelte.ts';
import { rescueHeader, rescueText } from '#lib/protocol/rescue.ts';
import InSession from './InSession.fixture.svelte';
import Others from './Others.svelte';

const network = globalThis.fetch;
let session: Session;

beforeEach(() => {
  const [db, cache] = [new AccountDb(uuid()), new CacheDb(`katalog-${uuid()}`)];
  session = new Session({ id: db.owner, name: 'Contoh', roles: ['asn'] }, db, cache);
  globalThis.fetch = () => Promise.reject(new TypeError('no network'));
});

afterEach(async () => {
  globalThis.fetch = network;
  await session.stop();
  await session.db.delete();
  await session.cache.delete();
});

const file: Omit<Titipan, 'key' | 'hash'> = {
  name: 'titipan.txt',
  text: 'isi',
  takenAt: 0,
  answer: null,
  refusal: null,
};
const carry = (hash: string, change: Partial<Titipan> = {}) =>
  session.db.meta.put({ key: `titipan:${hash}`, hash, ...file, ...change });
const screen = () => render(InSession, { session, Part: Others });
const carried = () => session.db.meta.where('key').startsWith('titipan:').count();

test('a file that was not sent is removed only when the person says so twice', async () => {
  await carry('a');
  const shown = await screen();
  const press = (name: string | RegExp) => shown.getByRole('button', { name }).click();
  await press('Hapus titipan.txt');
  await expect.element(shown.getByRole('dialog')).toHaveAccessibleName('Hapus titipan ini?');
  await press('Batal');
  expect(await carried()).toBe(1);
  await press('Hapus titipan.txt');
  await shown.getByRole('dialog').getByRole('button', { name: 'Hapus', exact: true }).click();
  await expect.poll(carried).toBe(0);
});

test('a file that was answered about goes at once', async () => {
  await carry('a', { text: '', refusal: 'file-cut' });
  const shown = await screen();
  await shown.getByRole('button', { name: 'Hapus titipan.txt' }).click();
  await expect.poll(carried).toBe(0);
});

test('what was wrong with the chosen files is said beside what kept the others from going', async () => {
  const header = rescueHeader({
    gzipped: true,
    keyId: 'AAECAwQFBgc',
    fileKey: new Uint8Array(65),
    epoch: '',
    size: 40,
  });
  const good = new File([rescueText('Berkas.', header, new Uint8Array(40))], 'baik.txt');
  const bad = () => new File(['halo'], 'salah.txt');
  const shown = await screen();
  await shown.getByLabelText('Pilih berkas titipan').upload([bad(), good, bad()]);
  await expect.element(shown.getByText(/^salah\.txt: /).nth(1)).toBeVisible();
  await expect.element(shown.getByText(/^salah\.txt: /).first()).toBeVisible();
  await expect.poll(() => shown.getByRole('status').element().querySelectorAll('p').length).toBe(3);
});
