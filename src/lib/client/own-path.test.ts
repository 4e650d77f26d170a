import { expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

const ORIGIN = 'https://simadu.example';

test.each([
  ['/rekap', '/rekap'],
  ['/rekap/2026-11?cari=a%26b', '/rekap/2026-11?cari=a%26b'],
  ['/rekap#bagian', '/rekap'],
  ['/katalog/../akun', '/akun'],
])('%s leads to %s', (asked, path) => {
  expect(ownPath(asked, ORIGIN)).toBe(path);
});

test.each([
  null,
  '',
  'rekap',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n\\evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '\\/evil.example',
  ' //evil.example',
  'https://evil.example',
  'https://simadu.example.evil.example',
  'javascript:alert(1)',
  '//',
])('%j leads nowhere', (asked) => {
  expect(ownPath(asked, ORIGIN)).toBeNull();
});
