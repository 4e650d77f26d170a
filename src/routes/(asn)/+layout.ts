import { redirect } from '@sveltejs/kit';
import { enter } from '#lib/client/door.ts';
import { homeOf, isFor } from '#lib/client/home.ts';
import type { LayoutLoad } from './$types';

// What these screens show lives on the phone: no server can draw them, and none is needed.
export const ssr = false;

/**
 * Opens the account in front; without one, the way leads over the sign-in page and back here. Runs once a
 * page: from there on the links lead everybody to screens of theirs only.
 */
export const load: LayoutLoad = async ({ url, untrack }) => {
  const { pathname, search } = untrack(() => ({ pathname: url.pathname, search: url.search }));
  const session = await enter();
  if (session === null) redirect(307, `/masuk?lanjut=${encodeURIComponent(pathname + search)}`);
  if (!isFor(session.account, pathname)) redirect(307, homeOf(session.account));
  return { session };
};
