import type { Band } from '#lib/domain/position.ts';
import type { Place, SampleOffice } from './offices.ts';

/** A position as an office's staffing plan has it. */
export interface Post {
  readonly title: string;
  readonly band: Band;
}

interface Plan {
  /** Who leads, foremost first; small offices fill only the first of them. */
  readonly leaders: readonly Post[];
  /** Everybody else, with how often. */
  readonly staff: readonly (readonly [Post, number])[];
  /** Seats that are filled whatever the size of the regency. */
  readonly least: number;
  /** The share of the seats beyond the least, in a regency of any size. */
  readonly weight: number;
}

const post = (band: Band, title: string): Post => ({ band, title });
const posts = (band: Band, titles: string) => titles.split('|').map((title) => post(band, title));
const even = (weight: number, list: readonly Post[]) =>
  list.map((entry) => [entry, weight / list.length] as const);

const PELAKSANA = posts(
  'pelaksana',
  'Pengadministrasi Perkantoran|Pengolah Data dan Informasi|Penata Layanan Operasional|Pengelola Layanan Operasional|Penelaah Teknis Kebijakan',
);
const PART_TIME = posts(
  'paruh-waktu',
  'Operator Layanan Operasional|Pengelola Umum Operasional|Penata Layanan Operasional',
);
const EXPERTS = posts(
  'fungsional',
  'Analis Kebijakan Ahli Muda|Perencana Ahli Muda|Arsiparis Terampil|Pranata Komputer Ahli Pertama|Analis SDM Aparatur Ahli Pertama|Analis Keuangan Ahli Muda',
);
const FIELD = posts(
  'fungsional',
  'Penyuluh Pertanian Ahli Pertama|Penyuluh Sosial Ahli Pertama|Penggerak Swadaya Masyarakat Ahli Pertama',
);
const TEACHERS = posts(
  'fungsional',
  'Guru Ahli Pertama|Guru Ahli Pertama|Guru Ahli Muda|Guru Ahli Madya|Guru Pendidikan Agama Islam Ahli Pertama|Guru PJOK Ahli Pertama',
);
const HEALTH = posts(
  'fungsional',
  'Bidan Terampil|Bidan Ahli Pertama|Perawat Terampil|Perawat Ahli Pertama|Nutrisionis Terampil|Sanitarian Terampil|Dokter Ahli Pertama|Asisten Apoteker Terampil',
);

const office = [...even(50, PELAKSANA), ...even(30, EXPERTS), ...even(20, PART_TIME)];

const dinas = (head: string): Plan => ({
  leaders: [
    post('pimpinan-tinggi', head),
    post('administrator', 'Sekretaris'),
    post('pengawas', 'Kepala Subbagian Umum dan Kepegawaian'),
    ...posts('administrator', 'Kepala Bidang Perencanaan|Kepala Bidang Pembinaan'),
    ...posts('pengawas', 'Kepala Subbagian Keuangan|Kepala Seksi Data'),
    ...posts('administrator', 'Kepala Bidang Pengembangan|Kepala Bidang Pengawasan'),
    ...posts('pengawas', 'Kepala Subbagian Perencanaan|Kepala Seksi Pelayanan|Kepala Seksi Pengendalian'),
  ],
  staff: office,
  least: 3,
  weight: 55,
});

/** Who works where. Heads of offices stand first: the band of heading a unit turns on it. */
export const PLANS: Readonly<Record<Place, Plan>> = {
  setda: {
    leaders: posts(
      'pimpinan-tinggi',
      'Sekretaris Daerah|Asisten Pemerintahan dan Kesejahteraan Rakyat|Asisten Perekonomian dan Pembangunan|Asisten Administrasi Umum|Staf Ahli Bidang Pemerintahan|Staf Ahli Bidang Ekonomi|Staf Ahli Bidang Kemasyarakatan',
    ),
    staff: office,
    least: 12,
    weight: 8,
  },
  bagian: {
    leaders: [post('kepala-unit', 'Kepala Bagian'), ...posts('pengawas', 'Kepala Subbagian Tata Usaha')],
    staff: office,
    least: 2,
    weight: 14,
  },
  badan: dinas('Kepala Badan'),
  dinas: dinas('Kepala Dinas'),
  rsud: {
    leaders: [
      post('kepala-unit', 'Direktur'),
      ...posts('administrator', 'Wakil Direktur Umum dan Keuangan|Kepala Bidang Pelayanan'),
      ...posts('pengawas', 'Kepala Seksi Keperawatan|Kepala Seksi Penunjang'),
    ],
    staff: [...even(85, HEALTH), ...even(10, PELAKSANA), ...even(5, PART_TIME)],
    least: 7,
    weight: 330,
  },
  kecamatan: {
    leaders: [
      post('kepala-unit', 'Camat'),
      post('administrator', 'Sekretaris'),
      ...posts(
        'pengawas',
        'Kasi Pelayanan|Kasi Pemerintahan|Kasi Pemberdayaan Masyarakat|Kasi Ketenteraman dan Ketertiban|Kasubbag Umum dan Kepegawaian|Kasubbag Perencanaan dan Keuangan',
      ),
    ],
    staff: [...even(60, PELAKSANA), ...even(15, FIELD), ...even(25, PART_TIME)],
    least: 4,
    weight: 22,
  },
  kelurahan: {
    leaders: posts('pengawas', 'Lurah|Sekretaris Kelurahan|Kasi Pemerintahan'),
    staff: [...even(75, PELAKSANA), ...even(25, PART_TIME)],
    least: 2,
    weight: 8,
  },
  puskesmas: {
    leaders: [post('fungsional', 'Kepala Puskesmas')],
    staff: [...even(85, HEALTH), ...even(7, PELAKSANA), ...even(8, PART_TIME)],
    least: 2,
    weight: 50,
  },
  sekolah: {
    leaders: [post('fungsional', 'Kepala Sekolah')],
    staff: [...even(82, TEACHERS), ...even(4, PELAKSANA), ...even(14, PART_TIME)],
    least: 6,
    weight: 3,
  },
};

/** Offices whose head is not called after the kind of office. */
const HEADS: Readonly<Record<string, string>> = {
  'Inspektorat Daerah': 'Inspektur',
  'Satuan Polisi Pamong Praja': 'Kepala Satuan',
  'Sekretariat DPRD': 'Sekretaris DPRD',
};

/** Leading posts that an office of so many seats fills: the first, and two in five of the others. */
export function leadersFor({ place, name }: SampleOffice, seats: number): readonly Post[] {
  const count = place === 'setda' ? seats : 1 + Math.ceil((seats - 1) * 0.4);
  return PLANS[place].leaders
    .slice(0, count)
    .map((leader, i) => ({ ...leader, title: (i === 0 ? HEADS[name] : undefined) ?? leader.title }));
}
