import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange, IDBObjectStore } from 'fake-indexeddb';
import { v4 as newId } from 'uuid';
import { describe, expect, it } from 'vitest';
import { readAccount } from '#lib/client/account-state.ts';
import { underTest } from '#lib/client/dexie-store.fixture.ts';
import { AccountDb, CacheDb } from '#lib/client/phone.ts';
import { DexieStore } from '#lib/client/dexie-store.ts';
import { append, markMended } from '#lib/client/outbox.ts';
import { namePhotos } from '#lib/client/photo-rows.ts';
import { keepPhoto } from '#lib/client/photos/keep.ts';
import type { PurchaseChange } from '#lib/protocol/change.ts';
import { photoStoreContract } from './photo-store.ts';
import { news, purchase, settlement, uuid, type StoreUnderTest } from './store-under-test.ts';
import { syncStoreContract } from './sync-store.ts';

/* The phone's store on an IndexedDB in Node: the contract, and a death at each request of each method. */

Dexie.dependencies.indexedDB = new IDBFactory();
Dexie.dependencies.IDBKeyRange = IDBKeyRange;

const make = async () => underTest(new AccountDb(newId()), new CacheDb(`katalog-${newId()}`));

describe('the store on Dexie, on an IndexedDB in Node', () => {
  syncStoreContract(make);
  describe('keeps photos:', () => {
    photoStoreContract(make);
  });
});

const WRITES = ['put', 'add', 'delete', 'clear'] as const;

/** The browser dies at the `count`-th write request: its transaction falls. Gives whether it came to that. */
async function dyingAt(count: number, work: () => Promise<unknown>): Promise<{ readonly died: boolean }> {
  const store = IDBObjectStore.prototype as unknown as Record<string, (...values: unknown[]) => unknown>;
  const before = Object.fromEntries(WRITES.map((name) => [name, store[name]]));
  let left = count;
  for (const name of WRITES) {
    store[name] = function (this: IDBObjectStore, ...values: unknown[]) {
      left -= 1;
      if (left === 0) {
        this.transaction.abort();
        throw new DOMException('The browser died', 'AbortError');
      }
      return before[name]?.apply(this, values);
    };
  }
  try {
    await work().catch(() => undefined);
  } finally {
    for (const name of WRITES) if (before[name]) store[name] = before[name];
  }
  return { died: left <= 0 };
}

const METHODS: Readonly<Record<string, (phone: StoreUnderTest) => Promise<unknown>>> = {
  recording: (phone) => phone.record(['c', 'd']),
  settling: (phone) =>
    phone.store.settle(
      settlement({
        epoch: 'second',
        offer: 1,
        settled: [{ n: 2, state: 'acked', code: null }],
        own: news('own', {
          anew: true,
          rows: [purchase(6), purchase(7)],
          cursor: { scope: 'own', at: 9, hash: 'nine' },
        }),
      }),
    ),
  forgetting: (phone) => phone.store.forget(9_000, 99),
};

async function stateOf(phone: StoreUnderTest): Promise<unknown> {
  const { acked, kept, unsent, epoch, cursors, batch } = await phone.store.read(99);
  const rows = (await phone.outbox()).map(({ n, body, state }) => [n, body, state]);
  return {
    snapshot: { acked, kept, unsent, epoch, cursors, batch: batch.length },
    rows,
    base: await phone.held('own'),
  };
}

async function lived(): Promise<StoreUnderTest> {
  const phone = await make();
  await phone.record(['a', 'b']);
  const own = news('own', { rows: [purchase(5)], cursor: { scope: 'own', at: 5, hash: 'five' } });
  await phone.store.settle(settlement({ settled: [{ n: 1, state: 'acked', code: null }], own }));
  expect(await phone.held('own')).toEqual([uuid(5)]);
  return phone;
}

describe('a browser that dies at any request', () => {
  it.each(Object.entries(METHODS))(
    'leaves %s undone as a whole, and it can be done again',
    async (_name, method) => {
      const whole = await lived();
      await method(whole);
      const after = await stateOf(whole);
      let deaths = 0;
      for (let count = 1; ; count += 1) {
        let phone = await lived();
        const before = await stateOf(phone);
        const { died } = await dyingAt(count, () => method(phone));
        if (!died) break;
        deaths += 1;
        phone = await phone.reopen();
        expect(await stateOf(phone)).toEqual(before);
        await method(phone);
        expect(await stateOf(phone)).toEqual(after);
        await phone.destroy();
      }
      expect(deaths).toBeGreaterThan(0);
    },
  );
});

