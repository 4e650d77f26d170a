/*
 * Small notes outside IndexedDB. They are written at once, also on a full phone and on the sign-in page, which
 * has no database; a killed browser may lose the newest of them, so nothing that people made stands here.
 * What the browser clears when room gets short are databases and caches: these notes stay, and tell of it.
 */

const PREFIX = 'simadu-';

/** The note, or null: never written, or a browser that keeps none. */
export function readNote(key: string): string | null {
  try {
    return globalThis.localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** Writes a note, or takes it away with null. A browser that keeps none is no error. */
export function writeNote(key: string, value: string | null): void {
  try {
    if (value === null) globalThis.localStorage.removeItem(PREFIX + key);
    else globalThis.localStorage.setItem(PREFIX + key, value);
  } catch {
    // Nothing depends on a note.
  }
}
