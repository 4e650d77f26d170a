import { json } from '@sveltejs/kit';
import { signInRequest } from '#lib/protocol/account.ts';
import { accountOf } from '#lib/server/access.ts';
import { askedOfPage, isForm, readBody, readForm } from '#lib/server/body.ts';
import { office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import { keepSession } from '#lib/server/accounts/session-cookie.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import type { RequestHandler } from './$types';

/** Where a browser goes on that sent the page's form by itself, before the page's script had arrived. */
const goTo = (path: string, asked: URLSearchParams) =>
  new Response(null, { status: 303, headers: { location: `${path}?${asked.toString()}` } });

/**
 * Signs in: answers the account and sets the session's cookies; a form is led on instead. A session of the same
 * account that this browser held ends: no device is in its owner's list twice.
 */
export const POST: RequestHandler = async ({ request, locals, cookies, url, getClientAddress }) => {
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
  const cookie = await sessions.open(signedIn.value, request.headers.get('user-agent'));
  const access = await sessions.find(cookie);
  if (access === null) return problemAnswer('wrong-credentials');
  if (locals.access?.userId === access.userId) await sessions.end(locals.access.sessionId);
  keepSession({ cookies, url }, access.userId, cookie);
  if (!asForm) return json(accountOf(access));
  // No script heard who it is, and somebody else may be in front in this browser.
  asked.set('dari', 'kantor');
  return goTo('/', asked);
};
