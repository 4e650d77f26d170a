import type { Account } from '#lib/protocol/account.ts';

/** Screens of the phone that every account has; the others are an ASN's. */
const EVERYBODYS = ['/akun', '/peran'];

/** The screen where an account belongs. */
export function homeOf({ roles }: Pick<Account, 'roles'>): string {
  if (roles.includes('asn')) return '/beranda';
  if (roles.includes('petugas-opd')) return '/rekap';
  return roles.includes('dkupp') ? '/umkm-baru' : '/peran';
}

/** Whether the phone draws this page by itself; all others come from the office. */
export const isOnPhone = (path: string): boolean =>
  /^\/(?:beranda|katalog|belanja|riwayat|akun|peran|buka|titip|masuk)?(?:[/?]|$)/.test(path);

/** Whether a screen of the phone is for this account: what anybody but an ASN recorded would never be sent. */
export const isFor = ({ roles }: Pick<Account, 'roles'>, screen: string): boolean =>
  roles.includes('asn') || EVERYBODYS.some((path) => screen === path || screen.startsWith(`${path}/`));
