import { expect, test } from 'vitest';
import { accountPath, ofAccountPath } from './shared-phone.ts';

test.each(['0190a000-0000-7000-8000-000000000001', 'budi'])(
  'the path of account %j leads back to it',
  (id) => {
    expect(ofAccountPath(accountPath(id, '/api/foto/x'))).toEqual({ userId: id, path: '/api/foto/x' });
  },
);

test.each([
  '/api/sync',
  '/api/akun-contoh',
  '/api/akun/',
  '/api/akun/x',
  '/api/akun/x/',
  '/api/akun/%zz/sync',
  '/akun/x/y',
  '/rekap',
])('%s is nobody\u2019s path', (path) => {
  expect(ofAccountPath(path)).toEqual({ userId: null, path });
});

test('a path within a path is no route of ours', () => {
  expect(ofAccountPath('/api/akun/a/akun/b/sync').path).toBe('/api/akun/b/sync');
});
