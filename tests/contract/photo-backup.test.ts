import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backup } from '#lib/server/backup.ts';
import { photoFolder } from '#lib/server/photos/desk.ts';
import { diskPhotos, photoHash } from '#lib/server/photos/files.ts';
import { shot } from '#lib/server/photos/picture.fixture.ts';
import { restore } from '#lib/server/restore.ts';
import { onEachEngine } from './engines.ts';
import { deliver, deskFor, photosOf, recordWith } from './photos.ts';
import { ASN, NOON, Phone, settle } from './world.ts';

/* Photos in the backup: durable means that they are there too, on both engines. */

const [a, b] = await Promise.all([1, 2].map((seed) => shot({ seed, width: 320, height: 240 })));
if (!a || !b) throw new Error('no shots');

const HOUR = 3_600_000;

onEachEngine((make) => {
  const regency = async () => {
    const database = await make();
    const store = await database.open();
    await settle(store);
    const folder = mkdtempSync(join(tmpdir(), 'simadu-backup-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const desk = deskFor(store, database.options.dataDir);
    const phone = new Phone(ASN[0]);
    await phone.send(store, recordWith(1_000, [a]), recordWith(2_000, [b]));
    const saved = (hours: number) =>
      backup({ store, ...database.options, folder, days: 14, now: NOON + hours * HOUR });
    return { store, folder, desk, phone, saved };
  };
  const copiesIn = (folder: string) => readdirSync(folder).filter((name) => /\.(db|dump)$/.test(name));

  test('Photos are copied once each, and put back with the database', async () => {
    const { store, folder, desk, saved } = await regency();
    await deliver(desk, ASN[0], a);
    expect((await saved(0)).photos).toEqual({ all: 1, added: 1, fault: null });
    await deliver(desk, ASN[0], b);
    const { photos, file } = await saved(1);
    expect(photos).toEqual({ all: 2, added: 1, fault: null });
    const kept = await desk.files.list();
    expect(await diskPhotos(photoFolder(folder)).list()).toEqual(kept);

    const place = await make();
    expect(await restore({ ...place.options, file, now: NOON })).toMatchObject({ wanted: 0 });
    const back = deskFor(await place.open(), place.options.dataDir);
    expect(await back.files.list()).toEqual(kept);
    expect(await deliver(back, ASN[0], a)).toBe('stored');
    expect((await photosOf(store)).map(({ wanted }) => wanted)).toEqual([[], []]);
  });

  test('A photo that is on no disk any more keeps the watermark where it is, and is wanted again', async () => {
    const { store, folder, desk, phone, saved } = await regency();
    await deliver(desk, ASN[0], a);
    const [kept = ''] = await desk.files.list();
    await desk.files.put(kept, Buffer.from('damaged'));
    expect((await saved(0)).photos.fault).toContain('wanted from the phones again');
    const { answer } = await phone.send(store);
    expect(answer.durable).toBe(0);
    expect(JSON.stringify(answer.changes)).toContain(`"wanted":["${photoHash(a)}"]`);
    expect(copiesIn(folder)).toHaveLength(1);
    expect((await saved(1)).photos).toEqual({ all: 0, added: 0, fault: null });
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
    expect((await saved(2)).photos).toEqual({ all: 1, added: 1, fault: null });
  });

  test('A photo that only the backup still has goes back to the office', async () => {
    const { desk, saved } = await regency();
    await deliver(desk, ASN[0], a);
    await saved(0);
    const kept = await desk.files.list();
    for (const name of kept) await desk.files.remove(name);
    expect((await saved(1)).photos).toEqual({ all: 1, added: 0, fault: null });
    expect(await desk.files.list()).toEqual(kept);
  });

  test('A damaged photo of the office is put back from the backup, and a damaged copy is copied anew', async () => {
    const { folder, desk, saved } = await regency();
    await deliver(desk, ASN[0], a);
    await saved(0);
    const copies = diskPhotos(photoFolder(folder));
    const [kept = ''] = await desk.files.list();
    for (const side of [desk.files, copies]) {
      await side.put(kept, Buffer.from('damaged'));
      expect((await saved(side === copies ? 2 : 1)).photos.fault).toBeNull();
      expect([await desk.files.get(kept), await copies.get(kept)]).not.toContain(null);
    }
  });

  test('A photo that neither side has whole is not durable; it comes again and is copied again', async () => {
    const { folder, desk, phone, store, saved } = await regency();
    await deliver(desk, ASN[0], a);
    await saved(0);
    const { durable } = (await phone.send(store)).answer;
    const [kept = ''] = await desk.files.list();
    await desk.files.remove(kept);
    await diskPhotos(photoFolder(folder)).put(kept, Buffer.from('damaged'));
    expect((await saved(1)).photos.fault).toContain('wanted from the phones again');
    expect((await phone.send(store)).answer.durable).toBe(durable);
    expect(await deliver(desk, ASN[0], a)).toBe('stored');
    expect((await saved(2)).photos).toEqual({ all: 1, added: 1, fault: null });
    expect(await diskPhotos(photoFolder(folder)).get(kept)).not.toBeNull();
  });

  test('A place that takes no photos stops no copy of the database, and nothing is called durable', async () => {
    const { folder, desk, phone, store, saved } = await regency();
    await deliver(desk, ASN[0], a);
    writeFileSync(photoFolder(folder), 'no folder');
    expect((await saved(0)).photos.fault).toContain('1 photos could not be read or copied');
    expect(copiesIn(folder)).toHaveLength(1);
    expect((await phone.send(store)).answer.durable).toBe(0);
    rmSync(photoFolder(folder));
    expect((await saved(1)).photos).toEqual({ all: 1, added: 1, fault: null });
    expect((await phone.send(store)).answer.durable).toBeGreaterThan(0);
  });

  test('A copy that lost its photos is put back, and wants them from the phones again', async () => {
    const { folder, desk, phone, saved } = await regency();
    await deliver(desk, ASN[0], a);
    const { file } = await saved(0);
    rmSync(photoFolder(folder), { recursive: true });
    const place = await make();
    expect(await restore({ ...place.options, file, now: NOON })).toMatchObject({ wanted: 1 });
    const store = await place.open();
    expect((await photosOf(store)).map(({ wanted }) => wanted)).toEqual([[photoHash(a)], [photoHash(b)]]);
    await phone.send(store);
    expect(await deliver(deskFor(store, place.options.dataDir), ASN[0], a)).toBe('stored');
    expect((await photosOf(store)).map(({ wanted }) => wanted)).toEqual([[], [photoHash(b)]]);
  });
});
