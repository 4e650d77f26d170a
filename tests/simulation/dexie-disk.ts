import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { DexieStore } from '#lib/client/dexie-store.ts';
import { append, freeze } from '#lib/client/outbox.ts';
import { AccountDb, CacheDb, forgetTold, headOf } from '#lib/client/phone.ts';
import type { Disk, OpenDisk } from './disk.ts';

/** Gives Dexie an IndexedDB of its own, empty, that runs on setImmediate: in the same order every time. */
export function freshIndexedDb(): void {
  Dexie.dependencies.indexedDB = new IDBFactory();
  Dexie.dependencies.IDBKeyRange = IDBKeyRange;
}

/** The phone's own databases, actions and store, on an IndexedDB in memory. */
export class DexieDisk implements Disk {
  readonly #owner: string;
  readonly #now: () => number;

  constructor(owner: string, now: () => number) {
    this.#owner = owner;
    this.#now = now;
  }

  async empty(): Promise<void> {
    await new AccountDb(this.#owner).delete();
  }

  async open(): Promise<OpenDisk> {
    const db = new AccountDb(this.#owner);
    const cache = new CacheDb(`katalog-${this.#owner}`);
    await db.open();
    return {
      store: new DexieStore(db, cache, this.#now),
      saveDraft: async (id) => {
        await db.drafts.put({ id, form: {} as never, corrects: null, savedAt: this.#now() });
      },
      drafts: () => db.drafts.toCollection().primaryKeys(),
      record: async (body, beside, madeAt) => {
        const frozen = await freeze(body, madeAt);
        await append(db, frozen, beside);
        return frozen.id;
      },
      look: () =>
        db.transaction('r', [db.outbox, db.base, db.meta], async () => {
          const profile = await db.meta.get('profile');
          const head = await headOf(db);
          return {
            outbox: await db.outbox.toArray(),
            base: await db.base.toArray(),
            heard: head.cursor?.at ?? 0,
            profile: profile?.key === 'profile' ? profile.profile : null,
            replica: head.replica,
          };
        }),
      forgetTold: () => forgetTold(db),
      want: async (kecamatan) => {
        await cache.areas.put({ kecamatan });
      },
      close: () => {
        db.close();
        cache.close();
      },
    };
  }
}
