import { redirect } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import { dropSession } from '#lib/server/accounts/session-cookie.ts';
import type { RequestHandler } from './$types';

/**
 * Ends the session of the form that was sent. What is unsent in this browser stays there; its own screens go
 * by a pointer that only it can take back, so the way leads over its front door.
 */
export const POST: RequestHandler = async ({ request, locals, cookies, url }) => {
  if (locals.access !== null) await office().sessions.end(locals.access.sessionId);
  dropSession({ cookies, url }, locals.access?.userId ?? null, request.headers.get('cookie'));
  redirect(303, '/?dari=kantor');
};
