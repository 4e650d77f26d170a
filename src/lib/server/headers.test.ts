import { expect, test } from 'vitest';
import { headersFor } from './headers.ts';

test('programs get what protects them and no more', () => {
  expect(headersFor('/api/sync', true)).toEqual({
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

test.each(['/', '/masuk', '/rekap/2026-11', '/katalog/umkm/0b0c'])(
  'the page %s cannot be framed, sniffed or kept',
  (path) => {
    expect(headersFor(path, false)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': "frame-ancestors 'none'",
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    });
  },
);

test('pages ask for TLS where there is TLS', () => {
  expect(headersFor('/', true)).toHaveProperty('strict-transport-security');
  expect(headersFor('/', false)).not.toHaveProperty('strict-transport-security');
});

test.each([
  ['/service-worker.js', 'no-cache'],
  ['/manifest.webmanifest', 'no-cache'],
  ['/gambar/kopi.svg', 'public, max-age=86400'],
  ['/_app/immutable/entry/start.abc.js', undefined],
])('%s may be kept: %s', (path, cache) => {
  expect(headersFor(path, true)['cache-control']).toBe(cache);
});
