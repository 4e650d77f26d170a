import {
  addDays,
  dayInWib,
  formatDay,
  formatInstant,
  formatMonth,
  monthOf,
  shortMonth,
  timeInWib,
  type Day,
  type Instant,
} from '#lib/domain/day.ts';
import { kecamatanName } from '#lib/domain/kecamatan.ts';
import { formatNip } from '#lib/domain/nip.ts';
import type { Office } from '#lib/domain/office.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { AssessmentLine } from '#lib/domain/quota.ts';
import type { Contact, RecapRow, RecapStatus, RecapTotals } from '#lib/domain/recap.ts';

/* What the officer's desk says: on screens, in files and on paper. Reasons for figures are domain/reason.ts. */

export const REGENCY = 'Kabupaten Probolinggo';

/** Whom the recap is for. */
export const ADDRESSEE = 'Kepala Dinas Koperasi, Usaha Mikro, Perdagangan dan Perindustrian';

export const REPORT_TITLE = 'Rekap belanja produk UMKM oleh ASN';

export const STATUS_NAMES: Readonly<Record<RecapStatus, string>> = {
  met: 'Memenuhi',
  waiting: 'Menunggu',
  short: 'Kurang',
  exempt: 'Bebas',
};

/** The same for a month of the year, with those that this office has nothing to say about. */
export const YEAR_STATE_NAMES: Readonly<Record<RecapStatus | 'elsewhere' | 'ahead', string>> = {
  ...STATUS_NAMES,
  elsewhere: 'Tidak di OPD ini',
  ahead: 'Belum tiba',
};

export const EFFECT_NAMES: Readonly<Record<AssessmentLine['effect'], string>> = {
  counted: 'Dihitung',
  waiting: 'Menunggu',
  excluded: 'Tidak dihitung',
};

/** `3 sah`, `1 menunggu petugas`: what was decided about the purchases of a month. */
export function evidence(row: RecapRow): string[] {
  const told = [
    [row.checked, 'sah'],
    [row.unchecked, 'belum diperiksa'],
    [row.flagged, 'menunggu petugas'],
    [row.rejected, 'belum dapat dihitung'],
  ] as const;
  const parts = told.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  if (parts.length > 0) return parts;
  return [row.status === 'exempt' ? 'tidak perlu' : 'belum ada'];
}

/** `foto ada`, `2 foto ada, 1 menyusul`, `foto menyusul`, `belum ada bukti`: what shows a purchase. */
export function photoEvidence({ photos, photosWanted }: Pick<Purchase, 'photos' | 'photosWanted'>): string {
  const [here, coming] = [photos.length - photosWanted.length, photosWanted.length];
  if (photos.length === 0) return 'belum ada bukti';
  const counted = (count: number) => (photos.length === 1 ? 'foto' : `${String(count)} foto`);
  if (here === 0) return `${counted(coming)} menyusul`;
  return coming === 0 ? `${counted(here)} ada` : `${counted(here)} ada, ${String(coming)} menyusul`;
}

/** `hari ini, 06.40`, `kemarin, 16.02`, `22 Nov, 13.44`; with the year when it is another. WIB. */
export function moment(at: Instant, now: Instant): string {
  const day = dayInWib(at);
  const today = dayInWib(now);
  if (day === today) return `hari ini, ${timeInWib(at)}`;
  if (day === addDays(today, -1)) return `kemarin, ${timeInWib(at)}`;
  return day.slice(0, 4) === today.slice(0, 4) ? `${dayAndMonth(day)}, ${timeInWib(at)}` : formatDay(day);
}

/** `5 Des` */
export const dayAndMonth = (day: Day): string => `${Number(day.slice(8))} ${shortMonth(monthOf(day))}`;

/** How long an ASN's phones have been silent, and what they still hold. Silence is never a miss. */
export function quietReason(
  { contact, silent }: { readonly contact: Contact | null; readonly silent: boolean },
  now: Instant,
): string {
  if (contact === null) return 'Belum pernah ada kabar dari HP.';
  const heard = moment(contact.at, now);
  const held = contact.unsent > 0 ? ` ${heldSentence(contact.unsent)}` : '';
  return silent ? `Belum ada kabar dari HP sejak ${heard}.${held}` : `Kabar terakhir ${heard}.${held}`;
}

