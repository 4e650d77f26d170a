import { v4 as uuid } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { photoStoreContract } from '../../../tests/contract/photo-store.ts';
import { settlement } from '../../../tests/contract/store-under-test.ts';
import { syncStoreContract } from '../../../tests/contract/sync-store.ts';
import { frozen, underTest } from './dexie-store.fixture.ts';
import { DexieStore } from './dexie-store.ts';
import { append, freeze } from './outbox.ts';
import { AccountDb, CacheDb, forgetTold } from './phone.ts';

describe('the store on Dexie', () => {
  const fresh = async () => underTest(new AccountDb(uuid()), new CacheDb(`katalog-${uuid()}`));
  syncStoreContract(fresh);
  describe('keeps photos:', () => {
    photoStoreContract(fresh);
  });
});

describe('the database of an account', () => {
  const opened: AccountDb[] = [];
  const open = (owner: string) => {
    const db = new AccountDb(owner);
    opened.push(db);
    return db;
  };
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.delete();
  });
  const withdrawal = (purchase: string) =>
    freeze({ type: 'purchase.withdraw', purchase, base: purchase, reason: 'keliru' }, 1_000);

  it('hands every number out once, to two tabs at once', async () => {
    const owner = uuid();
    const [one, other] = [open(owner), open(owner)];
    const numbers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => append(i % 2 === 0 ? one : other, await frozen(String(i)))),
    );
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    const replicas = await Promise.all([one, other].map((db) => db.meta.get('head')));
    expect(replicas[0]).toEqual(replicas[1]);
  });

  it('names the newest unsent mutation about the same purchase as predecessor', async () => {
    const db = open(uuid());
    const purchase = uuid();
    const [first, other, second] = [
      await withdrawal(purchase),
      await withdrawal(uuid()),
      await withdrawal(purchase),
    ];
    for (const mutation of [first, other, second]) await append(db, mutation);
    expect((await db.outbox.toArray()).map((row) => row.after)).toEqual([null, null, first.id]);
  });

  it('hands no number out for what could not be written', async () => {
    const db = open(uuid());
    const unstorable = { ...(await frozen('x')), hash: (() => 'never') as unknown as string };
    await expect(append(db, unstorable)).rejects.toThrow();
    expect(await append(db, await frozen('y'))).toBe(1);
  });

  it('keeps what one person made from another one on the same phone', async () => {
    const [ratna, lilik] = [open(uuid()), open(uuid())];
    await append(ratna, await frozen('a'));
    const cache = new CacheDb(`katalog-${uuid()}`);
    const seen = await new DexieStore(lilik, cache).read(9);
    expect(seen).toMatchObject({ owner: lilik.owner, unsent: 0, batch: [] });
    await cache.delete();
  });

  it('forgets what the office told and keeps what the person made', async () => {
    const db = open(uuid());
    await append(db, await frozen('a'));
    await db.meta.put({ key: 'home', home: '35.13.08' });
    const before = await db.meta.get('head');
    await forgetTold(db);
    expect(await db.base.count()).toBe(0);
    expect(await db.outbox.count()).toBe(1);
    expect(await db.meta.get('head')).toEqual({ ...before, cursor: null });
    expect(await db.meta.get('home')).toEqual({ key: 'home', home: '35.13.08' });
  });

  it.each([
    { title: 'that goes on keeps', change: {}, kept: true },
    { title: 'that came back from a backup loses', change: { offer: 1 }, kept: false },
    { title: 'with a new history loses', change: { newEpoch: true, epoch: 'second' }, kept: false },
  ])('an office $title its key for rescue files here', async ({ change, kept }) => {
    const db = open(uuid());
    const office = { owner: db.owner, replica: uuid(), id: 'A'.repeat(11), key: 'A'.repeat(87), proof: 'p' };
    await db.meta.put({ key: 'rescue-key', office, at: 1 });
    const cache = new CacheDb(`katalog-${uuid()}`);
    await new DexieStore(db, cache).settle(settlement(change));
    expect((await db.meta.get('rescue-key')) !== undefined).toBe(kept);
    await cache.delete();
  });

  it('is a new replica after the browser emptied it', async () => {
    const owner = uuid();
    const before = await open(owner).meta.get('head');
    await opened[0]?.delete();
    const after = await open(owner).meta.get('head');
    expect(after).toMatchObject({ next: 1 });
    expect(after).not.toMatchObject({ replica: before?.key === 'head' ? before.replica : '' });
  });
});
