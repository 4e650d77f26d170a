import { v4 as uuid } from 'uuid';
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { Live } from './live.svelte.ts';
import { CacheDb } from './phone.ts';

const opened: CacheDb[] = [];
function open(name = `katalog-${uuid()}`): CacheDb {
  const cache = new CacheDb(name);
  opened.push(cache);
  return cache;
}
afterEach(async () => {
  for (const cache of opened.splice(0)) cache.close();
});

describe('a live query', () => {
  it('is undefined until it was read, and repaints an effect when another tab writes', async () => {
    const cache = open();
    const rows = new Live(() => cache.areas.count());
    const seen: (number | undefined)[] = [];
    const stop = $effect.root(() => {
      $effect(() => {
        seen.push(rows.current);
      });
    });
    flushSync();
    expect(seen).toEqual([undefined]);
    await expect.poll(() => seen).toEqual([undefined, 0]);
    await open(cache.name).areas.put({ kecamatan: '35.13.08' });
    await expect.poll(() => seen).toEqual([undefined, 0, 1]);
    stop();
    rows.stop();
  });

  it('keeps what it read last, and tells why it cannot read any more', async () => {
    const cache = open();
    let fail = false;
    const told: unknown[] = [];
    const rows = new Live(
      async () => {
        const count = await cache.areas.count();
        if (fail) throw new Error('storage');
        return count;
      },
      (error) => told.push(error),
    );
    await expect.poll(() => rows.current).toBe(0);
    fail = true;
    await cache.areas.put({ kecamatan: '35.13.08' });
    await expect.poll(() => told).toEqual([new Error('storage')]);
    expect(rows.current).toBe(0);
    rows.stop();
  });
});
