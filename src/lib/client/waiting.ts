/*
 * Records that wait on this phone for their account to sign in again. Without Dexie: the sign-in page asks
 * too, and is loaded first, on the slowest network. Only counts leave here, nothing about whose they are.
 */

const ACCOUNT = 'simadu-akun-';

/** Unsent records of all accounts but this one; 0 where the browser does not list its databases. */
export async function waitingOfOthers(front: string | null): Promise<number> {
  if (!('indexedDB' in globalThis) || !('databases' in indexedDB)) return 0;
  const all = await indexedDB.databases();
  const names = all.flatMap(({ name }) =>
    name?.startsWith(ACCOUNT) && name !== ACCOUNT + String(front) ? [name] : [],
  );
  const counts = await Promise.all(names.map((name) => unsentIn(name).catch(() => 0)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function unsentIn(name: string): Promise<number> {
  const opening = indexedDB.open(name);
  // It went meanwhile: nothing of it is made anew.
  opening.onupgradeneeded = () => opening.transaction?.abort();
  const db = await answerOf(opening);
  try {
    return await answerOf(db.transaction('outbox').objectStore('outbox').index('state').count('unsent'));
  } finally {
    db.close();
  }
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB'));
    };
  });
