import { expect, test } from 'vitest';
import { productData, scriptText, shopData } from './linked-data.ts';
import type { Good } from './shelf.ts';

const ORIGIN = 'https://simadu.test';
const good: Good = {
  product: {
    id: 'p1',
    shopId: 's1',
    name: 'Kopi </script><b>',
    unit: '200 g',
    price: 28_000,
    category: 'minuman',
    art: 'kopi',
  },
  shop: { id: 's1', name: 'Kopi Lereng', kecamatan: '35.13.08', desa: 'Krucil', phone: '628110000001' },
};

test('a product is offered for whole rupiah by its shop, which has an address', () => {
  const data = productData(good, ORIGIN, `${ORIGIN}/gambar/bagikan/kopi.png`);
  expect(data).toMatchObject({
    '@type': 'Product',
    url: 'https://simadu.test/produk/p1',
    offers: {
      price: 28_000,
      priceCurrency: 'IDR',
      seller: {
        name: 'Kopi Lereng',
        url: 'https://simadu.test/umkm/s1',
        telephone: '+628110000001',
        address: { addressLocality: 'Kecamatan Krucil', addressCountry: 'ID' },
      },
    },
  });
});

test('a name can neither end the element nor begin another one, and stays what it is', () => {
  const text = scriptText(productData(good, ORIGIN, ''));
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toMatchObject({ name: 'Kopi </script><b>, 200 g' });
});

test('a shop without a number shows none', () => {
  expect(shopData({ ...good.shop, phone: '' }, ORIGIN)).not.toHaveProperty('telephone');
});
