import { redirect } from '@sveltejs/kit';
import { lacksPin } from '#lib/client/accounts-here.ts';
import { homeOf, isOnPhone } from '#lib/client/home.ts';
import { tellsOpen } from '#lib/client/lock.ts';
import { ownPath } from '#lib/client/own-path.ts';
import { putForward } from '#lib/client/office-session.ts';
import type { PageLoad } from './$types';
import { entered } from './entered.ts';

export const ssr = false;

const leading = (to: string, onward: string | null) =>
  onward === null ? to : `${to}?lanjut=${encodeURIComponent(onward)}`;

/**
 * The front door: sends everybody where they belong. `dari=kantor`: the office led here after a plain form
 * signed in or out, so it is asked who that is.
 */
export const load: PageLoad = async ({ url: { searchParams, origin } }) => {
  const who = await entered({ asOfficeSays: searchParams.get('dari') === 'kantor' });
  const onward = ownPath(searchParams.get('lanjut'), origin);
  if (who === 'nobody') redirect(307, leading('/masuk', onward));
  if (who === 'locked') redirect(307, leading('/buka', onward));
  const { account } = who;
  if (await lacksPin(account.id)) redirect(307, leading('/akun/pin', onward));
  const target = onward ?? homeOf(account);
  // Pages of the office go by the session in front there; it hears who is in front here when that matters.
  if (!isOnPhone(target) && tellsOpen() && navigator.onLine) {
    const told = await putForward(account.id);
    if (told === 'nobody') redirect(307, leading('/masuk', target));
    if (told === 'unheard') redirect(307, '/akun');
  }
  redirect(307, target);
};
