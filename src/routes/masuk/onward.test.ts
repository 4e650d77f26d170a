import { expect, it } from 'vitest';
import { onward } from './onward.ts';

it.each([
  ['', '/'],
  ['?lanjut=%2Fbelanja%3Fumkm%3D7', '/?lanjut=%2Fbelanja%3Fumkm%3D7'],
  ['?lanjut=https%3A%2F%2Fjahat.example', '/'],
  ['?lanjut=%2F%2Fjahat.example', '/'],
  ['?lanjut=%2F%5Cjahat.example', '/'],
])('leads from %j to %j', (search, way) => {
  expect(onward(search)).toBe(way);
});
