import { accept, refuse, type Result } from '#lib/domain/result.ts';

/** The phone refused to write: no room left, the database was closed or blocked, or anything else. */
export type StorageRefusal = 'full' | 'closed' | 'failed';

/** Runs one write to the phone; what the browser refuses becomes a value, so that the form can stay filled. */
export async function stored<T>(write: () => Promise<T>): Promise<Result<T, StorageRefusal>> {
  try {
    return accept(await write());
  } catch (error) {
    return refuse(refusalOf(error));
  }
}

const CLOSED = ['DatabaseClosedError', 'OpenFailedError', 'InvalidStateError', 'MissingAPIError'];

/** Dexie wraps the browser's error: the name that tells is in it or in its `inner`. */
export function refusalOf(error: unknown): StorageRefusal {
  for (let at = error, depth = 0; at instanceof Error && depth < 4; depth += 1) {
    if (at.name === 'QuotaExceededError') return 'full';
    if (CLOSED.includes(at.name)) return 'closed';
    at = (at as { inner?: unknown }).inner;
  }
  return 'failed';
}

/**
 * Asks the browser not to clear the phone's databases when room gets short. Browsers say no to a page and yes
 * to an installed app, so it is asked until it promised. Never waits, never fails.
 */
export function askToPersist(): void {
  if (!('storage' in navigator) || !('persist' in navigator.storage)) return;
  const { storage } = navigator;
  storage
    .persisted()
    .then((promised) => promised || storage.persist())
    .catch(() => undefined);
}

/** Room that is left on the phone below which the person is told: ten photos or a thousand records. */
const LITTLE_ROOM = 5 * 1024 * 1024;

/** Whether the browser says that little room is left; false where it says nothing. */
export async function nearlyFull(): Promise<boolean> {
  if (!('storage' in navigator) || !('estimate' in navigator.storage)) return false;
  const { quota, usage } = await navigator.storage.estimate();
  return quota !== undefined && usage !== undefined && quota - usage < LITTLE_ROOM;
}
