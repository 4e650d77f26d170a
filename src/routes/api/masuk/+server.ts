import { json } from '@sveltejs/kit';
import { signInRequest, type Account } from '#lib/protocol/account.ts';
import { askedOfPage, isForm, readBody, readForm } from '#lib/server/body.ts';
import { office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import { SESSION_COOKIE, sessionCookie } from '#lib/server/accounts/sessions.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import type { RequestHandler } from './$types';

/** Where a browser goes on that sent the page's form by itself, before the page's script had arrived. */
const goTo = (path: string, asked: URLSearchParams) =>
  new Response(null, { status: 303, headers: { location: `${path}?${asked.toString()}` } });

/** Signs in: answers the account and sets the session's cookie; a form is led on instead. */
export const POST: RequestHandler = async ({ request, cookies, url, getClientAddress }) => {
  const asForm = isForm(request);
  const wish = await (asForm ? readForm(request, signInRequest) : readBody(request, signInRequest));
  if (!wish.ok) return problemAnswer(wish.error);
  const asked = askedOfPage(request, ['lanjut', 'sebagai']);
  if (asForm && asked.get('sebagai') === 'penjual') wish.value.as = 'penjual';
  const signedIn = await signIn(office(), wish.value, getClientAddress());
  if (!signedIn.ok) {
    const { code, retryAfter } = signedIn.error;
    if (!asForm) return problemAnswer(code, retryAfter);
    asked.set('ditolak', code);
    return goTo('/masuk', asked);
  }
  const { sessions } = office();
  const cookie = await sessions.open(signedIn.value);
  const access = await sessions.find(cookie);
  if (access === null) return problemAnswer('wrong-credentials');
  cookies.set(SESSION_COOKIE, cookie, sessionCookie(url.protocol === 'https:'));
  if (asForm) {
    // No script heard who it is, and somebody else may be in front in this browser.
    asked.set('dari', 'kantor');
    return goTo('/', asked);
  }
  return json({ id: access.userId, name: access.name, roles: [...access.roles] } satisfies Account);
};
