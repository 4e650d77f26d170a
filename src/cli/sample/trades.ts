/*
 * Long because it is a list: what the regency makes, and where.
 */

import type { Art, Category } from '#lib/domain/catalogue.ts';

/* Longer than other files because it is one table: what the regency's shops make. */

/** A kind of goods that shops make, with where it is at home and what a shop of it sells. */
export interface Trade {
  readonly art: Art;
  readonly category: Category;
  /** How such a shop's name begins. */
  readonly names: readonly string[];
  /** Kecamatan known for it, by name. */
  readonly home: readonly string[];
  /** Shops of it among a hundred, in its home and elsewhere. */
  readonly often: readonly [number, number];
  readonly goods: readonly Goods[];
}

/** One product with its sizes; a price is given for each size, in thousands of rupiah. */
export interface Goods {
  readonly name: string;
  readonly sizes: readonly (readonly [string, number])[];
}

/** `Keripik kentang asin: 100 g 11, 150 g 15` */
const goods = (text: string): Goods[] =>
  text.split('|').map((line) => {
    const [name = '', sizes = ''] = line.split(': ');
    return {
      name,
      sizes: sizes.split(', ').map((size) => {
        const at = size.lastIndexOf(' ');
        return [size.slice(0, at), Number(size.slice(at + 1))] as const;
      }),
    };
  });
const words = (text: string) => text.split('|');
const EVERYWHERE: readonly string[] = [];

