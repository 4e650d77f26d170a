/*
 * Records and photos that wait on this phone for accounts that are not in front. Without Dexie: the sign-in page asks
 * too, and is loaded first, on the slowest network. Only counts leave here, nothing about whose they are.
 */

const PHONE = 'simadu';
const ACCOUNT = 'simadu-akun-';

export interface Waiting {
  /** Of accounts that are signed in here: sent as soon as there is signal. */
  readonly onTheWay: number;
  /** Of accounts that left, or whose session is over: sent once they sign in again. */
  readonly forSignIn: number;
  /** How many of all these are photos. */
  readonly photos: number;
}

export const nothingWaits: Waiting = { onTheWay: 0, forSignIn: 0, photos: 0 };

/** Unsent records and photos of all accounts but this one; nothing where the browser does not list its databases. */
export async function waitingOfOthers(front: string | null): Promise<Waiting> {
  const names = await databaseNames();
  const owners = names.flatMap((name) => (name.startsWith(ACCOUNT) ? [name.slice(ACCOUNT.length)] : []));
  const signedIn = names.includes(PHONE) ? await signedInHere().catch((): string[] => []) : [];
  const sum = { onTheWay: 0, forSignIn: 0, photos: 0 };
  for (const owner of owners.filter((one) => one !== front)) {
    const unsent = await unsentIn(ACCOUNT + owner, 'outbox').catch(() => 0);
    // A database of the first release has none.
    const photos = await unsentIn(ACCOUNT + owner, 'photos').catch(() => 0);
    sum[signedIn.includes(owner) ? 'onTheWay' : 'forSignIn'] += unsent + photos;
    sum.photos += photos;
  }
  return sum;
}

/** Whether an account on this phone opens without signing in: it is in front, or has a PIN. */
export async function opensHere(): Promise<boolean> {
  if (!(await databaseNames()).includes(PHONE)) return false;
  const current = await inDatabase(PHONE, 'settings', (store) => store.count('current'));
  return current > 0 || (await inDatabase(PHONE, 'pins', (store) => store.count())) > 0;
}

/** The id of the account in front on this phone, or null. */
export async function inFrontHere(): Promise<string | null> {
  if (!(await databaseNames()).includes(PHONE)) return null;
  const row = await inDatabase(
    PHONE,
    'settings',
    (store) => store.get('current') as IDBRequest<{ value: string } | undefined>,
  );
  return row?.value ?? null;
}

async function databaseNames(): Promise<string[]> {
  if (!('indexedDB' in globalThis) || !('databases' in indexedDB)) return [];
  return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
}

async function signedInHere(): Promise<string[]> {
  const rows = await inDatabase(PHONE, 'accounts', (store) => store.getAll() as IDBRequest<unknown[]>);
  return rows.filter(isLive).map(({ id }) => id);
}

/** A row of PhoneDb's accounts whose session is not over, as far as is known. */
const isLive = (row: unknown): row is { id: string } =>
  typeof row === 'object' && row !== null && 'id' in row && !('ended' in row && row.ended === true);

const unsentIn = (name: string, table: 'outbox' | 'photos'): Promise<number> =>
  inDatabase(name, table, (store) => store.index('state').count('unsent'));

async function inDatabase<T>(
  name: string,
  table: string,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(name);
  // It went meanwhile: nothing of it is made anew.
  opening.onupgradeneeded = () => opening.transaction?.abort();
  const db = await answerOf(opening);
  try {
    return await answerOf(ask(db.transaction(table).objectStore(table)));
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
