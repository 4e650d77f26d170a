import { Dexie } from 'dexie';
import { v4 as uuid } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { emptied, forgetSighting, noteSeen, noteSighting } from './canary.ts';
import { DexieStore } from './dexie-store.ts';
import { openAccount, openInTime } from './open.ts';
import { AccountDb, CacheDb, headOf } from './phone.ts';

const made: AccountDb[] = [];
const cache = new CacheDb(`katalog-${uuid()}`);

function account(owner: string): AccountDb {
  const db = new AccountDb(owner);
  made.push(db);
  return db;
}

const opened = (opening: IDBOpenDBRequest): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    opening.onsuccess = () => {
      resolve(opening.result);
    };
    opening.onerror = () => {
      reject(new Error('not opened'));
    };
  });

afterEach(async () => {
  for (const db of made.splice(0)) {
    forgetSighting(db.owner);
    await db.delete();
  }
  await cache.delete();
});

/** A database that was looked at, and that the browser then took away with what was unsent in it. */
async function emptiedPhone(unsent: number): Promise<{ db: AccountDb; before: string }> {
  const owner = uuid();
  const first = account(owner);
  await openAccount(first);
  const { replica: before } = await headOf(first);
  noteSighting(owner, { replica: before, unsent, at: 1_000 });
  await first.delete();
  return { db: account(owner), before };
}

test('A database that was emptied is not taken for a new one: the person and the office are told', async () => {
  const { db, before } = await emptiedPhone(3);
  await openAccount(db);
  expect(await emptied(db)).toMatchObject({ replica: before, unsent: 3, lastSeen: 1_000, told: false });
  const snapshot = await new DexieStore(db, cache).read(10);
  expect(snapshot.lost).toEqual({ replica: before, unsent: 3 });
  expect(snapshot.replica).not.toBe(before);
});

test('What the office has heard is not told again, and what the person read is not shown again', async () => {
  const { db, before } = await emptiedPhone(1);
  await openAccount(db);
  const store = new DexieStore(db, cache);
  await store.settle({
    epoch: 'e',
    newEpoch: false,
    head: 1,
    durable: 0,
    answeredAt: 2_000,
    clockOffset: 0,
    settled: [],
    offer: null,
    granted: ['own'],
    own: null,
    toldLost: before,
  });
  await noteSeen(db);
  expect((await store.read(10)).lost).toBeUndefined();
  db.close();
  await openAccount(db);
  expect(await emptied(db)).toMatchObject({ told: true, seen: true });
});

test('Emptied again before the office heard of it, what was unsent before is not forgotten', async () => {
  const { db } = await emptiedPhone(2);
  await openAccount(db);
  await db.delete();
  const third = account(db.owner);
  await openAccount(third);
  expect(await emptied(third)).toMatchObject({ unsent: 2, told: false });
});

test('The same database at the next start, or an account that is new on this phone, is no loss', async () => {
  const db = account(uuid());
  await openAccount(db);
  const { replica } = await headOf(db);
  noteSighting(db.owner, { replica, unsent: 2, at: 1_000 });
  db.close();
  await openAccount(db);
  expect(await emptied(db)).toBeNull();
});

test('An upgrade that another tab holds up is given up in time, says so, and is made at the next try', async () => {
  const db = account(uuid());
  await openAccount(db);
  db.close();
  // A frozen tab of an older release: it does not close for the newer one.
  const held = await opened(indexedDB.open(db.name));
  const later = new Dexie(db.name);
  later.version(9).stores({ outbox: 'n, &id, state', base: 'id', drafts: 'id', meta: 'key', kelak: 'id' });
  await expect(openInTime(later, 50)).rejects.toMatchObject({ name: 'NotOpened', trouble: 'busy' });
  held.close();
  await openInTime(later);
  expect(later.tables.map(({ name }) => name)).toContain('kelak');
  later.close();
});

test('A database that a later release made is opened as it is, after a roll-back', async () => {
  const owner = uuid();
  const now = account(owner);
  await openAccount(now);
  const { replica } = await headOf(now);
  now.close();
  const opening = indexedDB.open(now.name, 990);
  opening.onupgradeneeded = () => opening.result.createObjectStore('kelak');
  (await opened(opening)).close();
  const rolledBack = account(owner);
  await openAccount(rolledBack);
  expect((await headOf(rolledBack)).replica).toBe(replica);
});

test('An upgrade that broke half way is repeated at the next open', async () => {
  const owner = uuid();
  const first = account(owner);
  await openAccount(first);
  const { replica } = await headOf(first);
  first.close();
  // The browser dies, or storage runs out, in the midst of a later release's upgrade: its transaction aborts.
  await new Promise<void>((resolve) => {
    const opening = indexedDB.open(first.name, 990);
    opening.onupgradeneeded = () => {
      opening.result.deleteObjectStore('outbox');
      opening.transaction?.abort();
    };
    opening.onerror = () => {
      resolve();
    };
  });
  const again = account(owner);
  await openAccount(again);
  expect((await headOf(again)).replica).toBe(replica);
  expect(await again.outbox.count()).toBe(0);
});
