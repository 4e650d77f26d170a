import { office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import { dropSession } from '#lib/server/accounts/session-cookie.ts';
import type { RequestHandler } from './$types';

/** Ends this session, at once and for ever. What is unsent on the phone stays there. */
export const POST: RequestHandler = async ({ request, locals, cookies, url }) => {
  if (locals.access === null) return problemAnswer('signed-out');
  await office().sessions.end(locals.access.sessionId);
  dropSession({ cookies, url }, locals.access.userId, request.headers.get('cookie'));
  return new Response(null, { status: 204 });
};
