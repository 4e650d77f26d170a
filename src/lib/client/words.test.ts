import { expect, test } from 'vitest';
import { sayLeaving } from './words.ts';

test.each([
  { unsent: 0, photos: 0, refused: 0, said: 'Semua catatan sudah terkirim.' },
  { unsent: 0, photos: 0, refused: 2, said: 'Semua catatan sudah terkirim, 2 ditolak kantor.' },
  { unsent: 0, photos: 1, refused: 0, said: /^Ada 1 foto belum terkirim\. Foto tetap aman/ },
  { unsent: 3, photos: 2, refused: 0, said: /^Ada 3 catatan dan 2 foto belum terkirim\./ },
  { unsent: 3, photos: 0, refused: 2, said: /^Ada 3 catatan belum terkirim\. Catatan tetap aman di HP ini/ },
])('leaving $unsent unsent, $photos photos and $refused refused records says so', ({ said, ...left }) => {
  expect(sayLeaving(left)).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
});
