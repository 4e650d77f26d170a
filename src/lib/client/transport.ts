import { photoPath } from '#lib/protocol/photo.ts';
import type { Transport } from '#lib/sync/ports.ts';
import { request } from './request.ts';

/** The exchange over plain HTTP, until `signal` ends it: from then on nothing answers any more. */
export const transportUntil = (signal: AbortSignal): Transport => ({
  exchange: (body) => request('/api/sync', { method: 'POST', body, signal }),
  // Packs never change under their hash, so the browser may keep them.
  pack: (hash) => request(`/api/paket/${encodeURIComponent(hash)}`, { cacheable: true, signal }),
  photo: ({ hash, from, size, bytes }) =>
    request(photoPath(hash, { from, size }), { method: 'POST', body: bytes, signal }),
});
