import type { ExemptionKind } from '#lib/domain/rulebook.ts';
import type { Role } from '#lib/protocol/account.ts';
import type { Habit } from './habits.ts';
import type { Sex } from './names.ts';
import { DISKOMINFO, DKUPP, KRUCIL } from './offices.ts';
import type { Post } from './posts.ts';

/** Somebody the sample tells a story of. Made up like everybody else. */
export interface CastMember {
  readonly name: string;
  readonly sex: Sex;
  readonly office: string;
  readonly post: Post;
  /** Always the same one, so that a page can name it: no chance, size or day moves it. */
  readonly nip: string;
  readonly habit: Habit;
  /** The one month that was missed, so many months ago; all others are met. */
  readonly missedAgo?: number;
  /** Days since the phone was heard of last. */
  readonly silentDays?: number;
  readonly exemption?: ExemptionKind;
  /** Roles beside `asn`, in the office where the post is. */
  readonly roles?: readonly Role[];
  /** What the sign-in page says of the account; without it the account has no password. */
  readonly account?: string;
  /** Gets a one-time code instead of a password. */
  readonly mustChange?: boolean;
}

const pelaksana = (title: string): Post => ({ band: 'pelaksana', title });
const fungsional = (title: string): Post => ({ band: 'fungsional', title });
const pengawas = (title: string): Post => ({ band: 'pengawas', title });
const krucil = (member: Omit<CastMember, 'office'>): CastMember => ({ ...member, office: KRUCIL });

export const CAST: readonly CastMember[] = [
  krucil({
    name: 'Ratna Puspita',
    sex: 'f',
    post: pelaksana('Pengadministrasi Perkantoran'),
    nip: '199101092017032007',
    habit: 'rajin',
    missedAgo: 6,
    account: 'Pelaksana di Kecamatan Krucil, wajib Rp50.000',
  }),
  krucil({
    name: 'Suharyono Widodo',
    sex: 'm',
    post: { band: 'kepala-unit', title: 'Camat' },
    nip: '197205251995041003',
    habit: 'rajin',
    account: 'Camat Krucil, wajib Rp150.000',
  }),
  krucil({
    name: 'Lilik Maryati',
    sex: 'f',
    post: pengawas('Kasi Pelayanan'),
    nip: '198010102005012014',
    habit: 'rajin',
    roles: ['petugas-opd'],
    account: 'Petugas OPD Kecamatan Krucil, juga ASN (Kasi Pelayanan)',
  }),
  krucil({
    name: 'Endang Purwati',
    sex: 'f',
    post: { band: 'administrator', title: 'Sekretaris' },
    nip: '197602061999032021',
    habit: 'rajin',
  }),
  krucil({
    name: 'Achmad Riyadi',
    sex: 'm',
    post: pengawas('Kasi Pemerintahan'),
    nip: '197910252005011009',
    habit: 'rajin',
  }),
  krucil({
    name: 'Hadi Prasojo',
    sex: 'm',
    post: pelaksana('Pengolah Data dan Informasi'),
    nip: '198808262014021011',
    habit: 'rajin',
  }),
  krucil({
    name: 'Umi Kholifah',
    sex: 'f',
    post: fungsional('Penyuluh Sosial Ahli Pertama'),
    nip: '199007042019032032',
    habit: 'jarang',
    silentDays: 15,
  }),
  krucil({
    name: 'Wahyu Adi Santoso',
    sex: 'm',
    post: pelaksana('Penata Layanan Operasional'),
    nip: '199405052021211005',
    habit: 'sedang',
  }),
  krucil({
    name: 'Siti Khumairoh',
    sex: 'f',
    post: pelaksana('Pengelola Layanan Operasional'),
    nip: '199308012018042018',
    habit: 'rajin',
    exemption: 'cuti-melahirkan',
  }),
  {
    name: 'Moh. Faisol Anam',
    sex: 'm',
    office: 'SDN Tiris 1',
    post: fungsional('Guru Ahli Pertama'),
    nip: '198709012011121012',
    habit: 'rajin',
    account: 'Guru di SDN Tiris 1, wajib Rp75.000',
  },
  {
    name: 'Wiwik Handayani',
    sex: 'f',
    office: DKUPP,
    post: { band: 'administrator', title: 'Kepala Bidang Usaha Mikro' },
    nip: '197711082002012016',
    habit: 'rajin',
    roles: ['dkupp'],
    account: 'Petugas DKUPP, juga ASN (Kepala Bidang Usaha Mikro)',
  },
  {
    name: 'Bagus Tri Handoko',
    sex: 'm',
    office: DKUPP,
    post: fungsional('Analis Kebijakan Ahli Muda'),
    nip: '198410262010041027',
    habit: 'rajin',
    roles: ['evaluator'],
    account: 'Evaluator di DKUPP, juga ASN',
  },
  {
    name: 'Rizal Kurnia Hakim',
    sex: 'm',
    office: DISKOMINFO,
    post: fungsional('Pranata Komputer Ahli Pertama'),
    nip: '198906022015031008',
    habit: 'rajin',
    roles: ['admin'],
    account: 'Admin SiMadu di Diskominfo, juga ASN',
  },
  {
    name: 'Nur Hidayati Rohmah',
    sex: 'f',
    office: 'Puskesmas Krucil',
    post: fungsional('Bidan Terampil'),
    nip: '199209122019042024',
    habit: 'sedang',
    account: 'Bidan di Puskesmas Krucil, masuk pertama kali dengan kode sekali pakai',
    mustChange: true,
  },
];

/** The seller of the sample: who owns {@link SELLER.shop}. */
export const SELLER = {
  name: 'Sumarti Ningsih',
  shop: 'Keripik Tengger',
  account: 'Penjual: Keripik Tengger, Sukapura',
} as const;

/** Typed on a phone's keyboard in a few seconds, and strong enough for the rules of a new password. */
export const SAMPLE_PASSWORD = 'contoh-madu-2026';

/** The one-time code of whoever signs in for the first time: a code that can be read out, as all are. */
export const SAMPLE_CODE = 'CATAT-MAKAN';
