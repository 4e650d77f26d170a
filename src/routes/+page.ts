import { redirect } from '@sveltejs/kit';
import { enter } from '#lib/client/door.ts';
import { homeOf } from '#lib/client/home.ts';
import { ownPath } from '#lib/client/own-path.ts';
import type { PageLoad } from './$types';

export const ssr = false;

/**
 * The front door: sends everybody where they belong. `dari=kantor`: the office led here after a plain form
 * signed in or out, so it is asked who that is.
 */
export const load: PageLoad = async ({ url: { searchParams, origin } }) => {
  const session = await enter({ asOfficeSays: searchParams.get('dari') === 'kantor' });
  const onward = ownPath(searchParams.get('lanjut'), origin);
  if (session === null) redirect(307, onward ? `/masuk?lanjut=${encodeURIComponent(onward)}` : '/masuk');
  redirect(307, onward ?? homeOf(session.account));
};
