import { formatDay, type Day } from '#lib/domain/day.ts';
import type { Device } from '#lib/protocol/device.ts';
import type { AccountHere } from './accounts-here.ts';
import { PIN_DIGITS, PIN_TRIES, type PinRefusal } from './pin.ts';
import type { Irreplaceable } from './unsent.ts';

/*
 * What the phone says where several accounts share it: PINs, switching, devices. A PIN is called a lock on the
 * screen, and nothing more.
 */

/** Seconds as people say them: `30 detik`, `15 menit`. */
const sayWait = (seconds: number): string =>
  seconds < 90 ? `${String(Math.max(1, seconds))} detik` : `${String(Math.ceil(seconds / 60))} menit`;

/** Why the PIN did not open, and what to do. */
export function sayPinRefusal(refusal: PinRefusal): string {
  switch (refusal.kind) {
    case 'none':
      return 'Akun ini belum punya PIN di HP ini. Masuk dengan kata sandi.';
    case 'blocked':
      return `PIN sudah ${String(PIN_TRIES)} kali salah. Masuk dengan kata sandi untuk membuat PIN baru. Catatan tetap aman di HP ini.`;
    case 'wait':
      return `Sudah beberapa kali salah. Mohon tunggu ${sayWait(refusal.seconds)}, lalu coba lagi.`;
    case 'wrong':
      return refusal.seconds === 0
        ? 'PIN belum cocok. Mohon coba lagi.'
        : `PIN belum cocok. Tunggu ${sayWait(refusal.seconds)}, lalu coba lagi; tersisa ${String(refusal.left)} kali.`;
  }
}

export const PIN_NOT_READ = 'HP ini belum dapat memeriksa PIN. Mohon muat ulang, lalu coba lagi.';

export const PIN_WORDS = {
  digits: `PIN ${String(PIN_DIGITS)} angka`,
  about:
    'PIN mengunci layar akun Bapak/Ibu di HP ini, juga tanpa sinyal. PIN bukan kata sandi: di HP lain tetap masuk dengan kata sandi.',
  incomplete: `PIN terdiri dari ${String(PIN_DIGITS)} angka.`,
  weak: 'PIN ini mudah ditebak. Mohon pilih angka lain, jangan yang sama semua atau berurutan.',
  differs: 'Kedua PIN belum sama. Mohon ulangi.',
  saved: 'PIN tersimpan di HP ini.',
} as const;

/** What stands beneath a name where accounts are chosen. */
export function sayAccountHere({ inFront, hasPin, ended }: AccountHere): string | undefined {
  if (!hasPin) return 'masuk dengan kata sandi';
  if (ended) return 'perlu masuk lagi agar catatannya terkirim';
  return inFront ? 'terakhir dipakai' : undefined;
}

/** `Masuk 2 Nov 2026, terakhir tersambung 24 Nov 2026.` */
export const sayDevice = ({ first, last }: Device): string =>
  `Masuk ${formatDay(first as Day)}, terakhir tersambung ${formatDay(last as Day)}`;

export const DEVICE_WORDS = {
  here: 'HP ini',
  about:
    'Di sini akun Bapak/Ibu sedang masuk. Yang dikeluarkan harus masuk lagi; catatan yang belum terkirim di sana tetap aman di sana.',
  alone: 'Tidak ada perangkat lain.',
  offline: 'Daftar perangkat perlu sinyal. Mohon coba lagi saat tersambung.',
} as const;

/** What removing an account from this phone means, or why it cannot be. */
export function sayRemoving({ unsent, photos, refused, carried }: Irreplaceable): string {
  const held = [
    ...(unsent > 0 ? [`${String(unsent)} catatan belum terkirim`] : []),
    ...(photos > 0 ? [`${String(photos)} foto belum terkirim`] : []),
    ...(refused > 0 ? [`${String(refused)} catatan ditolak kantor`] : []),
    ...(carried > 0 ? [`${String(carried)} titipan rekan belum terkirim`] : []),
  ];
  return held.length === 0
    ? 'Semua yang tersimpan dari akun ini di HP ini dihapus, juga isian yang belum disimpan. Catatan yang sudah terkirim tetap ada di kantor.'
    : `Belum bisa dihapus: ada ${held.join(', ')}. Mohon kirim atau selesaikan dulu, atau pilih Keluar; semuanya tetap aman di HP ini.`;
}

export const NOT_REMOVED =
  'Akun ini belum dihapus karena ada yang belum terkirim atau belum selesai. Semuanya tetap aman.';
