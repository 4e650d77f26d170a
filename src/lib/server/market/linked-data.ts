import { kecamatanName } from '#lib/domain/kecamatan.ts';
import type { Shop } from '#lib/domain/catalogue.ts';
import type { Good } from './shelf.ts';

/*
 * What search engines read of a page, in the words of schema.org (JSON-LD 1.1, W3C). Prices are whole rupiah.
 */

const CONTEXT = 'https://schema.org';

/** The text of a `<script type="application/ld+json">`: no `<` is in it that could end the element. */
export const scriptText = (data: object): string => JSON.stringify(data).replaceAll('<', '\\u003c');

const addressOf = ({ desa, kecamatan }: Shop) => ({
  '@type': 'PostalAddress',
  streetAddress: desa,
  addressLocality: `Kecamatan ${kecamatanName(kecamatan)}`,
  addressRegion: 'Kabupaten Probolinggo, Jawa Timur',
  addressCountry: 'ID',
});

const sellerOf = (shop: Shop, origin: string) => ({
  '@type': 'LocalBusiness',
  name: shop.name,
  url: `${origin}/umkm/${shop.id}`,
  address: addressOf(shop),
  ...(shop.phone === '' ? {} : { telephone: `+${shop.phone}` }),
});

/** A product and its offer. `image` is the address of its picture. */
export const productData = ({ product, shop }: Good, origin: string, image: string): object => ({
  '@context': CONTEXT,
  '@type': 'Product',
  name: `${product.name}, ${product.unit}`,
  image,
  url: `${origin}/produk/${product.id}`,
  brand: { '@type': 'Brand', name: shop.name },
  offers: {
    '@type': 'Offer',
    price: product.price,
    priceCurrency: 'IDR',
    availability: 'https://schema.org/InStock',
    url: `${origin}/produk/${product.id}`,
    seller: sellerOf(shop, origin),
  },
});

export const shopData = (shop: Shop, origin: string): object => ({
  '@context': CONTEXT,
  ...sellerOf(shop, origin),
});
