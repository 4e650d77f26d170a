import { Dexie } from 'dexie';
import { v4 as uuid } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import type { Day } from '#lib/domain/day.ts';
import type { PurchaseChange } from '#lib/protocol/change.ts';
import { readAccount } from '../account-state.ts';
import { append, freeze } from '../outbox.ts';
import { AccountDb, CacheDb, type Draft } from '../phone.ts';
import { mayPhoto } from './gate.ts';
import { Session } from '../session.svelte.ts';
import { keepPhoto } from './keep.ts';
import { tidyPhotos } from './tidy.ts';

const opened: Dexie[] = [];
const open = (owner = uuid()) => {
  const db = new AccountDb(owner);
  opened.push(db);
  return db;
};
afterEach(async () => {
  for (const db of opened.splice(0)) await db.delete();
});

const bytes = (n: number) => new Uint8Array(2_000).fill(n).buffer;
const keep = (db: AccountDb, n: number) => keepPhoto(db, { bytes: bytes(n), type: 'image/webp', madeAt: n });
const wish = { type: 'purchase.withdraw', purchase: uuid(), base: uuid(), reason: 'x' } as const;

/** What version 1 of the account's database was, as it was released. */
function versionOne(owner: string): Dexie {
  const old = new Dexie(`simadu-akun-${owner}`);
  old.version(1).stores({ outbox: 'n, &id, state', base: 'id', drafts: 'id', meta: 'key' });
  return old;
}

describe('The database of an account of the first release', () => {
  it('keeps everything and takes photos', async () => {
    const owner = uuid();
    const old = versionOne(owner);
    const row = { n: 7, id: 'm', after: null, body: '{}', hash: 'h', madeAt: 1, state: 'unsent', code: null };
    const head = { key: 'head', replica: 'r', next: 8, epoch: 'e', cursor: null, clockOffset: 0, heardAt: 5 };
    const draft = { id: 'd', form: { note: 'kopi' }, corrects: null, savedAt: 1 };
    await old.table('outbox').add(row);
    await old.table('meta').add(head);
    await old.table('drafts').add(draft);
    const told: Omit<PurchaseChange, 'photos' | 'wanted'> = {
      kind: 'purchase',
      id: 'p',
      umkm: { kind: 'typed', name: 'Warung', place: 'Krucil' },
      day: '2026-11-20' as Day,
      amount: 25_000,
      items: [],
      payment: 'tunai',
      note: '',
      verdict: 'sah',
      reason: '',
      flags: [],
      receivedAt: 1,
      version: 'p',
    };
    await old.table('base').add(told);
    old.close();
    const db = open(owner);
    expect(await db.outbox.toArray()).toEqual([row]);
    expect(await db.meta.toArray()).toEqual([head]);
    expect(await db.drafts.toArray()).toEqual([draft]);
    expect(await db.base.toArray()).toEqual([{ ...told, photos: [], wanted: [] }]);
    expect((await readAccount(db)).purchases).toMatchObject([{ id: 'p', amount: 25_000, photos: [] }]);
    expect(await keep(db, 1)).toHaveLength(43);
  });
});

describe('A photo', () => {
  it('is there with its draft, byte by byte, after the browser died', async () => {
    const db = open();
    const draft = { id: 'd', form: {}, corrects: null, savedAt: 1 } as unknown as Draft;
    const hash = await keepPhoto(db, { bytes: bytes(3), type: 'image/jpeg', madeAt: 1 }, (one) => ({
      ...draft,
      photos: [one],
    }));
    db.close();
    const again = open(db.owner);
    expect(new Uint8Array((await again.photoBytes.get(hash))?.bytes ?? [])).toEqual(new Uint8Array(bytes(3)));
    expect(await again.drafts.toArray()).toMatchObject([{ photos: [hash] }]);
    expect(await again.photos.get(hash)).toMatchObject({ state: 'draft', size: 2_000, type: 'image/jpeg' });
  });

  it('falls with its draft, when the draft cannot be written', async () => {
    const db = open();
    const broken = { id: 'd', form: () => 'never' } as unknown as Draft;
    await expect(
      keepPhoto(db, { bytes: bytes(1), type: 'image/webp', madeAt: 1 }, () => broken),
    ).rejects.toThrow();
    expect([await db.photos.count(), await db.photoBytes.count()]).toEqual([0, 0]);
  });

  it('that is not on this phone cannot be named: the record falls with it', async () => {
    const db = open();
    const frozen = await freeze(wish, 1);
    const beside = { photos: { hashes: ['A'.repeat(43)], day: null } };
    await expect(append(db, frozen, beside)).rejects.toThrow();
    expect(await db.outbox.count()).toBe(0);
  });

  it('of a refused record that was put aside need not go, unless another record names it', async () => {
    const db = open();
    const [alone, shared] = [await keep(db, 1), await keep(db, 2)];
    const refused = { ...(await freeze(wish, 1)), about: 'x' };
    await append(db, refused, { photos: { hashes: [alone, shared], day: null } });
    await db.outbox.update(1, { state: 'refused' });
    await append(db, await freeze(wish, 2), { photos: { hashes: [shared], day: null }, mends: refused.id });
    expect(await db.photos.get(alone)).toMatchObject({ state: 'refused', code: 'put-aside' });
    expect(await db.photos.get(shared)).toMatchObject({ state: 'unsent' });
  });
});

