import { expect, test } from 'vitest';
import type { Role } from '#lib/protocol/account.ts';
import type { Access } from '../access.ts';
import { issueCode, peopleForCodes } from './code-desk.ts';
import { CODE_LIFE, readCode } from './codes.ts';
import { officeForTest, withUser, type TestOffice } from '../office.fixture.ts';
import { signIn } from './sign-in.ts';

const access = (userId: string, roles: Role[], officeId: string | null): Access => ({
  userId,
  name: userId,
  roles,
  officeId,
  sessionId: 's',
});
const OFFICER = access('petugas', ['asn', 'petugas-opd'], 'dinas');
const ADMIN = access('admin', ['admin'], null);

interface Person {
  readonly id: string;
  readonly at: string;
  readonly number: string;
  readonly roles?: readonly (Role | { role: Role; officeId: string })[];
  readonly until?: string;
}

const PEOPLE: readonly Person[] = [
  {
    id: 'Petugas',
    at: 'dinas',
    number: '198001012005011001',
    roles: ['asn', { role: 'petugas-opd', officeId: 'dinas' }],
  },
  { id: 'Anggota', at: 'dinas', number: '198001012005011002' },
  { id: 'Bidan', at: 'puskesmas', number: '198001012005011003' },
  {
    id: 'Kontak',
    at: 'puskesmas',
    number: '198001012005011004',
    roles: [{ role: 'petugas-opd', officeId: 'puskesmas' }],
  },
  { id: 'Pindah', at: 'dinas', number: '198001012005011005', until: '2025-12-31' },
  { id: 'Camat', at: 'kecamatan', number: '198001012005011006' },
  { id: 'Evaluator', at: 'dinas', number: '198001012005011007', roles: ['asn', 'evaluator'] },
  {
    id: 'Luas',
    at: 'puskesmas',
    number: '198001012005011008',
    roles: [{ role: 'petugas-opd', officeId: 'kecamatan' }],
  },
];

async function regency(): Promise<TestOffice> {
  const office = await officeForTest();
  await office.store.write(async (tx) => {
    const row = {
      kind: 'opd' as const,
      kecamatan: '35.13.14',
      from_day: '2025-01-01',
      until_day: null,
      seq: 0,
    };
    await tx
      .insertInto('office')
      .values([
        { ...row, id: 'dinas', parent_id: null, name: 'Dinas Kesehatan' },
        { ...row, id: 'puskesmas', parent_id: 'dinas', name: 'Puskesmas Krucil', kind: 'unit' },
        { ...row, id: 'kecamatan', parent_id: null, name: 'Kecamatan Tiris' },
      ])
      .execute();
  });
  for (const { id, at, number, roles, until } of PEOPLE) {
    await withUser(office, { id, name: id, number }, roles ?? ['asn']);
    await office.store.db.insertInto('person').values({ id, name: id, nip: number, seq: 0 }).execute();
    await office.store.db
      .insertInto('appointment')
      .values({
        id: `a-${id}`,
        asn_id: id,
        office_id: at,
        title: 'Staf',
        band: 'pelaksana',
        kind: 'definitif',
        from_day: '2025-01-01',
        until_day: until ?? null,
        superior_id: null,
        seq: 0,
      })
      .execute();
  }
  await withUser(office, { id: 'Penjual', name: 'Penjual', number: '6281234567890' }, ['penjual']);
  return office;
}

const names = async (office: TestOffice, by: Access, search = '') =>
  (await peopleForCodes(office, by, search)).map(({ name }) => name);

test('an officer sees who serves in the office and below it today, and nobody whose reach is wider', async () => {
  const office = await regency();
  expect(await names(office, OFFICER)).toEqual(['Anggota', 'Bidan', 'Kontak', 'Petugas']);
  expect(await names(office, access('kontak', ['petugas-opd'], 'puskesmas'))).toEqual(['Bidan', 'Kontak']);
});

test('an administrator sees everybody who can sign in', async () => {
  expect(await names(await regency(), ADMIN)).toHaveLength(PEOPLE.length + 1);
});

test.each<readonly [Role]>([['asn'], ['penjual'], ['dkupp'], ['evaluator']])(
  '%s sees nobody and issues nothing',
  async (role) => {
    const office = await regency();
    const by = access('x', [role], null);
    expect(await names(office, by)).toEqual([]);
    expect(await issueCode(office, { by, userId: 'Anggota' })).toEqual({ ok: false, error: 'forbidden' });
  },
);

test('people are found by a piece of the name or the last digits, and shown without the rest', async () => {
  const office = await regency();
  expect(await names(office, OFFICER, 'bid')).toEqual(['Bidan']);
  expect(await names(office, OFFICER, '11004')).toEqual(['Kontak']);
  expect(await names(office, OFFICER, '%')).toHaveLength(4);
  const [person] = await peopleForCodes(office, OFFICER, 'bidan');
  expect(person).toEqual({
    userId: 'Bidan',
    name: 'Bidan',
    number: '••• 003',
    unit: 'Puskesmas Krucil',
    codeUntil: null,
  });
});

test('a code goes to whom the officer sees, is shown once and lets them in', async () => {
  const office = await regency();
  const issued = await issueCode(office, { by: OFFICER, userId: 'Bidan' });
  if (!issued.ok) throw new Error(issued.error);
  const { code, name, expiresAt } = issued.value;
  expect({ name, expiresAt }).toEqual({ name: 'Bidan', expiresAt: office.now() + CODE_LIFE });
  expect(code).toMatch(/^[A-Z3-9]{5}-[A-Z3-9]{5}$/);
  expect((await peopleForCodes(office, OFFICER, 'bidan'))[0]?.codeUntil).toBe(expiresAt);
  const wish = {
    as: 'asn' as const,
    number: '198001012005011003',
    password: code,
    newPassword: 'kopi krucil pagi',
  };
  expect(await signIn(office, wish, '192.0.2.1')).toEqual({ ok: true, value: 'Bidan' });
  expect((await peopleForCodes(office, OFFICER, 'bidan'))[0]?.codeUntil).toBeNull();
});

test.each(['Camat', 'Pindah', 'Evaluator', 'Luas', 'Penjual', 'nobody'])(
  'no officer opens the account of %s',
  async (userId) => {
    const office = await regency();
    expect(await issueCode(office, { by: OFFICER, userId })).toEqual({ ok: false, error: 'not-found' });
    expect(await office.store.db.selectFrom('login_code').selectAll().execute()).toEqual([]);
  },
);

test('the chain has who issued a code for whom, and never the code', async () => {
  const office = await regency();
  const issued = await issueCode(office, { by: OFFICER, userId: 'Bidan' });
  const code = issued.ok ? issued.value.code : '';
  const rows = await office.store.db.selectFrom('journal').selectAll().execute();
  const bodies = await office.store.db.selectFrom('journal_body').selectAll().execute();
  const codes = await office.store.db.selectFrom('login_code').selectAll().execute();
  expect(rows).toMatchObject([{ kind: 'code.issue', actor: 'petugas', subject: 'Bidan' }]);
  expect(JSON.stringify([rows, bodies, codes])).not.toContain(code);
});

test.each([
  ['A7KCE-9QXWM', 'A7KCE-9QXWM'],
  [' a7kce 9qxwm ', 'A7KCE-9QXWM'],
  ['a7kce\u20139qxwm', 'A7KCE-9QXWM'],
  ['A7KCE-9QXW', null],
  ['A7KCE-9QXW0', null],
  ['mangga arumanis', null],
])('"%s" is read as the code %s', (typed, code) => {
  expect(readCode(typed)).toBe(code);
});
