import { getMigrations } from 'better-auth/db/migration';
import { expect, test } from 'vitest';
import type { Day } from '#lib/domain/day.ts';
import { authOptions, SESSION_SECONDS } from './auth.ts';
import { officeForTest, withUser } from '../office.fixture.ts';
import { endSessionsOf } from './sessions.ts';

const DAY = 86_400_000;

test('a session tells who it is and which roles are held', async () => {
  const office = await officeForTest();
  await withUser(office, { id: 'ratna', name: 'Ratna' }, ['asn', { role: 'petugas-opd', officeId: 'dinas' }]);
  const access = await office.sessions.find(await office.sessions.open('ratna'));
  expect(access).toMatchObject({
    userId: 'ratna',
    name: 'Ratna',
    roles: ['asn', 'petugas-opd'],
    officeId: 'dinas',
  });
});

test('a person without roles still has a session', async () => {
  const office = await officeForTest();
  await withUser(office, { id: 'baru' }, []);
  expect(await office.sessions.find(await office.sessions.open('baru'))).toMatchObject({
    roles: [],
    officeId: null,
  });
});

test('a role is held from its first day to its last, and not a day longer', async () => {
  const office = await officeForTest();
  office.clock = Date.now();
  await withUser(office, {
    id: 'sementara',
    grants: [{ role: 'evaluator', from: '2026-03-01' as Day, until: '2026-03-31' as Day }],
  });
  const cookie = await office.sessions.open('sementara');
  const rolesAt = async (instant: string) => {
    office.clock = Date.parse(instant);
    return (await office.sessions.find(cookie))?.roles;
  };
  expect(await rolesAt('2026-02-28T23:59:59+07:00')).toEqual([]);
  expect(await rolesAt('2026-03-01T00:00:00+07:00')).toEqual(['evaluator']);
  expect(await rolesAt('2026-03-31T23:59:59+07:00')).toEqual(['evaluator']);
  expect(await rolesAt('2026-04-01T00:00:00+07:00')).toEqual([]);
});

test('of two offices served at once it is the one that was taken up last, in whatever order they were written', async () => {
  const office = await officeForTest();
  const role = 'petugas-opd' as const;
  const grants = [
    { role, officeId: 'dinas', from: '2026-01-01' as Day },
    { role, officeId: 'kecamatan', from: '2026-03-01' as Day },
  ];
  await withUser(office, { id: 'satu', grants });
  await withUser(office, { id: 'dua', grants: grants.toReversed() });
  for (const id of ['satu', 'dua']) {
    const access = await office.sessions.find(await office.sessions.open(id));
    expect(access?.officeId).toBe('kecamatan');
  }
});

test('an ended session is nobody at the next request, and others go on', async () => {
  const office = await officeForTest();
  await withUser(office, { id: 'budi' });
  const [phone, desk] = [await office.sessions.open('budi'), await office.sessions.open('budi')];
  const access = await office.sessions.find(phone);
  await office.sessions.end(access?.sessionId ?? '');
  expect(await office.sessions.find(phone)).toBeNull();
  expect(await office.sessions.find(desk)).not.toBeNull();
  await endSessionsOf(office.store.db, 'budi');
  expect(await office.sessions.find(desk)).toBeNull();
});

test('a session ends after 180 days and does not roll', async () => {
  const office = await officeForTest();
  await withUser(office, { id: 'budi' });
  const cookie = await office.sessions.open('budi');
  const began = Date.now();
  for (const days of [100, 179]) {
    office.clock = began + days * DAY;
    expect(await office.sessions.find(cookie)).not.toBeNull();
  }
  office.clock = began + SESSION_SECONDS * 1000 + 1;
  expect(await office.sessions.find(cookie)).toBeNull();
});

test('a cookie that the office did not sign is nobody', async () => {
  const office = await officeForTest();
  await withUser(office, { id: 'budi' });
  const cookie = await office.sessions.open('budi');
  const [token = '', signature = ''] = cookie.split('.');
  const { token: stored } = await office.store.db
    .selectFrom('session')
    .select('token')
    .executeTakeFirstOrThrow();
  expect(stored).toBe(token);
  const forged = [
    '',
    '.',
    token,
    `${token}.`,
    `${token}.${'A'.repeat(22)}`,
    `${token}.${signature.slice(0, 8)}`,
    `x${token}.${signature}`,
    signature,
  ];
  for (const value of forged) expect(await office.sessions.find(value)).toBeNull();
});

test('the account library asks for no table and no column that the migrations lack', async () => {
  const { store, config } = await officeForTest();
  const { toBeCreated, toBeAdded } = await getMigrations(
    authOptions({ db: store.db, secret: config.secret }),
  );
  expect(toBeCreated).toEqual([]);
  expect(toBeAdded).toEqual([]);
});
