import type Waiting from './Waiting.svelte';

/**
 * The part that tells what waits on a phone that somebody used before; null on a new one, which spares its
 * first visit the bytes, and where the browser does not list its databases.
 */
export async function usedBefore(): Promise<typeof Waiting | null> {
  const known = 'indexedDB' in window && 'databases' in indexedDB ? await indexedDB.databases() : [];
  return known.length === 0 ? null : (await import('./Waiting.svelte')).default;
}

/** What is to be done on such a phone before somebody signs in: `client/make-way`. Never fails. */
export const wayMade = (newcomer: string | null): Promise<void> =>
  import('#lib/client/make-way.ts').then(({ makeWay }) => makeWay(newcomer)).catch(() => undefined);
