import { describe } from 'vitest';
import { sha256, sha256OfBytes } from '#lib/client/hash.ts';
import { MemoryStore } from './memory-store.ts';
import { photoStoreContract } from './photo-store.ts';
import type { StoreUnderTest } from './store-under-test.ts';
import { syncStoreContract } from './sync-store.ts';

const OWNER = '00000000-0000-7000-8000-0000000000aa';
const REPLICA = '00000000-0000-7000-8000-0000000000bb';

function underTest(store: MemoryStore): StoreUnderTest {
  return {
    store,
    record: async (bodies) => {
      const mutations = await Promise.all(
        bodies.map(async (body) => ({
          id: crypto.randomUUID(),
          after: null,
          body,
          hash: await sha256(body),
          madeAt: 1_000,
        })),
      );
      await store.record(mutations);
    },
    mend: (n, by) => store.mend(n, by),
    want: (kecamatan) => store.want(kecamatan),
    outbox: async () => store.memory.outbox,
    held: async (scope) => store.held(scope),
    keepPhoto: async (bytes, by) => {
      const hash = await sha256OfBytes(bytes);
      await store.keepPhoto({ hash, bytes, by });
      return hash;
    },
    photos: async () => store.memory.photos,
    wanted: async () => [...store.memory.base.values()].flatMap(({ wanted }) => wanted),
    reopen: async () => {
      const again = new MemoryStore(OWNER, REPLICA);
      again.memory = structuredClone(store.memory);
      return underTest(again);
    },
    destroy: async () => {},
  };
}

describe('the store in memory', () => {
  syncStoreContract(async () => underTest(new MemoryStore(OWNER, REPLICA)));
  describe('keeps photos:', () => {
    photoStoreContract(async () => underTest(new MemoryStore(OWNER, REPLICA)));
  });
});
