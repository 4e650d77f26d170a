import { expect, test } from 'vitest';
import { accept } from '#lib/domain/result.ts';
import { PhotoDesk, type PhotoDeskOptions } from '#lib/server/photos/desk.ts';
import { photoHash } from '#lib/server/photos/files.ts';
import { shot } from '#lib/server/photos/picture.fixture.ts';
import { TRY_REST } from '#lib/server/photos/tries.ts';
import { onEachEngine } from './engines.ts';
import { deliver, photosOf, recordWith } from './photos.ts';
import { ASN, NOON, Phone, settle } from './world.ts';

/* Photos over which the decoder stumbles, for no fault of theirs or for ever. */

const photo = await shot({ width: 320, height: 240 });

onEachEngine((make) => {
  const regency = async () => {
    const database = await make();
    const store = await database.open();
    await settle(store);
    await new Phone(ASN[0]).send(store, recordWith(1_000, [photo]));
    const clock = { now: NOON };
    const desk = (decode?: PhotoDeskOptions['decode'], onDefect = (_: unknown): void => undefined) =>
      new PhotoDesk({
        store,
        dataDir: database.options.dataDir,
        now: () => clock.now,
        onDefect,
        ...(decode ? { decode } : {}),
      });
    return { store, clock, desk };
  };
  const stumble = () => Promise.reject(new Error('timeout: 96% complete'));

  test('What may be no fault of a photo is told as busy, and the photo is taken when it is over', async () => {
    const { store, clock, desk } = await regency();
    const seen: unknown[] = [];
    const stumbling = desk(stumble, (error) => void seen.push(error));
    for (let i = 0; i < 2; i += 1, clock.now += TRY_REST) {
      expect(await deliver(stumbling, ASN[0], photo)).toBe('busy');
    }
    expect(seen).toHaveLength(2);
    expect((await photosOf(store))[0]?.wanted).toEqual([photoHash(photo)]);
    expect(await deliver(desk(), ASN[0], photo)).toBe('stored');
    expect(await store.db.selectFrom('photo_try').selectAll().execute()).toEqual([]);
  });

  test('After three tries, a minute apart, it is refused for good, whatever the reason was', async () => {
    const { store, clock, desk } = await regency();
    let decoded = 0;
    const stumbling = desk(() => {
      decoded += 1;
      return stumble();
    });
    const ends: string[] = [];
    for (let i = 0; i < 6; i += 1, clock.now += TRY_REST / 2) {
      ends.push(await deliver(stumbling, ASN[0], photo));
    }
    expect(ends).toEqual(['busy', 'busy', 'busy', 'busy', 'photo-unreadable', 'photo-unreadable']);
    expect(decoded).toBe(3);
    expect(await photosOf(store)).toEqual([{ photos: [], wanted: [] }]);
  });

  test('A photo that ends the process does so three times and never again', async () => {
    const { clock, desk } = await regency();
    for (let i = 0; i < 3; i += 1, clock.now += TRY_REST) {
      await new Promise<void>((resolve) => {
        // The process is gone once the decoder has begun: nothing that comes after it ever happens.
        const doomed = desk(() => {
          resolve();
          return new Promise<never>(() => undefined);
        });
        void deliver(doomed, ASN[0], photo);
      });
    }
    expect(await deliver(desk(), ASN[0], photo)).toBe('photo-unreadable');
  });

  test('A disk that cannot be written is not held against the photo', async () => {
    const { store, desk } = await regency();
    const empty = { bytes: Buffer.alloc(0), width: 1, height: 1 };
    const full = desk(() => Promise.resolve(accept(empty)));
    full.files.put = () => Promise.reject(new Error('ENOSPC'));
    await expect(deliver(full, ASN[0], photo)).rejects.toThrow('ENOSPC');
    expect(await store.db.selectFrom('photo_try').selectAll().execute()).toEqual([]);
    expect(await deliver(desk(), ASN[0], photo)).toBe('stored');
  });
});
