import type { Page } from '@playwright/test';
import type { PurchaseRow } from './goods.ts';

/**
 * Lays purchases into the outbox of the account that is signed in, row for row as client/outbox writes them:
 * typing a thousand takes minutes and sends nothing else. The page must be loaded anew to see them.
 */
export const fillOutbox = (page: Page, purchases: readonly PurchaseRow[]): Promise<void> =>
  page.evaluate(async (all) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB'));
      });
    const hashOf = async (text: string) => {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      const base64 = btoa(String.fromCharCode(...new Uint8Array(digest)));
      return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    };
    const rows = await Promise.all(
      all.map(async ({ id, note, ...rest }) => {
        const fields = note === '' ? rest : { ...rest, note };
        const body = JSON.stringify({ type: 'purchase.record', fields });
        return { id, body, hash: await hashOf(body) };
      }),
    );
    const names = await indexedDB.databases();
    const name = names.find((one) => one.name?.startsWith('simadu-akun-'))?.name ?? '';
    const db = await done(indexedDB.open(name));
    const transaction = db.transaction(['outbox', 'meta'], 'readwrite');
    const meta = transaction.objectStore('meta');
    const head = (await done(meta.get('head'))) as { next: number };
    const madeAt = Date.now();
    const fresh = { after: null, madeAt, state: 'unsent', code: null, head: null, answeredAt: null };
    rows.forEach((row, i) => transaction.objectStore('outbox').add({ n: head.next + i, ...row, ...fresh }));
    meta.put({ ...head, next: head.next + rows.length });
    await new Promise((resolve) => transaction.addEventListener('complete', resolve));
    db.close();
  }, purchases);
