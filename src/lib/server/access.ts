import type { Account, Role } from '#lib/protocol/account.ts';

/** Who is asking, as of this request: revoked sessions and ended roles take effect at once. */
export interface Access {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The office that a `petugas-opd` serves; null without that role. */
  readonly officeId: string | null;
  readonly sessionId: string;
}

/** What the phone remembers of who is asking. */
export const accountOf = ({ userId, name, roles }: Access): Account => ({
  id: userId,
  name,
  roles: [...roles],
});

/**
 * - public: the answer tells nothing about anybody but what sellers show. The phone's screens are, too: they arrive empty, and what
 *   they show is on the phone or comes from the API.
 * - signed-in: any account; whose rows it sees is the query's to say.
 * - roles: one of them is held today.
 */
export type Rule = 'public' | 'signed-in' | readonly Role[];

/** Every route and who may ask for it. A route that is not here is refused; a test compares it with the tree. */
export const RULES: Readonly<Record<string, Rule>> = {
  '/': 'public',
  '/(asn)/akun': 'public',
  '/(asn)/akun/perangkat': 'public',
  '/(asn)/akun/pin': 'public',
  '/(asn)/akun/hemat-data': 'public',
  '/(asn)/akun/simpanan': 'public',
  '/(asn)/belanja': 'public',
  '/(asn)/beranda': 'public',
  '/(asn)/katalog': 'public',
  '/(asn)/katalog/produk/[id]': 'public',
  '/(asn)/katalog/umkm/[id]': 'public',
  '/(asn)/peran': 'public',
  '/(asn)/riwayat': 'public',
  '/(asn)/riwayat/[id]': 'public',
  '/buka': 'public',
  '/(asn)/titip': 'public',
  '/butuh-jaringan': 'public',
  '/cangkang': 'public',
  '/masuk': 'public',
  '/peramban': 'public',

  // Leaving is for everybody, also with a session that is over.
  '/(opd)/keluar': 'public',
  '/(opd)/kode-masuk': ['petugas-opd', 'admin'],
  '/(opd)/rekap': ['petugas-opd'],
  '/(opd)/rekap/[month]': ['petugas-opd'],
  '/(opd)/rekap/[month]/[asn]': ['petugas-opd'],
  '/(opd)/rekap/[month]/[asn]/foto/[hash]': ['petugas-opd'],
  '/(opd)/rekap/[month]/cetak': ['petugas-opd'],
  '/(opd)/rekap/[month]/unduh.csv': ['petugas-opd'],
  '/(opd)/rekap/[month]/unduh.xlsx': ['petugas-opd'],
  '/(opd)/titipan': ['petugas-opd', 'admin'],
  '/(opd)/umkm-baru': ['dkupp'],
  '/(opd)/umkm-baru/periksa': ['dkupp'],

  '/(publik)/pasar': 'public',
  '/(publik)/pasar/[kecamatan]': 'public',
  '/(publik)/produk/[id]': 'public',
  '/(publik)/robots.txt': 'public',
  '/(publik)/sitemap.xml': 'public',
  '/(publik)/sitemap/[part].xml': 'public',
  '/(publik)/umkm/[id]': 'public',

  '/api/akun-contoh': 'public',
  '/api/foto/[hash]': 'signed-in',
  '/api/depan': 'signed-in',
  '/api/health': 'public',
  '/api/keluar': 'signed-in',
  '/api/kunci': 'signed-in',
  '/api/masuk': 'public',
  '/api/paket/[hash]': 'public',
  '/api/perangkat': 'signed-in',
  '/api/protocol': 'public',
  '/api/saya': 'signed-in',
  '/api/sync': 'signed-in',
  '/api/titipan': ['asn', 'petugas-opd', 'admin'],
};

/** What the rule says to this person, who is null when signed out. */
export function admit(rule: Rule | undefined, access: Access | null): 'ok' | 'signed-out' | 'forbidden' {
  if (rule === 'public') return 'ok';
  if (rule === undefined) return 'forbidden';
  if (access === null) return 'signed-out';
  return rule === 'signed-in' || rule.some((role) => access.roles.includes(role)) ? 'ok' : 'forbidden';
}
