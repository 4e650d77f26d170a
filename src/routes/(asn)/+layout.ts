import { redirect } from '@sveltejs/kit';
import { enter } from '#lib/client/door.ts';
import type { LayoutLoad } from './$types';

// What these screens show lives on the phone: no server can draw them, and none is needed.
export const ssr = false;

/** Opens the account in front; without one, the way leads over the sign-in page and back here. */
export const load: LayoutLoad = async ({ url }) => {
  const session = await enter();
  if (session === null) redirect(307, `/masuk?lanjut=${encodeURIComponent(url.pathname + url.search)}`);
  return { session };
};
