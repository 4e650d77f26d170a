import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { CacheDb } from './phone.ts';
import { freeReserve, noteTight } from './reserve.ts';
import { refusalOf } from './storage.ts';

/*
 * What gives way when something does not fit, and in which order. What can be fetched again goes first; the
 * catalogue of the own kecamatan goes last, because a shop that must be typed by hand waits for a check. What
 * people made never goes.
 */

/** Makes room; false when it had none to give. */
export type Step = () => Promise<boolean>;

/** Writes; as long as it does not fit, takes the next step and writes again. Rejects as the last write did. */
export async function insist<T>(write: () => Promise<T>, steps: readonly Step[]): Promise<T> {
  const left = [...steps];
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (refusalOf(error) !== 'full') throw error;
      noteTight();
      let gave = false;
      while (!gave) {
        const step = left.shift();
        if (step === undefined) throw error;
        gave = await step().catch(() => false);
      }
    }
  }
}

/** For what the office tells: goods of kecamatan that are nobody's home here go, the reserve is not for this. */
export const forNews = (cache: CacheDb, ...homes: readonly (KecamatanCode | null)[]): Step[] => [
  () => dropPictures(),
  () => dropPacks(cache, (kecamatan) => !homes.includes(kecamatan)),
];

/** For what a person made: everything that can be fetched again, and the reserve. */
export const forRecord = (cache: CacheDb, home: KecamatanCode | null): Step[] => [
  ...forNews(cache, home),
  freeReserve,
  () => dropPacks(cache, () => true),
];

/** Packs and their cursors, so that they are fetched again when there is room. */
function dropPacks(cache: CacheDb, goes: (kecamatan: KecamatanCode) => boolean): Promise<boolean> {
  return cache.transaction('rw', [cache.packs, cache.cursors], async () => {
    const gone = (await cache.packs.toArray()).filter((row) => goes(row.kecamatan)).map((row) => row.scope);
    await cache.packs.bulkDelete(gone);
    await cache.cursors.bulkDelete(gone);
    return gone.length > 0;
  });
}

/** Caches that are not the shell's own: pictures and the like. Without the shell the app would not open offline. */
async function dropPictures(): Promise<boolean> {
  if (!('caches' in globalThis)) return false;
  const names = (await caches.keys()).filter((name) => !KEPT.some((kept) => name.startsWith(kept)));
  await Promise.all(names.map((name) => caches.delete(name)));
  return names.length > 0;
}

/** How Workbox names the cache of what was built, and what a tab of the release before still loads. */
const KEPT = ['workbox-precache', 'simadu-rilis-lama'];
