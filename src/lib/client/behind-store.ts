import { isCatalogue } from '#lib/protocol/scope.ts';
import type { SyncStore } from '#lib/sync/ports.ts';

/**
 * The store of an account that is not in front: it sends and hears what is its own, and leaves the catalogue to
 * who is in front, whose data plan it would use up.
 */
export const behindStore = (store: SyncStore): SyncStore => ({
  read: async (limit) => {
    const snapshot = await store.read(limit);
    return { ...snapshot, cursors: snapshot.cursors.filter(({ scope }) => !isCatalogue(scope)) };
  },
  settle: (settlement) => store.settle(settlement),
  takeShared: (news, pack) => store.takeShared(news, pack),
  forget: (before, durable) => store.forget(before, durable),
});
