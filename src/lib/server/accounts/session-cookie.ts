import type { Cookies } from '@sveltejs/kit';
import { accountPath, ofAccountPath } from '#lib/protocol/shared-phone.ts';
import { SESSION_SECONDS } from './auth.ts';

/** Five bytes instead of the library's twenty-six: the name travels with every exchange. */
export const SESSION_COOKIE = 'sesi';

/*
 * A session's cookie is set twice: for all paths, where it is the session in front, which desk pages go by;
 * and under the account's own path, where it stays when somebody else comes to the front. Browsers send the
 * cookie of the longest path first (RFC 6265, 5.4), and the first one is read.
 */

interface Place {
  readonly cookies: Cookies;
  readonly url: URL;
}

const options = ({ url }: Place, path: string) => ({
  path,
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: url.protocol === 'https:',
});

/** The account's own path, without the slash at its end: every route under it is meant. */
const ownPath = (userId: string) => accountPath(userId, '/api');

/** Puts a session in front and keeps it under its account's path. */
export function keepSession(place: Place, userId: string, value: string): void {
  for (const path of ['/', ownPath(userId)])
    place.cookies.set(SESSION_COOKIE, value, { ...options(place, path), maxAge: SESSION_SECONDS });
}

/** Takes an ended session's cookies away; another account's in front stays. */
export function dropSession(place: Place, userId: string | null, header: string | null): void {
  const { cookies, url } = place;
  if (userId !== null) cookies.delete(SESSION_COOKIE, options(place, ownPath(userId)));
  const another = ofAccountPath(url.pathname).userId !== null && new Set(sessionsIn(header)).size > 1;
  if (!another) cookies.delete(SESSION_COOKIE, options(place, '/'));
}

/** Every session that a request carries, in the browser's order. */
const sessionsIn = (header: string | null): string[] =>
  (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${SESSION_COOKIE}=`));
