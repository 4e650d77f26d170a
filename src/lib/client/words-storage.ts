import { formatInstant } from '#lib/domain/day.ts';
import { formatNumber } from '#lib/domain/rupiah.ts';
import type { Purpose } from './bytes.ts';
import type { OpenTrouble } from './open.ts';
import type { Emptied } from './phone.ts';

/* What the phone says of its room, its bytes and what it keeps. */

const NOT_OPENED: Readonly<Record<OpenTrouble, string>> = {
  busy: 'SiMadu masih terbuka di tab lain dengan versi lama. Mohon tutup tab itu, lalu muat ulang. Catatan aman di HP.',
  slow: 'HP belum membuka simpanan SiMadu. Mohon tutup aplikasi lain, lalu muat ulang. Catatan aman di HP.',
  failed:
    'HP tidak dapat membuka simpanan SiMadu. Mohon muat ulang; bila terulang, mulai ulang HP. Jangan hapus data SiMadu.',
};

/** The phone's database does not open. */
export const sayNotOpened = (trouble: OpenTrouble): string => NOT_OPENED[trouble];

export const NEARLY_FULL = 'Memori HP hampir penuh. Catatan bisa disimpan; foto belum bisa.';

/** What to do about it; the browser gives room back by itself once there is some. */
export const MAKE_ROOM = 'Hapus video atau foto yang tidak dipakai, terutama dari grup WhatsApp.';

/** The browser emptied the account's database: what is gone, what may be, what to do. */
export function sayEmptied({ unsent, lastSeen }: Pick<Emptied, 'unsent' | 'lastSeen'>): string {
  const seen = `Saat terakhir dilihat (${formatInstant(lastSeen)}),`;
  return unsent === 0
    ? `${seen} semua catatan sudah terkirim, jadi akan tampil lagi setelah tersambung.`
    : `${seen} ada ${String(unsent)} catatan yang belum terkirim. Mohon lihat Riwayat setelah tersambung, lalu catat ulang yang tidak ada. Kantor juga diberi tahu.`;
}

export const EMPTIED = 'Browser mengosongkan simpanan SiMadu di HP ini.';

/** `0,4 MB`, `312 kB`. A kB is 1,000 bytes, as providers count. */
export function sayBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000))} kB`;
  const tenths = Math.round(bytes / 100_000);
  return `${formatNumber(Math.floor(tenths / 10))},${String(tenths % 10)} MB`;
}

export const PURPOSE_NAMES: Readonly<Record<Purpose, string>> = {
  catatan: 'Catatan dan kabar kantor',
  katalog: 'Katalog',
  foto: 'Foto nota',
  pembaruan: 'Aplikasi dan pembaruannya',
  lain: 'Masuk dan lainnya',
};

export const OVER_LIMIT =
  'Batas data bulan ini sudah tercapai. Catatan tetap dikirim; katalog kecamatan lain, foto lewat data seluler, dan kabar berkala menunggu bulan depan.';

/** Goods of another kecamatan do not come for now. */
export const GOODS_WAIT = {
  room: 'Menunggu: memori HP hampir penuh. Katalog ini diambil setelah ada ruang.',
  data: 'Menunggu: batas data bulan ini sudah tercapai. Batasnya bisa diubah di Akun, Hemat data.',
} as const;