/** What a phone said it still holds. */
export const heldSentence = (unsent: number): string => `${unsent} catatan belum terkirim.`;

/** A phone's browser emptied what it kept: what may be missing, and that nobody is to blame. */
export function emptiedSentence(
  { at, unsent }: { readonly at: Instant; readonly unsent: number },
  now: Instant,
): string {
  const found = `Simpanan SiMadu di HP dikosongkan oleh browser (diketahui ${moment(at, now)}).`;
  return unsent === 0
    ? `${found} Saat terakhir diketahui, semua catatan sudah terkirim.`
    : `${found} Saat terakhir diketahui, ${unsent} catatan belum terkirim; mungkin perlu dicatat ulang.`;
}

export interface Standing {
  readonly asOf: Instant;
  readonly provisional: boolean;
  readonly deadline: Day;
}

/** Whether the figures still move, and when they were read. */
export function standingSentence({ asOf, provisional, deadline }: Standing): string {
  const read = `keadaan ${formatInstant(asOf)} WIB`;
  return provisional
    ? `Sementara, ${read}; belanja masih diterima sampai ${formatDay(deadline)}, 23.59 WIB.`
    : `Setelah tenggat kirim ${formatDay(deadline)}, ${read}.`;
}

/** `11 dari 18 ASN yang wajib memenuhi (61,1 persen), 5 kurang, 2 menunggu pemeriksaan, 2 bebas.` */
export function totalsSentence(totals: RecapTotals): string {
  const { met, obliged, percentMet, below, pending, exempt } = totals;
  if (obliged === 0) return `Tidak ada ASN yang wajib belanja; ${exempt} bebas.`;
  const share = `${met} dari ${obliged} ASN yang wajib memenuhi (${percent(percentMet)})`;
  return `${share}, ${below - pending} kurang, ${pending} menunggu pemeriksaan, ${exempt} bebas.`;
}

/** `Kecamatan Krucil`; the regency when no office is asked for. */
export const officeName = (office: Office | null): string => office?.name ?? REGENCY;

/** The post of an OPD's head in full: `Camat Krucil`, `Kepala Dinas Kesehatan`, `Direktur RSUD Tongas`. */
export function headTitle(title: string, office: string): string {
  const [kind = '', ...rest] = office.split(' ');
  const name = rest.join(' ');
  if (name !== '' && title.endsWith(name)) return title;
  const last = title.split(' ').slice(-1)[0];
  return name !== '' && (last === kind || last === HEADS[kind]) ? `${title} ${name}` : `${title} ${office}`;
}

/** Offices whose head's title says what they are. */
const HEADS: Readonly<Record<string, string>> = {
  Kecamatan: 'Camat',
  Kelurahan: 'Lurah',
  Inspektorat: 'Inspektur',
};

/** Lines of the signature block: place and day, post, room to sign, name, NIP. An empty post leaves dots. */
export function signature({ office, asOf, signatory }: Signing): string[] {
  const place = office ? kecamatanName(office.kecamatan) : 'Kraksaan';
  const day = dayInWib(asOf);
  return [
    `${place}, ${Number(day.slice(8))} ${formatMonth(monthOf(day))}`,
    headTitle(signatory?.title ?? 'Kepala', officeName(office)),
    '',
    '',
    '',
    signatory?.name ?? '.'.repeat(40),
    `NIP ${signatory ? formatNip(signatory.nip) : '.'.repeat(30)}`,
  ];
}

export interface Signing {
  readonly office: Office | null;
  readonly asOf: Instant;
  readonly signatory: { readonly name: string; readonly nip: string; readonly title: string } | null;
}

/** `61,1 persen`. `value` is 0 to 100 with at most one decimal. */
export const percent = (value: number): string => `${String(value).replace('.', ',')} persen`;
