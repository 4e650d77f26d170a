/*
 * Several accounts on one phone. Each keeps a session of its own under a path of its own, so that what is
 * unsent travels under its owner's name, whoever is in front.
 */

/** `/api/akun/<user id>/X` is `/api/X`, asked under that account's own session. */
export const accountPath = (userId: string, path: string): string =>
  `/api/akun/${userId}${path.slice('/api'.length)}`;

const ACCOUNT_PATH = /^\/api\/akun\/([\w-]+)(\/.+)$/;

/** The same, read back: whose path it is, null where it is nobody's, and the route's own address. */
export function ofAccountPath(path: string): { readonly userId: string | null; readonly path: string } {
  const [, id, rest] = ACCOUNT_PATH.exec(path) ?? [];
  if (id === undefined || rest === undefined) return { userId: null, path };
  return { userId: id, path: `/api${rest}` };
}

/**
 * Two cookies that the phone writes and the office only compares, for pages that the office draws: while the
 * first is there this browser asks for a PIN, and the second names whose screens stand open. Neither proves
 * anything; they keep the desk of one person from opening for another on the same phone.
 */
export const LOCK_COOKIE = 'kunci';
export const OPEN_COOKIE = 'buka';

/**
 * Seconds without anybody looking after which the phone asks for the PIN again. Long enough for a camera that
 * kills the browser and for a queue at a market; shorter than a phone stays unwatched on a table.
 */
export const LOCK_SECONDS = 600;
