import type { DatabaseAsTaken, StoreAsTaken } from '../../../tests/fixtures/take/in-page.ts';

/** What a release left behind on a phone, and what its first screen said of the month. */
export interface ReleasedPhone {
  readonly shown: string;
  readonly databases: readonly DatabaseAsTaken[];
}

/** Puts databases back as they were taken, by raw IndexedDB: the classes of today have no hand in it. */
export async function putBack({ databases }: ReleasedPhone): Promise<void> {
  for (const { name, version, stores } of databases) {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      for (const store of stores) make(opening.result, store);
    };
    (await done(opening)).close();
  }
}

function make(db: IDBDatabase, { name, keyPath, autoIncrement, indexes, keys, rows }: StoreAsTaken): void {
  const store = db.createObjectStore(name, { keyPath, autoIncrement });
  for (const index of indexes) {
    const { unique, multiEntry } = index;
    store.createIndex(index.name, index.keyPath, { unique, multiEntry });
  }
  rows.forEach((row, i) => store.add(asStored(row), keys?.[i]));
}

/** JSON with its bytes made bytes again. */
export function asStored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asStored);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value && 'as' in value) {
    const bytes = Uint8Array.from(atob(String(value.$bytes)), (letter) => letter.charCodeAt(0));
    return value.as === 'ArrayBuffer' ? bytes.buffer : bytes;
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asStored(one)]));
}

/** Takes them away again, what was upgraded meanwhile too. */
export async function takeAway({ databases }: ReleasedPhone): Promise<void> {
  for (const { name } of databases) await done(indexedDB.deleteDatabase(name));
}

const done = <T>(request: IDBRequest<T>) =>
  new Promise<T>((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB failed'));
    };
  });
