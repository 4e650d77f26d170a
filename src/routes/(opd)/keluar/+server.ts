import { redirect } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import { SESSION_COOKIE, sessionCookie } from '#lib/server/accounts/sessions.ts';
import type { RequestHandler } from './$types';

/** Ends the session of the form that was sent, without JavaScript. What is unsent on a phone stays there. */
export const POST: RequestHandler = async ({ locals, cookies, url }) => {
  if (locals.access !== null) await office().sessions.end(locals.access.sessionId);
  cookies.delete(SESSION_COOKIE, sessionCookie(url.protocol === 'https:'));
  redirect(303, '/masuk');
};
