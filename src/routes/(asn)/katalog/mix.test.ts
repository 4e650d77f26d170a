import { expect, test } from 'vitest';
import type { Product } from '#lib/domain/catalogue.ts';
import { mixed } from './mix.ts';

const product = (shopId: string, name: string): Product => ({
  id: `${shopId}-${name}`,
  shopId,
  name,
  unit: '100 g',
  price: 10_000,
  category: 'makanan',
  art: 'kopi',
});

test('One of each shop comes in turn, and each shop keeps its order', () => {
  const shelf = [
    product('a', '1'),
    product('a', '2'),
    product('a', '3'),
    product('b', '1'),
    product('c', '1'),
  ];
  expect(mixed(shelf).map(({ id }) => id)).toEqual(['a-1', 'b-1', 'c-1', 'a-2', 'a-3']);
});

test('Nothing is lost or doubled', () => {
  const shelf = Array.from({ length: 50 }, (_, i) => product(String(i % 7), String(i)));
  expect(new Set(mixed(shelf))).toEqual(new Set(shelf));
  expect(mixed([])).toEqual([]);
});
