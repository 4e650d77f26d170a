import { expect, test } from 'vitest';
import { samplePurchase } from '#lib/domain/samples.ts';
import type { PhotoRow } from './phone.ts';
import { sayPhotos } from './words-photos.ts';

const row = (change: Partial<PhotoRow>): PhotoRow => ({
  hash: 'satu',
  type: 'image/webp',
  size: 5,
  state: 'refused',
  code: 'photo-unreadable',
  begun: true,
  namedBy: ['attach-1'],
  purchase: 'purchase-1',
  day: null,
  madeAt: 1_000,
  answeredAt: 2_000,
  head: null,
  ...change,
});
const said = (change: Partial<PhotoRow>, photos: string[] = ['dua'], photosWanted: string[] = []) =>
  sayPhotos(samplePurchase({ photos, photosWanted }), new Map([['satu', row(change)]]));

test.each([
  ['when the office struck it out of its row', said({})],
  ['while its row still asks for it', said({}, ['satu'], ['satu'])],
  [
    'by its record alone, as older releases noted it',
    said({ purchase: undefined, namedBy: ['purchase-1'] } as never),
  ],
])('a photo that was refused is asked for anew %s', (_title, words) => {
  expect(words).toMatch(/tidak dapat dibaca. Mohon foto ulang/);
});

test.each([
  ['once another one was taken or the person put it aside', said({ aside: true })],
  ['when its record was put aside', said({ code: 'put-aside' })],
  ['about another purchase', said({ purchase: 'purchase-2' })],
  ['when the office has it all the same', said({}, ['satu'])],
])('nothing is said of it %s', (_title, words) => {
  expect(words).toBeNull();
});

test('a photo that this phone lost is said to be lost', () => {
  expect(said({ code: 'photo-gone' })).toMatch(/hilang dari HP/);
});
