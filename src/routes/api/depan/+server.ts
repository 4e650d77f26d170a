import { problemAnswer } from '#lib/server/problem.ts';
import { keepSession, SESSION_COOKIE } from '#lib/server/accounts/session-cookie.ts';
import type { RequestHandler } from './$types';

/**
 * Puts the account whose session this is in front: desk pages are its own from here on. A session of an older
 * release, which had one cookie for all paths, gets the one of its account's path too.
 */
export const POST: RequestHandler = ({ locals, cookies, url }) => {
  const value = cookies.get(SESSION_COOKIE);
  if (locals.access === null || value === undefined) return problemAnswer('signed-out');
  keepSession({ cookies, url }, locals.access.userId, value);
  return new Response(null, { status: 204 });
};
