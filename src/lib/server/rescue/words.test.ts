import { expect, test } from 'vitest';
import { sayTakenIn } from './words.ts';

const none = { file: 'f', taken: 0, known: 0, refused: 0, later: 0 };

test.each([
  [
    { taken: 2, known: 1 },
    '2 catatan diterima untuk Ibu A, menunggu dipastikan. 1 catatan Ibu A sudah diterima sebelumnya.',
  ],
  [
    { refused: 3, differ: 1 },
    '1 catatan sudah pernah diterima dengan isi lain; petugas akan memeriksa keduanya. 2 catatan tidak dapat diterima; alasannya tampil di HP pemiliknya.',
  ],
  [{ later: 2, own: 2 }, '2 perubahan hanya dapat dikirim HP pemiliknya sendiri.'],
  [
    { later: 3, own: 1 },
    '2 catatan belum dapat diterima; muat lagi nanti, atau tunggu HP pemiliknya. 1 perubahan hanya dapat dikirim HP pemiliknya sendiri.',
  ],
])('what became of a file is said of each record once (%#)', (counts, sentence) => {
  expect(sayTakenIn({ ...none, ...counts }, 'Ibu A')).toBe(sentence);
});
