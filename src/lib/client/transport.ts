import { photoPath } from '#lib/protocol/photo.ts';
import type { Transport } from '#lib/sync/ports.ts';
import { apiPath } from './accounts-here.ts';
import { request } from './request.ts';

/** The exchange of one account over plain HTTP, until `signal` ends it: from then on nothing answers any more. */
export const transportOf = (owner: string, signal: AbortSignal): Transport => ({
  exchange: async (body) => request(await apiPath(owner, '/api/sync'), { method: 'POST', body, signal }),
  // Packs never change under their hash, so the browser may keep them, once for all accounts.
  pack: (hash) => request(`/api/paket/${encodeURIComponent(hash)}`, { cacheable: true, signal }),
  photo: async ({ hash, from, size, bytes }) =>
    request(await apiPath(owner, photoPath(hash, { from, size })), { method: 'POST', body: bytes, signal }),
});
