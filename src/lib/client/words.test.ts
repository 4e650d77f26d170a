import { expect, test } from 'vitest';
import { sayLeaving } from './words.ts';

test.each([
  { unsent: 0, refused: 0, said: 'Semua catatan sudah terkirim.' },
  { unsent: 0, refused: 2, said: 'Semua catatan sudah terkirim, 2 ditolak kantor.' },
  { unsent: 3, refused: 2, said: /^Ada 3 catatan belum terkirim\. Catatan tetap aman di HP ini/ },
])('leaving $unsent unsent and $refused refused records says so', ({ said, ...left }) => {
  expect(sayLeaving(left)).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
});
