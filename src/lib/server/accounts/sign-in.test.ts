import { expect, test } from 'vitest';
import type { SignInRequest } from '#lib/protocol/account.ts';
import { CODE_LIFE, makeHashedCode, writeCode } from './codes.ts';
import { officeForTest, withUser, type TestOffice } from '../office.fixture.ts';
import { hashPassword } from './password.ts';
import { signIn, signInNumber } from './sign-in.ts';

const NIP = '198001012005011007';
const PASSWORD = 'mangga arumanis manis';
const HERE = '192.0.2.1';

const numbers: readonly [as: SignInRequest['as'], typed: string, number: string | null][] = [
  ['asn', NIP, NIP],
  ['asn', ' 19800101 200501 1 007 ', NIP],
  ['asn', '19800101-200501.1.007', NIP],
  ['asn', '199001012023211003', '199001012023211003'],
  ['asn', '19800101200501100', null],
  ['asn', '081234567890', null],
  ['asn', '', null],
  ['penjual', '0812-3456-7890', '6281234567890'],
  ['penjual', '+62 812 3456 7890', '6281234567890'],
  ['penjual', '62 812 3456 7890', '6281234567890'],
  ['penjual', '+62 0812 3456 7890', '6281234567890'],
  ['penjual', '812 3456 7890', '6281234567890'],
  ['penjual', '(0812) 34567890', '6281234567890'],
  ['penjual', '0335 421000', null],
  ['penjual', NIP, null],
];

test.each(numbers)('as %s, "%s" signs in as %s', (as, typed, number) => {
  expect(signInNumber(as, typed)).toBe(number);
});

const ask = (office: TestOffice, request: Partial<SignInRequest>, address = HERE) =>
  signIn(office, { as: 'asn', number: NIP, password: PASSWORD, ...request }, address);

async function officeWithRatna(): Promise<TestOffice> {
  const office = await officeForTest();
  await withUser(office, { id: 'ratna', number: NIP, passwordHash: await hashPassword(PASSWORD) });
  return office;
}

async function codeFor(office: TestOffice, userId: string): Promise<string> {
  const { code, hash } = await makeHashedCode();
  await office.store.write((tx) => writeCode(tx, { userId, hash, issuedBy: null, now: office.now() }));
  return code;
}

test('the right password gives the user, however the number is written', async () => {
  const office = await officeWithRatna();
  expect(await ask(office, { number: '19800101 200501 1 007' })).toEqual({ ok: true, value: 'ratna' });
});

const wrong: readonly [title: string, request: Partial<SignInRequest>][] = [
  ['a wrong password', { password: 'bukan itu' }],
  ['an empty password', { password: '' }],
  ['a number that nobody has', { number: '198001012005011008' }],
  ['a number that is none', { number: 'ratna' }],
  ['the other kind of account', { as: 'penjual' }],
  ['a code that nobody issued', { password: 'A7KCE-9QXWM' }],
];

test.each(wrong)('%s is refused like any other', async (_, request) => {
  expect(await ask(await officeWithRatna(), request)).toEqual({
    ok: false,
    error: { code: 'wrong-credentials' },
  });
});

test('an account without a password lets nobody in', async () => {
  const office = await officeForTest();
  await withUser(office, { id: 'baru', number: NIP });
  for (const password of ['', 'password', NIP]) expect((await ask(office, { password })).ok).toBe(false);
});

test('a code asks for a new password, sets it, works once, and ends the sessions there were', async () => {
  const office = await officeWithRatna();
  const old = await office.sessions.open('ratna');
  const code = await codeFor(office, 'ratna');
  const typed = code.toLowerCase().replace('-', ' ');
  expect(await ask(office, { password: typed })).toEqual({ ok: false, error: { code: 'code-accepted' } });
  expect(await office.sessions.find(old)).not.toBeNull();
  expect(await ask(office, { password: typed, newPassword: '12345678' })).toEqual({
    ok: false,
    error: { code: 'weak-password' },
  });

  const wish = { password: typed, newPassword: 'kopi krucil pagi' };
  expect(await ask(office, wish)).toEqual({ ok: true, value: 'ratna' });
  expect(await office.sessions.find(old)).toBeNull();
  expect((await ask(office, wish)).ok).toBe(false);
  expect((await ask(office, { password: PASSWORD })).ok).toBe(false);
  expect((await ask(office, { password: 'kopi krucil pagi' })).ok).toBe(true);
});

test('a code that is used twice at the same time sets one password', async () => {
  const office = await officeWithRatna();
  const code = await codeFor(office, 'ratna');
  const answers = await Promise.all(
    ['kopi krucil pagi', 'susu krucil pagi'].map((newPassword) =>
      ask(office, { password: code, newPassword }),
    ),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
});

test('a new code voids the one before, and every code ends after its seven days', async () => {
  const office = await officeWithRatna();
  const first = await codeFor(office, 'ratna');
  const second = await codeFor(office, 'ratna');
  expect(await ask(office, { password: first })).toEqual({ ok: false, error: { code: 'wrong-credentials' } });
  expect(await ask(office, { password: second })).toEqual({ ok: false, error: { code: 'code-accepted' } });
  office.clock += CODE_LIFE;
  expect(await ask(office, { password: second })).toEqual({
    ok: false,
    error: { code: 'wrong-credentials' },
  });
});

test('the chain has that a password was set, and nothing of it', async () => {
  const office = await officeWithRatna();
  const code = await codeFor(office, 'ratna');
  await ask(office, { password: code, newPassword: 'kopi krucil pagi' });
  const entries = await office.store.db.selectFrom('journal').selectAll().execute();
  const bodies = await office.store.db.selectFrom('journal_body').select('body').execute();
  expect(entries).toMatchObject([{ kind: 'password.set', actor: 'ratna', subject: 'ratna' }]);
  expect(JSON.stringify([entries, bodies])).not.toContain('kopi');
});

test('guessing at one account is slowed down, and others at the same address are not', async () => {
  const office = await officeWithRatna();
  await withUser(office, {
    id: 'budi',
    number: '198502022010011002',
    passwordHash: await hashPassword(PASSWORD),
  });
  const codes: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const answer = await ask(office, { password: `tebakan ${String(i)}` });
    codes.push(answer.ok ? 'ok' : answer.error.code);
  }
  expect(codes).toEqual([...Array<string>(5).fill('wrong-credentials'), 'too-many-tries']);
  const right = await ask(office, {});
  expect(right).toMatchObject({ ok: false, error: { code: 'too-many-tries' } });
  expect(right.ok ? 0 : right.error.retryAfter).toBeGreaterThan(0);
  expect(await ask(office, { number: '198502022010011002' })).toEqual({ ok: true, value: 'budi' });
});

test('guessing many at a time gains nothing', async () => {
  const office = await officeWithRatna();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => ask(office, { password: `t${String(i)}` })),
  );
  const tried = answers.filter((answer) => !answer.ok && answer.error.code === 'wrong-credentials');
  expect(tried.length).toBeLessThanOrEqual(5);
});

test('a person who mistypes now and then and gets in is never made to wait', async () => {
  const office = await officeWithRatna();
  for (let day = 0; day < 4; day += 1) {
    for (let slip = 0; slip < 3; slip += 1) await ask(office, { password: 'salah ketik' });
    expect((await ask(office, {})).ok).toBe(true);
  }
});
