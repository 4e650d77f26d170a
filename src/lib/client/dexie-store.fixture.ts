import { v4 as uuid } from 'uuid';
import { packRows } from '#lib/protocol/pack.ts';
import type { StoreUnderTest } from '../../../tests/contract/store-under-test.ts';
import { DexieStore } from './dexie-store.ts';
import { sha256 } from './hash.ts';
import { append, type FrozenMutation } from './outbox.ts';
import { AccountDb, CacheDb } from './phone.ts';
import { namePhotos } from './photo-rows.ts';
import { keepPhoto } from './photos/keep.ts';

/** The store on Dexie as the contract tests want it, in a browser or on an IndexedDB in Node. */
export function underTest(db: AccountDb, cache: CacheDb): StoreUnderTest {
  const held: Record<string, () => Promise<string[]>> = {
    own: () => db.base.toCollection().primaryKeys(),
    umum: async () => [
      ...(await cache.rules.toCollection().primaryKeys()),
      ...(await cache.directory.toCollection().primaryKeys()),
    ],
  };
  return {
    store: new DexieStore(db, cache),
    record: async (bodies) => {
      const mutations = await Promise.all(bodies.map(frozen));
      await db.transaction('rw', [db.outbox, db.meta, db.drafts, db.photos], async () => {
        for (const mutation of mutations) await append(db, mutation);
      });
    },
    mend: async (n, mendedBy) => {
      await db.outbox.update(n, { mendedBy });
    },
    want: async (kecamatan) => {
      await cache.areas.put({ kecamatan });
    },
    outbox: () => db.outbox.orderBy('n').toArray(),
    held: async (scope) => {
      const ids = held[scope]?.() ?? inPack(cache, scope);
      return (await ids).sort();
    },
    keepPhoto: async (bytes, by) => {
      const kept = await keepPhoto(db, {
        bytes: bytes.slice().buffer,
        type: 'image/webp',
        madeAt: (madeAt += 1),
      });
      if (by !== null) {
        await db.transaction('rw', db.photos, () =>
          namePhotos(db, { hashes: [kept], by, day: null, purchase: by }),
        );
      }
      return kept;
    },
    photos: () => db.photos.orderBy('state').sortBy('madeAt'),
    wanted: async () => (await db.base.toArray()).flatMap(({ wanted }) => wanted),
    reopen: async () => {
      db.close();
      cache.close();
      return underTest(new AccountDb(db.owner), new CacheDb(cache.name));
    },
    destroy: async () => {
      await db.delete();
      await cache.delete();
    },
  };
}

let madeAt = 0;

async function inPack(cache: CacheDb, scope: string): Promise<string[]> {
  const cached = await cache.packs.get(scope);
  if (!cached) return [];
  const { shops, products } = packRows(cached.pack);
  return [...shops, ...products].map((row) => row.id);
}

export async function frozen(body: string): Promise<FrozenMutation> {
  const id = uuid();
  return { id, body, hash: await sha256(body), about: id, madeAt: 1_000 };
}
