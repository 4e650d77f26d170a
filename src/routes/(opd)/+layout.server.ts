import { error } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import type { LayoutServerLoad } from './$types';

/** Who sits at the desk, and which of its places are theirs. */
export const load: LayoutServerLoad = async ({ locals }) => {
  const { access } = locals;
  if (access === null) error(401, problemBody('signed-out'));
  const served =
    access.officeId === null
      ? undefined
      : await office()
          .store.db.selectFrom('office')
          .select('name')
          .where('id', '=', access.officeId)
          .executeTakeFirst();
  const places = [
    ...(access.roles.includes('petugas-opd') ? [{ href: '/rekap', name: 'Rekap' }] : []),
    ...(access.roles.includes('dkupp') ? [{ href: '/umkm-baru', name: 'UMKM baru' }] : []),
    ...(access.roles.some((role) => role === 'petugas-opd' || role === 'admin')
      ? [
          { href: '/kode-masuk', name: 'Kode masuk' },
          { href: '/titipan', name: 'Titipan' },
        ]
      : []),
    ...(access.roles.includes('asn') ? [{ href: '/beranda', name: 'Beranda' }] : []),
  ];
  return { who: [access.name, served?.name ?? ''].filter((part) => part !== '').join(', '), places };
};