describe('an account behind another one, on a phone that got full', () => {
  it('makes room without the goods of who is in front', async () => {
    const [db, cache] = [new AccountDb(newId()), new CacheDb(`katalog-${newId()}`)];
    const [own, inFront, other] = ['35.13.08', '35.13.01', '35.13.02'];
    await db.meta.put({ key: 'home', home: own });
    for (const kecamatan of [own, inFront, other]) {
      const scope = `katalog:${kecamatan}`;
      await cache.packs.put({ scope, kecamatan, version: '1 x', pack: {} as never });
    }
    const store = new DexieStore(db, cache, async () => inFront);
    const { died } = await dyingAt(1, () => store.settle(settlement({ epoch: 'told' })));
    expect(died).toBe(true);
    expect(await db.meta.get('head')).toMatchObject({ epoch: 'told' });
    const left = (await cache.packs.toArray()).map(({ kecamatan }) => kecamatan);
    expect(left.sort()).toEqual([inFront, own]);
    await db.delete();
    await cache.delete();
  });
});

describe('a photo of records that were put aside', () => {
  it('goes once every record that names it was, however far apart that happened', async () => {
    const db = new AccountDb(newId());
    const purchase = newId();
    const hash = await keepPhoto(db, { bytes: new Uint8Array(5).buffer, type: 'image/webp', madeAt: 1 });
    const body = JSON.stringify({ type: 'purchase.attach', purchase, photos: [hash] });
    const row = (id: string) => ({ id, body, hash: 'h', about: purchase, madeAt: 1 });
    const named = (id: string) => append(db, row(id), { photos: { hashes: [hash], day: null } });
    const putAside = () =>
      db.transaction('rw', [db.outbox, db.photos, db.meta], () =>
        markMended(db, purchase, { by: 'put-aside', at: 2 }),
      );
    const refuse = (n: number) => db.outbox.update(n, { state: 'refused', code: 'depends' });
    const [first, second] = [await named(newId()), await named(newId())];
    await refuse(first);
    await putAside();
    expect(await db.photos.get(hash)).toMatchObject({ state: 'unsent' });
    await refuse(second);
    await append(db, { ...row(newId()), body: '{}' }, { mends: purchase });
    expect(await db.photos.get(hash)).toMatchObject({ state: 'refused', code: 'put-aside' });
    await db.delete();
  });
});

describe('rows that a release without photos kept, when it was rolled back to', () => {
  it('are shown, and hold up no photo', async () => {
    const db = new AccountDb(newId());
    const phone = underTest(db, new CacheDb(`katalog-${newId()}`));
    const old: Partial<PurchaseChange> = { ...(purchase(5) as PurchaseChange) };
    delete old.photos;
    delete old.wanted;
    await db.base.put(old as PurchaseChange);
    await phone.record(['a']);
    const record = (await phone.outbox())[0]?.id ?? '';
    const hash = await phone.keepPhoto(new Uint8Array(5), record);
    expect((await readAccount(db)).purchases).toMatchObject([{ photos: [], photosWanted: [] }]);
    expect(await phone.store.nextPhoto(new Set())).toBe(null);
    await phone.store.settle(settlement({ settled: [{ n: 1, state: 'acked', code: null }] }));
    expect(await phone.store.nextPhoto(new Set())).toMatchObject({ hash });
    await phone.store.settlePhoto(hash, { code: null, answeredAt: 5_000 });
    await phone.store.settle(settlement());
    expect(await phone.photos()).toMatchObject([{ state: 'unsent' }]);
    await phone.destroy();
  });
});

describe('a photo whose bytes the browser lost', () => {
  it('has none to send', async () => {
    const db = new AccountDb(newId());
    const phone = underTest(db, new CacheDb(`katalog-${newId()}`));
    await phone.record(['a']);
    const record = (await phone.outbox())[0]?.id ?? '';
    await phone.keepPhoto(new Uint8Array(5), record);
    await phone.store.settle(settlement({ settled: [{ n: 1, state: 'acked', code: null }] }));
    await db.photoBytes.clear();
    const photo = await phone.store.nextPhoto(new Set());
    expect(await photo?.part(0, 5)).toBe(null);
    await phone.destroy();
  });
});

describe('a photo that was refused', () => {
  it('is of no more concern once another one is named for its purchase', async () => {
    const db = new AccountDb(newId());
    const named = async (n: number, purchase: string) => {
      const hash = await keepPhoto(db, {
        bytes: new Uint8Array(5).fill(n).buffer,
        type: 'image/webp',
        madeAt: n,
      });
      await db.transaction('rw', db.photos, () =>
        namePhotos(db, { hashes: [hash], by: newId(), purchase, day: null }),
      );
      return hash;
    };
    const refused = await named(1, 'a');
    await db.photos.update(refused, { state: 'refused', code: 'photo-unreadable' });
    await named(2, 'b');
    expect(await db.photos.get(refused)).toMatchObject({ aside: false });
    await named(3, 'a');
    expect(await db.photos.get(refused)).toMatchObject({ state: 'refused', aside: true });
    await named(1, 'a');
    expect(await db.photos.get(refused)).toMatchObject({ state: 'unsent', aside: false });
    await db.delete();
  });
});
