import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isTight, tryRoom } from './reserve.ts';

/** The phone refused to write: no room left, the database was closed or blocked, or anything else. */
export type StorageRefusal = 'full' | 'closed' | 'failed';

const CLOSED = ['DatabaseClosedError', 'OpenFailedError', 'InvalidStateError', 'MissingAPIError'];

/**
 * Dexie wraps the browser's error: the name that tells is in it, in its `inner`, or in the first of its
 * `failures`. Browsers abort a transaction that does not fit with a QuotaExceededError or, some releases of
 * Chromium and WebKit, with a bare AbortError: nothing of ours aborts one, so that means *full* as well, unless
 * it says that the connection went away.
 */
export function refusalOf(error: unknown): StorageRefusal {
  let aborted = false;
  for (let at = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    const { name, message, inner, failures } = at as Wrapped;
    if (name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED') return 'full';
    if (CLOSED.includes(name)) return 'closed';
    if (name === 'AbortError' && /connection|clos/i.test(message)) return 'closed';
    aborted ||= name === 'AbortError';
    at = inner ?? failures?.[0];
  }
  return aborted ? 'full' : 'failed';
}

interface Wrapped extends Error {
  readonly inner?: unknown;
  readonly failures?: readonly unknown[];
}

/** Runs one write to the phone; what the browser refuses becomes a value, so that the form can stay filled. */
export async function stored<T>(write: () => Promise<T>): Promise<Result<T, StorageRefusal>> {
  try {
    return accept(await write());
  } catch (error) {
    return refuse(refusalOf(error));
  }
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

/** Whether the browser promised to keep the databases; one that says nothing promised nothing. */
export async function isPersisted(): Promise<boolean> {
  if (!('storage' in navigator) || !('persisted' in navigator.storage)) return false;
  return navigator.storage.persisted().catch(() => false);
}

/** Bytes that the browser says are used and left; null where it says nothing. */
export interface Room {
  readonly used: number;
  readonly left: number;
}

/**
 * What the browser says. Chromium of 2026 says 10 GB of every phone, so that pages cannot recognise it: `left`
 * is a hint, and {@link roomFor} tries instead of believing it.
 */
export async function estimatedRoom(): Promise<Room | null> {
  if (!('storage' in navigator) || !('estimate' in navigator.storage)) return null;
  const { quota, usage } = await navigator.storage.estimate().catch(() => ({ quota: 0, usage: undefined }));
  return usage === undefined || quota === undefined
    ? null
    : { used: usage, left: Math.max(0, quota - usage) };
}

/** Room that is left on the phone below which the person is told: ten photos or a thousand records. */
const LITTLE_ROOM = 5 * 1024 * 1024;

/** Whether little room is left, by what the browser says or by a write that it refused not long ago. */
export async function nearlyFull(): Promise<boolean> {
  const room = await estimatedRoom();
  return isTight() || (room !== null && room.left < LITTLE_ROOM);
}

/**
 * Whether a photo of so many bytes would fit and still leave the reserve for records. It is tried, with bytes
 * that are taken away again, because estimates are guesses. Ask before the camera opens; never fails.
 */
export async function roomFor(bytes: number): Promise<boolean> {
  const room = await estimatedRoom();
  if (room !== null && room.left < bytes) return false;
  return tryRoom(bytes);
}
