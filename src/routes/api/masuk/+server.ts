import { json } from '@sveltejs/kit';
import { signInRequest, type Account } from '#lib/protocol/account.ts';
import { readBody } from '#lib/server/body.ts';
import { office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import { SESSION_COOKIE, sessionCookie } from '#lib/server/accounts/sessions.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import type { RequestHandler } from './$types';

/** Signs in: answers the account and sets the session's cookie. */
export const POST: RequestHandler = async ({ request, cookies, url, getClientAddress }) => {
  const wish = await readBody(request, signInRequest);
  if (!wish.ok) return problemAnswer(wish.error);
  const signedIn = await signIn(office(), wish.value, getClientAddress());
  if (!signedIn.ok) return problemAnswer(signedIn.error.code, signedIn.error.retryAfter);

  const { sessions } = office();
  const cookie = await sessions.open(signedIn.value);
  const access = await sessions.find(cookie);
  if (access === null) return problemAnswer('wrong-credentials');
  cookies.set(SESSION_COOKIE, cookie, sessionCookie(url.protocol === 'https:'));
  return json({ id: access.userId, name: access.name, roles: [...access.roles] } satisfies Account);
};
