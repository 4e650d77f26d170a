import { describe } from 'vitest';
import { sha256 } from '#lib/client/hash.ts';
import { MemoryStore } from './memory-store.ts';
import { syncStoreContract, type StoreUnderTest } from './sync-store.ts';

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
});
