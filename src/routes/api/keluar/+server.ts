import { office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import { SESSION_COOKIE, sessionCookie } from '#lib/server/accounts/sessions.ts';
import type { RequestHandler } from './$types';

/** Ends this session, at once and for ever. What is unsent on the phone stays there. */
export const POST: RequestHandler = async ({ locals, cookies, url }) => {
  if (locals.access === null) return problemAnswer('signed-out');
  await office().sessions.end(locals.access.sessionId);
  cookies.delete(SESSION_COOKIE, sessionCookie(url.protocol === 'https:'));
  return new Response(null, { status: 204 });
};
