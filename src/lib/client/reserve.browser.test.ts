import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forNews, forRecord } from './give-way.ts';
import { CacheDb } from './phone.ts';
import { freeReserve, isTight, makeReserve, noteTight, tryRoom } from './reserve.ts';
import { roomFor } from './storage.ts';

let cache: CacheDb;
const HOME = '35.13.08' as never;

beforeEach(() => {
  cache = new CacheDb(`katalog-${uuid()}`);
});

afterEach(async () => {
  await freeReserve();
  await cache.delete();
});

async function goodsOf(...areas: readonly string[]): Promise<void> {
  for (const area of areas) {
    const scope = `katalog:${area}`;
    await cache.packs.put({ scope, kecamatan: area, version: '1 x', pack: {} as never });
    await cache.cursors.put({ scope, at: 1, hash: 'x' });
  }
}

test('the reserve is made once, freed once, and made again; only then room is said to be there', async () => {
  noteTight();
  expect(isTight()).toBe(true);
  expect(await makeReserve()).toBe(true);
  expect(isTight()).toBe(false);
  expect(await makeReserve()).toBe(true);
  expect(await freeReserve()).toBe(true);
  expect(await freeReserve()).toBe(false);
});

test('room is tried, not believed, and what was tried is taken away', async () => {
  expect(await tryRoom(100_000)).toBe(true);
  expect(await roomFor(100_000)).toBe(true);
  const { usage: before = 0 } = await navigator.storage.estimate();
  expect(await roomFor(100_000)).toBe(true);
  const { usage: after = 0 } = await navigator.storage.estimate();
  expect(after - before).toBeLessThan(50_000);
});

test('goods of other kecamatan go first, then the reserve, and the own goods last, each with its cursor', async () => {
  await goodsOf('35.13.08', '35.13.01', '35.13.02');
  await makeReserve();
  const left = async () => ({
    packs: (await cache.packs.toCollection().primaryKeys()).sort(),
    cursors: (await cache.cursors.toCollection().primaryKeys()).sort(),
  });
  const [pictures, others, reserve, own] = forRecord(cache, HOME);
  expect(await pictures?.()).toBe(false);
  expect(await others?.()).toBe(true);
  expect(await left()).toEqual({ packs: ['katalog:35.13.08'], cursors: ['katalog:35.13.08'] });
  expect(await reserve?.()).toBe(true);
  expect(await own?.()).toBe(true);
  expect(await left()).toEqual({ packs: [], cursors: [] });
});

test('for what the office tells, neither the reserve nor the own goods go', async () => {
  await goodsOf('35.13.08', '35.13.01');
  await makeReserve();
  for (const step of forNews(cache, HOME)) await step();
  expect(await cache.packs.toCollection().primaryKeys()).toEqual(['katalog:35.13.08']);
  expect(await freeReserve()).toBe(true);
});

test('pictures give way, the shell does not', async () => {
  await caches.open('workbox-precache-v2-uji');
  await caches.open('gambar-uji');
  const [pictures] = forNews(cache, HOME);
  expect(await pictures?.()).toBe(true);
  expect(await caches.has('gambar-uji')).toBe(false);
  expect(await caches.has('workbox-precache-v2-uji')).toBe(true);
  await caches.delete('workbox-precache-v2-uji');
});
