import { idle } from '../idle.ts';
import type { AccountDb } from '../phone.ts';
import { sendTitipan } from './carry.ts';
import { fetchKey } from './office-key.ts';

/**
 * What rescue files need whenever there is signal: the office's key, before it is needed, and the way for what
 * is carried. Only who makes such files needs the key. Tried when the screen rests and when the network is back;
 * nothing is said of it. Returns its end.
 */
export function rescueInBackground(db: AccountDb, { needsKey }: { readonly needsKey: boolean }): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const attempt = async () => {
    await idle();
    if (signal.aborted || !navigator.onLine) return;
    if (needsKey) await fetchKey(db, { now: Date.now(), signal });
    await sendTitipan(db, { now: Date.now(), signal });
  };
  // A phone that refuses to read or write says so where its records are.
  const quietly = () => void attempt().catch(() => undefined);
  quietly();
  globalThis.addEventListener('online', quietly);
  return () => {
    stopping.abort();
    globalThis.removeEventListener('online', quietly);
  };
}
