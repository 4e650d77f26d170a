import { createHash } from 'node:crypto';
import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { DexieStore } from '#lib/client/dexie-store.ts';
import { keepPhoto } from '#lib/client/photos/keep.ts';
import { append, freeze } from '#lib/client/outbox.ts';
import { AccountDb, CacheDb, forgetTold, headOf } from '#lib/client/phone.ts';
import type { Disk, OpenDisk } from './disk.ts';

/**
 * Gives Dexie an IndexedDB of its own, empty, that runs on setImmediate, and hashes without a thread: in the same
 * order every time. Which of two threads ends first is the machine's to say.
 */
export function freshBrowser(): void {
  crypto.subtle.digest = (_algorithm, data) => {
    const bytes = ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data);
    return Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()).buffer);
  };
  Dexie.dependencies.indexedDB = new IDBFactory();
  Dexie.dependencies.IDBKeyRange = IDBKeyRange;
}

async function afterTurns(turns: number): Promise<void> {
  for (let left = turns; left > 0; left -= 1) await new Promise(setImmediate);
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
      store: new DexieStore(db, cache),
      saveDraft: async (id) => {
        await db.drafts.put({ id, form: {} as never, corrects: null, savedAt: this.#now() });
      },
      savePhoto: async (draftId, bytes) => {
        const copy = new Uint8Array(bytes).buffer;
        const draft = { id: draftId, form: {} as never, corrects: null, savedAt: this.#now() };
        await keepPhoto(db, { bytes: copy, type: 'image/jpeg', madeAt: this.#now() }, (hash) => ({
          ...draft,
          photos: [hash],
        }));
      },
      drafts: () => db.drafts.toCollection().primaryKeys(),
      record: async (body, { dies, ...beside }, madeAt) => {
        const frozen = await freeze(body, madeAt);
        if (dies) void afterTurns(dies.turns).then(dies.end);
        await append(db, frozen, beside);
        return frozen.id;
      },
      look: () =>
        db.transaction('r', [db.outbox, db.base, db.meta, db.photos], async () => {
          const profile = await db.meta.get('profile');
          const head = await headOf(db);
          return {
            outbox: await db.outbox.toArray(),
            base: await db.base.toArray(),
            heard: head.cursor?.at ?? 0,
            profile: profile?.key === 'profile' ? profile.profile : null,
            replica: head.replica,
            photos: await db.photos.toArray(),
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
