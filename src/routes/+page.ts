import { redirect } from '@sveltejs/kit';
import { enter } from '#lib/client/door.ts';
import { ownPath } from '#lib/client/own-path.ts';
import type { Account } from '#lib/protocol/account.ts';
import type { PageLoad } from './$types';

export const ssr = false;

/** The front door: sends everybody where they belong. */
export const load: PageLoad = async ({ url }) => {
  const session = await enter();
  if (session === null) redirect(307, '/masuk');
  redirect(307, ownPath(url.searchParams.get('lanjut'), url.origin) ?? homeOf(session.account));
};

function homeOf({ roles }: Account): string {
  if (roles.includes('asn')) return '/beranda';
  return roles.includes('petugas-opd') ? '/rekap' : '/peran';
}
