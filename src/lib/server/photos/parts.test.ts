import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { diskPhotos, photoHash } from './files.ts';
import { Parts, type Coming } from './parts.ts';

const top = mkdtempSync(join(tmpdir(), 'simadu-parts-'));
let folder = top;
beforeEach(() => {
  folder = mkdtempSync(join(top, 'one-'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const bytes = Buffer.from('a part');
const coming = (owner: string, size = 100): Coming => ({ owner, hash: photoHash(Buffer.from(owner)), size });

describe('photos on their way', () => {
  it('are begun while other processes take empty folders away', async () => {
    const [one, other] = [new Parts(folder), new Parts(folder)];
    for (let round = 0; round < 40; round += 1) {
      // Each begins one and has the other one swept, its folder of the round before empty.
      const works = [1, 2, 3, 4].map(async (n) => {
        const photo = coming(`owner-${String(n)}`);
        const parts = n % 2 === 0 ? one : other;
        expect(await parts.add(photo, 0, { bytes, now: (round + 1) * 2 * HOUR })).toBe(bytes.length);
        await parts.drop(photo);
      });
      await Promise.all(works);
    }
  });

  it('begin anew when they were swept before their next part', async () => {
    const parts = new Parts(folder);
    const photo = coming('slow');
    await parts.add(photo, 0, { bytes, now: Date.now() });
    await new Parts(folder).add(coming('another'), 0, { bytes, now: Date.now() + 9 * DAY });
    expect(await parts.add(photo, bytes.length, { bytes, now: Date.now() })).toBe(0);
    expect(await parts.have(photo)).toBe(0);
  });
});

describe('a whole photo', () => {
  it('takes away what a process left aside that died while it wrote one', async () => {
    const picture = Buffer.from('a picture');
    const hash = photoHash(picture);
    await diskPhotos(folder).put(hash, picture);
    const aside = join(folder, 'baru');
    const left = (name: string, ago: number) => {
      writeFileSync(join(aside, name), 'half a pic');
      utimesSync(join(aside, name), new Date(), new Date(Date.now() - ago));
    };
    left(`${hash}.0123456789ab`, 2 * HOUR);
    // Another process may be at work on this one.
    left(`${hash}.ba9876543210`, HOUR / 60);
    const files = diskPhotos(folder);
    await files.put(hash, picture);
    expect(readdirSync(aside)).toEqual([`${hash}.ba9876543210`]);
    expect(await files.list()).toEqual(new Set([hash]));
    expect((await files.get(hash))?.equals(picture)).toBe(true);
  });
});
