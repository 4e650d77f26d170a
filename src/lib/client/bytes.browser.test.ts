import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseLimit, overLimit, purposeOf, spend, spentIn, totalOf } from './bytes.ts';
import { readNote, writeNote } from './notes.ts';
import { request } from './request.ts';
import { weighShell } from './shell-bytes.ts';
import { isWanted, newsEvery } from './thrift.ts';

const clear = () => {
  for (const key of ['data', 'batas-data', 'sempit']) writeNote(key, null);
};
beforeEach(clear);
afterEach(clear);

/** WIB midnight between November and December 2026. */
const MIDNIGHT = Date.UTC(2026, 10, 30, 17);

test('A month is a WIB month: at its midnight the account begins anew', () => {
  spend('catatan', 1_500, MIDNIGHT - 2);
  spend('foto', 90_000, MIDNIGHT - 1);
  expect(totalOf(spentIn(MIDNIGHT - 1))).toBe(91_500);
  expect(spentIn(MIDNIGHT)).toMatchObject({ month: '2026-12', spent: { catatan: 0, foto: 0 } });
  spend('catatan', 10, MIDNIGHT);
  expect(totalOf(spentIn(MIDNIGHT))).toBe(10);
});

test('An account that cannot be read is begun anew', () => {
  writeNote('data', '{"month":');
  expect(totalOf(spentIn(MIDNIGHT))).toBe(0);
  writeNote('data', '{"month":"2026-12","catatan":"banyak","foto":-3,"lain":5}');
  expect(totalOf(spentIn(MIDNIGHT))).toBe(5);
});

test.each([
  ['/api/sync', 'catatan'],
  ['/api/akun/0190a000-0000-7000-8000-000000000001/sync', 'catatan'],
  ['/api/paket/abc', 'katalog'],
  ['/api/foto/abc?dari=0&ukuran=5', 'foto'],
  ['/api/masuk', 'lain'],
])('%s is asked for the sake of: %s', (path, purpose) => {
  expect(purposeOf(path)).toBe(purpose);
});

test('A request is counted with headers and body, and the account stands in a note', async () => {
  await request('data:application/json,1');
  await request('data:application/json,2');
  expect(spentIn(Date.now()).spent.lain).toBeGreaterThan(1_000);
  expect(readNote('data')).toContain('"lain"');
});

test('Over the limit goods of other kecamatan and the heartbeat wait; records and the own goods do not', () => {
  const scopes = ['own', 'umum', 'katalog:35.13.08', 'katalog:35.13.01'].map((scope) => ({
    scope,
    at: 0,
    hash: '',
  }));
  const wanted = () => scopes.filter((cursor) => isWanted(cursor, '35.13.08')).map(({ scope }) => scope);
  expect(wanted()).toHaveLength(4);
  expect(newsEvery()).toBeNull();
  chooseLimit(20);
  spend('foto', 19_999_999, Date.now());
  expect(overLimit()).toBe(false);
  spend('catatan', 1, Date.now());
  expect(overLimit()).toBe(true);
  expect(wanted()).toEqual(['own', 'umum', 'katalog:35.13.08']);
  expect(newsEvery()).toBe(86_400_000);
  chooseLimit(50);
  expect(overLimit()).toBe(false);
});

test('On a full phone no goods are asked for but those of the own kecamatan that are here', () => {
  writeNote('sempit', '1');
  const home = '35.13.08' as never;
  expect(isWanted({ scope: 'umum', at: 0, hash: '' }, home)).toBe(true);
  expect(isWanted({ scope: 'katalog:35.13.08', at: 7, hash: 'h' }, home)).toBe(true);
  expect(isWanted({ scope: 'katalog:35.13.08', at: 0, hash: '' }, home)).toBe(false);
  expect(isWanted({ scope: 'katalog:35.13.01', at: 7, hash: 'h' }, home)).toBe(false);
});

test('A photo that a screen shows from the office is counted among the photos', async () => {
  const stop = weighShell();
  const picture = new Image();
  const ended = new Promise((resolve) => (picture.onload = picture.onerror = resolve));
  picture.src = `/api/akun/ani/foto/${'A'.repeat(43)}`;
  await ended;
  await expect.poll(() => spentIn(Date.now()).spent.foto).toBeGreaterThan(0);
  stop();
});
