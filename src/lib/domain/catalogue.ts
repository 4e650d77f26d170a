import type { KecamatanCode } from './kecamatan.ts';
import type { Rupiah } from './rupiah.ts';

export const CATEGORIES = [
  'makanan',
  'minuman',
  'hasil-bumi',
  'hasil-laut',
  'batik-tenun',
  'kerajinan',
  'jamu',
  'katering',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const CATEGORY_NAMES: Readonly<Record<Category, string>> = {
  makanan: 'Makanan',
  minuman: 'Minuman',
  'hasil-bumi': 'Hasil bumi',
  'hasil-laut': 'Hasil laut',
  'batik-tenun': 'Batik dan tenun',
  kerajinan: 'Kerajinan',
  jamu: 'Jamu',
  katering: 'Katering',
};

/** Names of the drawn stand-ins for product photos. */
export const ARTS = [
  'kopi',
  'keripik',
  'bawang',
  'madu',
  'mangga',
  'batik',
  'ikan',
  'anyaman',
  'susu',
  'anggur',
  'kentang',
  'petis',
  'kerupuk',
  'tenun',
  'jamu',
  'camilan',
  'katering',
] as const;
export type Art = (typeof ARTS)[number];

/** An UMKM as the catalogue shows it. */
export interface Shop {
  readonly id: string;
  readonly name: string;
  readonly kecamatan: KecamatanCode;
  readonly desa: string;
  /** WhatsApp number in international form without plus, or empty. */
  readonly phone: string;
}

export interface Product {
  readonly id: string;
  readonly shopId: string;
  readonly name: string;
  /** What the price is for: `150 g`, `per kotak`. */
  readonly unit: string;
  readonly price: Rupiah;
  readonly category: Category;
  readonly art: Art;
}
