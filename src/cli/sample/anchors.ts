import type { Art } from '#lib/domain/catalogue.ts';

/** A shop that is there in every regency of the sample, because its stories name it. */
export interface Anchor {
  readonly name: string;
  readonly kecamatan: string;
  readonly desa: string;
  readonly art: Art;
  /** What it surely sells, with its size. */
  readonly product: string;
}

export const ANCHORS: readonly Anchor[] = [
  {
    name: 'Keripik Tengger',
    kecamatan: 'Sukapura',
    desa: 'Ngadisari',
    art: 'keripik',
    product: 'Keripik kentang asin 150 g',
  },
  {
    name: 'Kopi Lereng Krucil',
    kecamatan: 'Krucil',
    desa: 'Bermi',
    art: 'kopi',
    product: 'Kopi robusta bubuk 200 g',
  },
  {
    name: 'Madu Lereng Argopuro',
    kecamatan: 'Krucil',
    desa: 'Kalianan',
    art: 'madu',
    product: 'Madu hutan 250 ml',
  },
  {
    name: 'Susu Segar Bermi',
    kecamatan: 'Krucil',
    desa: 'Bermi',
    art: 'susu',
    product: 'Susu sapi segar 1 liter',
  },
  { name: 'Dringu Asri', kecamatan: 'Dringu', desa: 'Pabean', art: 'bawang', product: 'Bawang goreng 100 g' },
  {
    name: 'Kebun Harum',
    kecamatan: 'Tongas',
    desa: 'Bayeman',
    art: 'mangga',
    product: 'Mangga arumanis 1 kg',
  },
  {
    name: 'Batik Ronggo Ayu',
    kecamatan: 'Kraksaan',
    desa: 'Patokan',
    art: 'batik',
    product: 'Batik tulis 2 meter',
  },
  {
    name: 'Bahari Pesisir',
    kecamatan: 'Paiton',
    desa: 'Sumberanyar',
    art: 'ikan',
    product: 'Ikan asin layur 250 g',
  },
  {
    name: 'Anyaman Wono',
    kecamatan: 'Wonomerto',
    desa: 'Patalan',
    art: 'anyaman',
    product: 'Tas anyam bambu per buah',
  },
  {
    name: 'Jamu Godhong Asri',
    kecamatan: 'Kraksaan',
    desa: 'Sidomukti',
    art: 'jamu',
    product: 'Beras kencur 600 ml',
  },
];