/** What the regency's UMKM make (facts of the field: products it is known for). */
export const TRADES: readonly Trade[] = [
  {
    art: 'kopi',
    category: 'minuman',
    names: words('Kopi Lereng|Kopi|Kedai Kopi|Sangrai|Kopi Argopuro'),
    home: words('Krucil|Tiris|Gading|Sumber'),
    often: [22, 2],
    goods: goods(
      'Kopi robusta bubuk: 100 g 15, 200 g 28, 500 g 65|Kopi arabika bubuk: 100 g 24, 200 g 45|' +
        'Kopi robusta biji sangrai: 200 g 30, 500 g 70, 1 kg 135|Kopi lanang: 100 g 30, 200 g 55|' +
        'Kopi luwak kebun: 100 g 60|Kopi jahe sachet: isi 10 18, isi 20 34|Kopi susu botol: 250 ml 13, 1 liter 45|' +
        'Kopi celup: isi 10 22|Kopi hijau biji: 1 kg 75|Kopi rempah bubuk: 150 g 25',
    ),
  },
  {
    art: 'susu',
    category: 'minuman',
    names: words('Susu Segar|Rumah Susu|Susu|Dapur Susu'),
    home: words('Krucil|Tiris'),
    often: [18, 1],
    goods: goods(
      'Susu sapi segar: 500 ml 8, 1 liter 15|Susu pasteurisasi rasa stroberi: 200 ml 7, 500 ml 14|' +
        'Susu pasteurisasi rasa cokelat: 200 ml 7, 500 ml 14|Yoghurt: 250 ml 12, 500 ml 22|Kefir: 500 ml 35|' +
        'Permen susu: 100 g 10, 250 g 23|Stik susu: 100 g 11, 200 g 20|Dodol susu: 250 g 18|' +
        'Keju mozarella: 250 g 35|Es susu: per gelas 6|Sabun susu sapi: per batang 15',
    ),
  },
  {
    art: 'madu',
    category: 'hasil-bumi',
    names: words('Madu Lereng|Madu|Madu Hutan|Ternak Lebah'),
    home: words('Krucil|Tiris|Lumbang|Sukapura'),
    often: [9, 1],
    goods: goods(
      'Madu hutan: 150 ml 30, 250 ml 45, 500 ml 85|Madu randu: 250 ml 40, 500 ml 75|Madu kopi: 250 ml 50|' +
        'Madu klanceng: 100 ml 45, 250 ml 100|Bee pollen: 100 g 40|Madu sachet: isi 10 20|' +
        'Madu jahe: 250 ml 42|Sarang madu: 250 g 65|Lilin lebah: 100 g 15',
    ),
  },
  {
    art: 'bawang',
    category: 'hasil-bumi',
    names: words('Bawang Goreng|Bawang|UD Bawang|Omah Bawang'),
    home: words('Dringu|Tegalsiwalan|Gending|Leces'),
    often: [26, 2],
    goods: goods(
      'Bawang goreng: 100 g 17.5, 250 g 40, 500 g 78|Bawang merah: 1 kg 32, 5 kg 150|' +
        'Bawang goreng pedas: 100 g 19|Bawang goreng tanpa tepung: 100 g 22, 250 g 52|Minyak bawang: 150 ml 20|' +
        'Bumbu dasar merah: 200 g 18|Sambal bawang: 150 g 20, 200 g 25|Pasta bawang merah: 250 g 24|' +
        'Rempeyek bawang: 200 g 14|Keripik bawang: 200 g 13',
    ),
  },
  {
    art: 'keripik',
    category: 'makanan',
    names: words('Keripik|Keripik Kentang|Aneka Keripik|Keripik Bromo'),
    home: words('Sukapura|Sumber|Lumbang|Krucil'),
    often: [22, 7],
    goods: goods(
      'Keripik kentang asin: 100 g 11, 150 g 15, 250 g 24|Keripik kentang pedas: 100 g 12, 150 g 16|' +
        'Keripik kentang balado: 150 g 16|Keripik singkong: 200 g 10, 500 g 22|Keripik pisang: 200 g 12, 500 g 27|' +
        'Keripik talas: 150 g 13|Keripik tempe: 150 g 12, 250 g 19|Keripik nangka: 100 g 20|Keripik apel: 100 g 21|' +
        'Keripik bayam: 100 g 12|Kentang stik: 150 g 14',
    ),
  },
  {
    art: 'kentang',
    category: 'hasil-bumi',
    names: words('Tani Bromo|Kebun|Sayur Tengger|Tani'),
    home: words('Sukapura|Sumber|Lumbang'),
    often: [18, 0],
    goods: goods(
      'Kentang granola: 1 kg 16, 5 kg 75|Kentang rendang: 1 kg 13|Kubis: per buah 8|Bawang prei: 1 kg 12|' +
        'Wortel: 1 kg 11|Tomat: 1 kg 10|Kentang kupas beku: 500 g 18, 1 kg 33|Terong belanda: 1 kg 22|' +
        'Stroberi: 250 g 20|Jagung putih Tengger: 1 kg 14|Nasi aron: per bungkus 8',
    ),
  },
  {
    art: 'mangga',
    category: 'hasil-bumi',
    names: words('Kebun|Kebun Mangga|Mangga|Kebun Harum'),
    home: words('Tongas|Sumberasih|Wonomerto|Bantaran|Tegalsiwalan'),
    often: [24, 2],
    goods: goods(
      'Mangga arumanis: 1 kg 18, 5 kg 85|Mangga manalagi: 1 kg 16|Sari mangga: 250 ml 9, 1 liter 30|' +
        'Manisan mangga: 200 g 14, 500 g 32|Dodol mangga: 250 g 20|Selai mangga: 200 g 22|Sirup mangga: 500 ml 28|' +
        'Mangga kering: 100 g 20|Bibit mangga arumanis: per pohon 35|Keripik mangga: 100 g 21',
    ),
  },
  {
    art: 'anggur',
    category: 'hasil-bumi',
    names: words('Kebun Anggur|Anggur|Petik Anggur'),
    home: words('Banyuanyar|Wonomerto|Sumberasih|Kuripan'),
    often: [12, 1],
    goods: goods(
      'Anggur probolinggo biru: 500 g 25, 1 kg 48|Anggur probolinggo putih: 500 g 28, 1 kg 52|' +
        'Sari anggur: 250 ml 12, 1 liter 40|Selai anggur: 200 g 25|Bibit anggur: per pohon 40|' +
        'Kismis: 150 g 22|Sirup anggur: 500 ml 32|Jeli anggur: per gelas 6',
    ),
  },
  {
    art: 'ikan',
    category: 'hasil-laut',
    names: words('Bahari|Ikan Asin|Pesisir|Olahan Laut'),
    home: words('Paiton|Gending|Sumberasih|Kraksaan|Tongas|Pajarakan'),
    often: [22, 0],
    goods: goods(
      'Ikan asin layur: 250 g 16, 500 g 30|Ikan asin teri: 250 g 18, 500 g 34|Ikan asin jambal: 250 g 30|' +
        'Pindang: per besek 15|Teri krispi: 100 g 18, 200 g 33|Abon tuna: 100 g 24, 250 g 55|Ebi: 100 g 17|' +
        'Otak-otak bandeng: per ekor 25|Bandeng presto: isi 2 30|Kerang kupas: 500 g 25|Terasi: 100 g 10, 250 g 22',
    ),
  },
  {
    art: 'petis',
    category: 'hasil-laut',
    names: words('Petis|Petis Udang|Dapur Petis|Petis Ikan'),
    home: words('Paiton|Gending|Kraksaan|Sumberasih'),
    often: [13, 0],
    goods: goods(
      'Petis udang: 200 g 14, 500 g 32|Petis ikan: 200 g 11, 500 g 25|Petis pedas: 200 g 15|' +
        'Bumbu rujak: 250 g 16|Bumbu tahu petis: 200 g 13|Kecap ikan: 150 ml 15|Sambal petis: 150 g 16|' +
        'Tahu petis: isi 10 12|Petis kupang: 200 g 18',
    ),
  },
  {
    art: 'kerupuk',
    category: 'makanan',
    names: words('Kerupuk|Rumah Kerupuk|Kerupuk Ikan|UD Kerupuk'),
    home: words('Gending|Maron|Pajarakan|Paiton|Krejengan'),
    often: [15, 5],
    goods: goods(
      'Kerupuk ikan: 250 g 13, 500 g 25, 1 kg 48|Kerupuk udang: 250 g 18, 500 g 34|Kerupuk puli: 250 g 10, 500 g 18|' +
        'Kerupuk kupang: 250 g 15|Rambak sapi: 100 g 20, 200 g 38|Kerupuk terung: 250 g 11|Opak gambir: 200 g 12|' +
        'Rengginang: 250 g 13, 500 g 25|Rengginang lorjuk: 250 g 24',
    ),
  },
  {
    art: 'batik',
    category: 'batik-tenun',
    names: words('Batik Ronggo|Batik|Rumah Batik|Griya Batik'),
    home: words('Kraksaan|Pajarakan|Krejengan|Maron'),
    often: [14, 1],
    goods: goods(
      'Batik tulis: 2 meter 185, 2,5 meter 230|Batik cap: 2 meter 110, 2,5 meter 135|Syal batik: per lembar 65|' +
        'Udeng batik: per lembar 50|Dompet batik: per buah 35|Masker batik: isi 3 20|Taplak batik: per lembar 75|' +
        'Tas batik: per buah 90|Kemeja batik: per potong 165|Sapu tangan batik: isi 2 25|Pouch batik: per buah 22',
    ),
  },
  {
    art: 'tenun',
    category: 'batik-tenun',
    names: words('Tenun|Rumah Tenun|Bordir|Konveksi'),
    home: words('Bantaran|Leces|Wonomerto|Besuk'),
    often: [8, 1],
    goods: goods(
      'Kain tenun: 2 meter 160|Selendang tenun: per lembar 85|Sarung tenun: per lembar 120|Taplak tenun: per lembar 70|' +
        'Mukena bordir: per set 175|Kerudung bordir: per lembar 55|Tas tenun: per buah 80|Gantungan kunci tenun: isi 3 20|' +
        'Sarung bantal: isi 2 45|Tempat tisu tenun: per buah 28',
    ),
  },
  {
    art: 'anyaman',
    category: 'kerajinan',
    names: words('Anyaman|Kriya|Kerajinan|Bambu'),
    home: words('Wonomerto|Lumbang|Kuripan|Pakuniran|Kotaanyar'),
    often: [14, 2],
    goods: goods(
      'Tas anyam bambu: per buah 55|Tampah: per buah 18|Besek: isi 10 20|Tempat nasi bambu: per buah 30|' +
        'Tikar pandan: 2 x 1,5 m 75|Tas pandan: per buah 45|Keranjang rotan: per buah 60|Kap lampu bambu: per buah 65|' +
        'Sapu lidi: per buah 10|Tempat tisu anyam: per buah 25|Hiasan dinding bambu: per buah 40',
    ),
  },
  {
    art: 'jamu',
    category: 'jamu',
    names: words('Jamu Godhong|Jamu|Jamu Segar|Omah Jamu'),
    home: words('Besuk|Kraksaan|Leces|Maron'),
    often: [9, 3],
    goods: goods(
      'Beras kencur: 250 ml 7, 600 ml 14|Kunyit asam: 250 ml 7, 600 ml 14|Sinom: 250 ml 6, 600 ml 12|' +
        'Temulawak: 250 ml 8|Jahe merah bubuk: 150 g 20, 250 g 32|Kunyit bubuk: 100 g 14|Wedang uwuh: isi 5 18|' +
        'Jamu gendong segar: per gelas 4|Teh daun kelor: isi 20 22|Minyak urut: 60 ml 20|Empon-empon kering: 100 g 15',
    ),
  },
  {
    art: 'camilan',
    category: 'makanan',
    names: words('Camilan|Dapur|Kue Kering|Jajan|Roti'),
    home: EVERYWHERE,
    often: [20, 20],
    goods: goods(
      'Kue kering nastar: 250 g 35, 500 g 65|Kue bawang: 200 g 12, 500 g 28|Rempeyek kacang: 200 g 14|' +
        'Kacang telur: 250 g 15|Stik keju: 200 g 16|Onde-onde ketawa: 250 g 13|Pastel mini abon: 200 g 17|' +
        'Roti manis: isi 5 20|Bolu kukus: isi 6 15|Ladu: isi 10 16|Jenang: 250 g 18|Sale pisang: 200 g 14|' +
        'Brownies kukus: per loyang 38|Donat kentang: isi 6 18',
    ),
  },
  {
    art: 'katering',
    category: 'katering',
    names: words('Katering|Dapur|Warung|Nasi Kotak|Depot'),
    home: EVERYWHERE,
    often: [12, 12],
    goods: goods(
      'Nasi kotak ayam: per kotak 20|Nasi kotak ikan: per kotak 18|Nasi jagung: per bungkus 10|Nasi glepungan: per porsi 12|' +
        'Kotakan kue isi 3: per kotak 8|Kotakan kue isi 5: per kotak 12|Tumpeng mini: per porsi 28|' +
        'Soto ayam: per porsi 13|Rujak cingur: per porsi 15|Lontong balap: per porsi 12|Es campur: per gelas 8|' +
        'Jus mangga: per gelas 10|Ayam panggang: per ekor 75|Rawon: per porsi 18',
    ),
  },
];

/** What a shop is called after its kind of goods, when it is not called after its owner or its desa. */
export const SHOP_WORDS = words(
  'Barokah|Berkah|Sumber Rejeki|Asri|Mulya|Makmur|Sejahtera|Lestari|Harapan|Melati|Mawar|Kenanga|Anggrek|Cempaka|' +
    'Tiga Putri|Dua Saudara|Putra Mandiri|Sari Rasa|Sari Murni|Maju Jaya|Jaya Abadi|Sumber Urip|Karya Ibu|' +
    'Srikandi|Pelangi|Mentari|Bintang|Purnama|Cahaya|Amanah|Al-Hidayah|An-Nur|Ar-Rohman|Rahayu|Guyub|Rukun|' +
    'Sekar|Kencana|Argopuro|Bromo Indah|Pandan Wangi|Kembang|Nusa|Bina Usaha|Wono|Segar|Alami|Ndeso|Pusaka|Warisan',
);
