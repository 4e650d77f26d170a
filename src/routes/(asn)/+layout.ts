import { redirect } from '@sveltejs/kit';
import { lacksPin } from '#lib/client/accounts-here.ts';
import { entered } from '../entered.ts';
import { homeOf, isFor } from '#lib/client/home.ts';
import type { LayoutLoad } from './$types';

// What these screens show lives on the phone: no server can draw them, and none is needed.
export const ssr = false;

const SET_PIN = '/akun/pin';

/**
 * Opens the account in front; without one, the way leads over the sign-in page, or
 * the page that asks for a PIN, and back here. Runs once a
 * page: from there on the links lead everybody to screens of theirs only.
 */
export const load: LayoutLoad = async ({ url, untrack }) => {
  const { pathname, search } = untrack(() => ({ pathname: url.pathname, search: url.search }));
  const session = await entered();
  if (session === 'nobody' || session === 'locked') {
    const door = session === 'locked' ? '/buka' : '/masuk';
    redirect(307, `${door}?lanjut=${encodeURIComponent(pathname + search)}`);
  }
  if (pathname !== SET_PIN && (await lacksPin(session.account.id))) {
    redirect(307, `${SET_PIN}?lanjut=${encodeURIComponent(pathname + search)}`);
  }
  if (!isFor(session.account, pathname)) redirect(307, homeOf(session.account));
  return { session };
};
