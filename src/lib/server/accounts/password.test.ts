import { expect, test } from 'vitest';
import { hashPassword, isWeakPassword, NO_PASSWORD, passwordFits } from './password.ts';

const NIP = '198001012005011007';

test('a password fits its own hash, in every spelling of the same letters, and no other', async () => {
  const hash = await hashPassword('ko\u0301pi krucil pagi');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordFits('k\u00f3pi krucil pagi', hash)).toBe(true);
  expect(await passwordFits('kopi krucil pagi', hash)).toBe(false);
  expect(await hashPassword('sama sama')).not.toBe(await hashPassword('sama sama'));
});

test('the hash of no password costs as much as any other and fits nothing', async () => {
  expect(NO_PASSWORD.split('$').slice(0, 4)).toEqual((await hashPassword('x')).split('$').slice(0, 4));
  for (const password of ['', 'password', NO_PASSWORD])
    expect(await passwordFits(password, NO_PASSWORD)).toBe(false);
});

test.each([
  ['too short', 'k0p!k7x'],
  ['digits in a row', '12345678'],
  ['digits back', '987654321'],
  ['one character', 'aaaaaaaaaa'],
  ['letters in a row', 'abcdefghij'],
  ['a common word', 'probolinggo'],
  ['a common word with a year', 'Probolinggo2026'],
  ['a common word with signs', 'Password123!'],
  ['the NIP', NIP],
  ['the NIP with spaces', '19800101 200501 1 007'],
  ['a piece of the NIP', '2005011007'],
  ['the birth date', '19800101'],
  ['the birth date as people write it', '01-01-1980'],
])('%s is a weak password', (_, password) => {
  expect(isWeakPassword(password, NIP)).toBe(true);
});

test.each(['kopi krucil pagi', 'r4hasiaKu-mangga', 'tiga ekor sapi', 'Xk29!mQz'])(
  '"%s" is good enough',
  (password) => {
    expect(isWeakPassword(password, NIP)).toBe(false);
  },
);
