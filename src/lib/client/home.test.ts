import { expect, test } from 'vitest';
import type { Role } from '#lib/protocol/account.ts';
import { homeOf, isFor, isOnPhone } from './home.ts';

const cases: { roles: Role[]; home: string; records: boolean }[] = [
  { roles: ['asn'], home: '/beranda', records: true },
  { roles: ['asn', 'petugas-opd'], home: '/beranda', records: true },
  { roles: ['petugas-opd'], home: '/rekap', records: false },
  { roles: ['dkupp'], home: '/umkm-baru', records: false },
  { roles: ['penjual'], home: '/peran', records: false },
];

test.each(cases)('$roles belongs on $home, and may record: $records', ({ roles, home, records }) => {
  expect(homeOf({ roles })).toBe(home);
  for (const screen of ['/belanja', '/beranda', '/riwayat', '/riwayat/x', '/katalog'])
    expect(isFor({ roles }, screen)).toBe(records);
  for (const screen of ['/akun', '/akun/pin', '/peran']) expect(isFor({ roles }, screen)).toBe(true);
});

test.each(['/', '/beranda', '/riwayat/x', '/riwayat?bulan=2026-01', '/buka', '/masuk?lanjut=x'])(
  'the phone draws %s by itself',
  (path) => {
    expect(isOnPhone(path)).toBe(true);
  },
);

test.each(['/rekap', '/rekap/2026-11', '/kode-masuk', '/akunku'])('the office draws %s', (path) => {
  expect(isOnPhone(path)).toBe(false);
});
