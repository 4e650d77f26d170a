import { addDays, firstDay, type Day, type Instant, type Month } from '#lib/domain/day.ts';
import { KECAMATAN, type KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { Office, OfficeKind } from '#lib/domain/office.ts';
import type { Desa } from '#lib/server/market/desa.ts';
import type { Random } from './random.ts';

/** What an office is, as far as its staff goes. */
export type Place =
  'setda' | 'bagian' | 'dinas' | 'badan' | 'rsud' | 'kecamatan' | 'kelurahan' | 'puskesmas' | 'sekolah';

/** An office of the sample, with what its staff is made of. */
export interface SampleOffice extends Office {
  readonly place: Place;
}

export interface OfficeTree {
  readonly offices: readonly SampleOffice[];
  /** Offices that were merged, with the one that took them over. */
  readonly mergers: readonly { readonly old: SampleOffice; readonly into: SampleOffice }[];
  readonly mergedOn: Day;
}

export interface TreeFacts {
  readonly random: Random;
  readonly desa: ReadonlyMap<KecamatanCode, readonly Desa[]>;
  readonly schools: number;
  /** The month on whose first day two Bagian were merged. */
  readonly mergerMonth: Month;
  readonly madeAt: Instant;
}

export const DKUPP = 'Dinas Koperasi, Usaha Mikro, Perdagangan dan Perindustrian';
export const DISKOMINFO = 'Dinas Komunikasi, Informatika, Statistik dan Persandian';
export const DINKES = 'Dinas Kesehatan';
export const DISDIK = 'Dinas Pendidikan dan Kebudayaan';
export const SETDA = 'Sekretariat Daerah';
export const KRUCIL = 'Kecamatan Krucil';

/** Long before anything in the sample happens. */
const ALWAYS = '2017-01-01' as Day;
const KRAKSAAN = '35.13.14';
const lines = (text: string) => text.split('|');

const BADAN = lines(
  'Badan Kepegawaian dan Pengembangan SDM|Badan Kesatuan Bangsa dan Politik|Badan Penanggulangan Bencana Daerah|' +
    'Badan Pendapatan, Pengelolaan Keuangan dan Aset Daerah|Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah',
);
const BAGIAN = lines(
  'Administrasi Pembangunan|Pemerintahan|Hukum|Kesejahteraan Rakyat|Organisasi|Pengadaan Barang dan Jasa|' +
    'Perekonomian dan SDA|Protokol dan Komunikasi Pimpinan|Umum',
);
const MERGED = {
  into: 'Bagian Perekonomian dan SDA',
  old: ['Bagian Perekonomian', 'Bagian Sumber Daya Alam'],
};
const DINAS = lines(
  `Dinas Kepemudaan, Olahraga dan Pariwisata|Dinas Kependudukan dan Pencatatan Sipil|${DINKES}|` +
    `Dinas Ketahanan Pangan|${DISKOMINFO}|${DKUPP}|Dinas Lingkungan Hidup|` +
    'Dinas Pekerjaan Umum dan Penataan Ruang|Dinas Pemberdayaan Masyarakat dan Desa|' +
    'Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan KB|' +
    `Dinas Penanaman Modal dan PTSP|${DISDIK}|Dinas Perhubungan|Dinas Perikanan|` +
    'Dinas Perpustakaan dan Kearsipan|Dinas Pertanian|Dinas Perumahan, Kawasan Permukiman dan Pertanahan|' +
    'Dinas Sosial|Dinas Tenaga Kerja',
);
const LIKE_DINAS = ['Inspektorat Daerah', 'Satuan Polisi Pamong Praja', 'Sekretariat DPRD'];
const KELURAHAN = ['Patokan', 'Sidomukti', 'Kraksaan Wetan', 'Kandangjati Kulon', 'Semampir'];
/** Kecamatan with a second or third Puskesmas beside the one of their own name. */
const MORE_PUSKESMAS: readonly (readonly [string, string])[] = [
  ['Leces', 'Jorongan'],
  ['Banyuanyar', 'Klenang Kidul'],
  ['Tiris', 'Ranugedang'],
  ['Gading', 'Condong'],
  ['Pakuniran', 'Glagah'],
  ['Paiton', 'Jabungsisir'],
  ['Besuk', 'Bago'],
  ['Maron', 'Suko'],
  ['Tongas', 'Curahtulis'],
];

const codeOf = (name: string): KecamatanCode =>
  KECAMATAN.find((kecamatan) => kecamatan.name === name)?.code ?? KRAKSAAN;

/** The regency's offices: 63 that report on their own, and within them puskesmas, kelurahan and schools. */
export function makeOffices(facts: TreeFacts): OfficeTree {
  const offices: SampleOffice[] = [];
  const add = (place: Place, name: string, more: Partial<SampleOffice> = {}) => {
    const kind: OfficeKind = ['kelurahan', 'puskesmas', 'sekolah'].includes(place) ? 'unit' : 'opd';
    const id = facts.random.id(facts.madeAt);
    const office = { id, parentId: null, name, kind, kecamatan: KRAKSAAN, from: ALWAYS, until: null, place };
    const made = { ...office, ...more };
    offices.push(made);
    return made;
  };
  const setda = add('setda', SETDA);
  const mergedOn = firstDay(facts.mergerMonth);
  for (const name of BAGIAN.map((part) => `Bagian ${part}`)) {
    add('bagian', name, { parentId: setda.id, ...(name === MERGED.into ? { from: mergedOn } : {}) });
  }
  const before = { parentId: setda.id, until: addDays(mergedOn, -1) };
  const old = MERGED.old.map((name) => add('bagian', name, before));
  for (const name of BADAN) add('badan', name);
  for (const name of [...DINAS, ...LIKE_DINAS]) add('dinas', name);
  const named = (name: string) => {
    const found = offices.find((office) => office.name === name);
    if (!found) throw new Error(`no office is called ${name}`);
    return found;
  };
  add('rsud', 'RSUD Waluyo Jati');
  add('rsud', 'RSUD Tongas', { kecamatan: codeOf('Tongas') });
  for (const { code, name } of KECAMATAN) add('kecamatan', `Kecamatan ${name}`, { kecamatan: code });
  const kraksaan = named('Kecamatan Kraksaan').id;
  for (const name of KELURAHAN) add('kelurahan', `Kelurahan ${name}`, { parentId: kraksaan });
  const health = named(DINKES).id;
  const puskesmas = [...KECAMATAN.map(({ name }) => [name, name] as const), ...MORE_PUSKESMAS];
  for (const [where, name] of puskesmas) {
    add('puskesmas', `Puskesmas ${name}`, { parentId: health, kecamatan: codeOf(where) });
  }
  const education = named(DISDIK).id;
  for (const { name, kecamatan } of schoolsOf(facts)) {
    add('sekolah', name, { parentId: education, kecamatan });
  }
  const into = named(MERGED.into);
  return { offices, mergers: old.map((office) => ({ old: office, into })), mergedOn };
}

/** Primary schools by desa with a lower secondary one to every twelve, turn by turn over the kecamatan. */
function schoolsOf({ desa, schools }: TreeFacts): { name: string; kecamatan: KecamatanCode }[] {
  const made: { name: string; kecamatan: KecamatanCode }[] = [];
  for (let round = 0; made.length < schools; round += 1) {
    for (const { code, name } of KECAMATAN) {
      if (made.length === schools) break;
      const villages = desa.get(code) ?? [];
      // The desa that bears the kecamatan's name, where there is one, has the first school.
      const first = Math.max(
        0,
        villages.findIndex((village) => village.name === name),
      );
      const village = villages[(first + round) % villages.length];
      const serial = Math.floor(round / 12);
      if (round % 12 === 11) made.push({ name: `SMPN ${serial + 1} ${name}`, kecamatan: code });
      else if (village) {
        const number = Math.floor(round / villages.length) + 1;
        made.push({ name: `SDN ${village.name} ${number}`, kecamatan: code });
      }
    }
  }
  return made;
}
