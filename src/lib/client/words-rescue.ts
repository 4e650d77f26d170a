import { dayInWib, timeInWib, type Instant } from '#lib/domain/day.ts';
import type { CarryAnswer } from '#lib/protocol/rescue.ts';
import type { MakeRefusal } from './rescue/make.ts';
import type { Titipan } from './phone.ts';
import { sayProblem } from './words.ts';

/* What the phone says about rescue files: *titipan*, something that is given to somebody to carry. */

/** The first line of every file: whoever opens it reads what to do. */
export const RESCUE_LINE =
  'Berkas titipan SiMadu: catatan belanja yang belum terkirim. Hanya kantor yang dapat membacanya. Jangan diubah. Serahkan kepada petugas OPD, atau di HP yang bersinyal buka SiMadu: Akun, Titip kirim.';

/** `titipan-simadu-2026-11-25-0310.txt`: tells the newest from the others, and nothing of whose it is. */
export const rescueName = (now: Instant): string =>
  `titipan-simadu-${dayInWib(now)}-${timeInWib(now).replace(/\D/g, '')}.txt`;

export const RESCUE = {
  title: 'Titip kirim',
  own: 'Titipkan catatan saya',
  way: 'Titipkan lewat rekan',
  nothing: 'Semua catatan sudah terkirim. Tidak ada yang perlu dititipkan.',
  how: 'Kirim berkasnya ke rekan yang akan mendapat sinyal, atau ke petugas OPD: lewat WhatsApp, Bluetooth, atau kartu memori.',
  secret: 'Hanya kantor yang dapat membuka isinya.',
  stays: 'Catatan tetap di HP ini dan dikirim juga saat ada sinyal. Tidak akan tercatat dua kali.',
  share: 'Bagikan berkas',
  save: 'Simpan berkas',
  notShared: 'Berkas belum dibagikan. Bila aplikasinya tidak ada dalam daftar, simpan dulu berkasnya.',
  saved: 'Berkas tersimpan di folder Unduhan (Download).',
  shared: 'Berkas sudah dibagikan.',
  others: 'Bawakan titipan rekan',
  othersHow:
    'Simpan berkas dari rekan di HP ini, lalu pilih di sini. Berkas dikirim begitu HP ini mendapat sinyal; isinya tidak dapat dibaca.',
  choose: 'Pilih berkas titipan',
  send: 'Kirim sekarang',
  sending: 'Sedang mengirim',
  drop: 'Hapus',
  dropTitle: 'Hapus titipan ini?',
  dropMeans:
    'Berkas ini belum terkirim. Setelah dihapus, HP ini tidak mengirimnya lagi; catatan di dalamnya mungkin hanya ada di HP pemiliknya.',
  dropCancel: 'Batal',
  notDropped: 'Titipan ini belum berhasil dihapus. Mohon coba lagi.',
} as const;

export const sayUnsentHere = (unsent: number): string => `${String(unsent)} catatan belum terkirim.`;

/** What stands in a file that was just made. */
export const sayHeld = (held: number, left: number): string =>
  left === 0
    ? `Berisi ${String(held)} catatan.`
    : `Berisi ${String(held)} catatan; ${String(left)} tidak muat dan menunggu berkas berikutnya.`;

const NOT_MADE: Readonly<Record<MakeRefusal, string>> = {
  nothing: RESCUE.nothing,
  'no-key': 'Berkas titipan bisa dibuat setelah HP ini tersambung dengan kantor sekali lagi.',
  failed: 'HP ini belum dapat membuat berkas titipan. Catatan tetap aman di HP.',
};

export const sayNotMade = (refusal: MakeRefusal): string => NOT_MADE[refusal];

/** How a carried file stands. */
export function sayTitipan({ answer, refusal }: Titipan): string {
  if (answer !== null) return sayCarried(answer);
  return refusal === null ? 'Menunggu sinyal. Tersimpan di HP ini.' : sayProblem(refusal);
}

/** What the carrier may know: how many, of nobody in particular. */
export function sayCarried({ taken, known, refused, later, differ = 0, own = 0 }: CarryAnswer): string {
  const parts = [
    [taken, 'catatan diterima kantor untuk seorang pegawai'],
    [known, 'catatan sudah diterima sebelumnya'],
    [differ, 'catatan berbeda dari yang ada di kantor; petugas akan melihatnya'],
    [refused - differ, 'catatan tidak dapat diterima; pemiliknya akan diberi tahu'],
    [own, 'perubahan hanya dapat dikirim oleh HP pemiliknya'],
    [later - own, 'catatan belum dapat diterima kantor; akan dicoba lagi'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${String(count)} ${what}`);
  return `Terkirim. ${told.join('. ')}.`;
}

/** Beside the way to the screen, in *Akun*. */
export function sayRescueRow({ unsent, online, waiting }: RescueRow): string {
  if (waiting > 0) return `${String(waiting)} titipan rekan menunggu sinyal`;
  if (unsent > 0 && !online) return `titipkan ${String(unsent)} catatan yang belum terkirim`;
  return 'lewat rekan yang mendapat sinyal';
}

export interface RescueRow {
  readonly unsent: number;
  readonly online: boolean;
  /** Files of others that wait on this phone. */
  readonly waiting: number;
}