describe('When the phone is tidied', () => {
  const HOUR = 3_600_000;

  it('a photo goes that no draft names any more, but not one that is only being recorded', async () => {
    const db = open();
    const left = await keep(db, 1);
    const inDraft = await keepPhoto(db, { bytes: bytes(2), type: 'image/webp', madeAt: 2 }, (hash) => {
      return { id: 'd', form: {}, corrects: null, savedAt: 2, photos: [hash] } as unknown as Draft;
    });
    const named = await keep(db, 3);
    await append(db, await freeze(wish, 3), { photos: { hashes: [named], day: null } });
    await tidyPhotos(db, HOUR);
    expect(await db.photos.count()).toBe(3);
    await tidyPhotos(db, HOUR + 4);
    const kept = [inDraft, named].sort();
    expect(await db.photos.get(left)).toBeUndefined();
    expect((await db.photos.toCollection().primaryKeys()).sort()).toEqual(kept);
    expect((await db.photoBytes.toCollection().primaryKeys()).sort()).toEqual(kept);
  });

  it('one of records that an earlier release put aside one by one is settled', async () => {
    const db = open();
    const hash = await keep(db, 1);
    await append(db, await freeze(wish, 1), { photos: { hashes: [hash], day: null } });
    await db.outbox.update(1, { state: 'refused', mendedBy: 'put-aside' });
    await tidyPhotos(db, 1);
    expect(await db.photos.get(hash)).toMatchObject({ state: 'refused', code: 'put-aside' });
  });

  it('one that was attached to a record which was put aside before the office answered is settled', async () => {
    const db = open();
    const hash = await keep(db, 1);
    await append(db, await freeze(wish, 1));
    const [record] = await db.outbox.toArray();
    const attach = { type: 'purchase.attach' as const, purchase: record?.id ?? '', photos: [hash] };
    await append(db, await freeze(attach, 2), { photos: { hashes: [hash], day: null } });
    await db.outbox.update(1, { state: 'refused', code: 'unknown-umkm', mendedBy: 'put-aside' });
    await db.outbox.update(2, { state: 'refused', code: 'depends' });
    await tidyPhotos(db, 1);
    expect(await db.outbox.get(2)).toMatchObject({ mendedBy: 'put-aside' });
    expect(await db.photos.get(hash)).toMatchObject({ state: 'refused', code: 'put-aside' });
  });

  it('it is when a session starts', async () => {
    const db = open();
    const cache = new CacheDb(`katalog-${uuid()}`);
    opened.push(cache);
    const hash = await keep(db, 1);
    const session = new Session({ id: db.owner, name: 'Contoh', roles: [] }, db, cache);
    session.start('start');
    await expect.poll(() => db.photos.get(hash)).toBeUndefined();
    await session.stop();
  });
});

describe('A photo that is kept for Wi-Fi', () => {
  const at = (day: string) => Date.parse(`${day}T03:00:00Z`);
  it.each([
    ['any', '2026-11-20', true],
    ['press', '2026-11-20', false],
    ['wifi', '2026-11-20', false],
    ['press', '2026-12-01', false],
    ['press', '2026-12-03', true],
    ['press', '2026-12-20', true],
  ] as const)('by the choice %s may go on %s: %s', async (when, day, may) => {
    const db = open();
    const cache = new CacheDb(`katalog-${uuid()}`);
    opened.push(cache);
    await db.meta.put({ key: 'photo-network', when });
    const hash = await keep(db, 1);
    await append(db, await freeze(wish, 1), { photos: { hashes: [hash], day: '2026-11-18' as Day } });
    expect(await mayPhoto({ db, cache, now: at(day) }, hash)).toBe(may);
  });
});
