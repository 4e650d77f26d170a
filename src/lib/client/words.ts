import { formatDay, formatInstant, type Day } from '#lib/domain/day.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { FormRefusal, FormWarning } from '#lib/domain/purchase-form.ts';
import { NAME_LIMIT, NOTE_LIMIT, ITEMS_LIMIT } from '#lib/domain/purchase-form.ts';
import { formatRupiah, MAX_RUPIAH } from '#lib/domain/rupiah.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import type { Net, NetProblem } from './net.ts';
import type { StorageRefusal } from './storage.ts';

/*
 * What the phone says, in one place. Codes come in, sentences go out: what happened, what it means, what to do.
 */

const PROBLEM_WORDS: Readonly<Record<NetProblem, string>> = {
  // the network
  unreachable: 'Tidak ada sinyal. Bapak/Ibu tetap bisa mencatat.',
  'captive-portal': 'Wi-Fi tersambung, tetapi internet belum terbuka. Catatan aman di HP.',
  storage: 'Jawaban kantor belum bisa disimpan di HP ini. Mohon kosongkan sebagian memori HP.',
  // the whole request
  malformed: 'Kantor tidak dapat membaca kiriman HP ini. Catatan aman di HP; mohon perbarui SiMadu.',
  'too-large': 'Kiriman terlalu besar. Catatan aman di HP; mohon perbarui SiMadu.',
  'unsupported-encoding':
    'Kantor tidak dapat membaca kiriman HP ini. Catatan aman di HP; mohon perbarui SiMadu.',
  'old-version': 'SiMadu di HP ini sudah lama. Catatan aman di HP; mohon perbarui agar bisa dikirim.',
  'new-version': 'Kantor sedang memperbarui SiMadu. Catatan aman di HP dan akan dikirim nanti.',
  'signed-out': 'Sesi sudah berakhir. Bapak/Ibu tetap bisa mencatat; masuk lagi agar catatan terkirim.',
  'other-account': 'Akun lain sedang masuk di HP ini. Masuk lagi agar catatan Bapak/Ibu terkirim.',
  'foreign-origin':
    'Kiriman ditolak karena tidak berasal dari SiMadu. Mohon buka SiMadu dari alamat resminya.',
  forbidden: 'Akun ini tidak memiliki hak untuk itu.',
  'not-found': 'Yang dicari tidak ada.',
  'wrong-credentials': 'NIP atau kata sandi belum cocok. Mohon periksa kembali.',
  'code-accepted': 'Kode benar. Silakan buat kata sandi baru.',
  'weak-password': 'Kata sandi terlalu mudah ditebak. Pakai sedikitnya 8 huruf atau angka.',
  'too-many-tries': 'Sudah beberapa kali dicoba. Mohon tunggu sebentar, lalu coba lagi.',
  'photo-unwanted': 'Kantor belum mengenal foto ini. Akan dicoba lagi setelah catatannya terkirim.',
  'photo-day-full': 'Kiriman foto hari ini sudah banyak sekali. Foto aman di HP dan dikirim lagi besok.',
  'photo-differs': 'Foto rusak di perjalanan. Akan dikirim ulang dari awal.',
  'photo-unreadable': 'Foto ini tidak dapat dibaca. Mohon foto ulang notanya.',
  'photo-too-many-pixels': 'Foto ini terlalu besar. Mohon foto ulang notanya dari dalam SiMadu.',
  'file-unreadable':
    'Berkas ini tidak terbaca: bukan berkas titipan SiMadu, atau isinya berubah di perjalanan. Mohon minta dikirim ulang sebagai dokumen.',
  'file-cut': 'Berkas ini terpotong di perjalanan. Mohon minta dikirim ulang.',
  'file-newer': 'Berkas ini dari versi SiMadu yang lebih baru daripada kantor. Mohon coba lagi nanti.',
  'file-foreign': 'Berkas ini ditujukan untuk kantor SiMadu yang lain.',
  'file-unproven':
    'Pemilik berkas ini tidak dapat dipastikan kantor. Mohon pemiliknya menyimpan berkas baru.',
  busy: 'Kantor sedang sibuk. Akan dicoba lagi sendiri.',
  defect: 'Ada gangguan di kantor. Catatan aman di HP dan akan dikirim lagi.',
  // one mutation
  'unreadable-body': 'Catatan ini tidak dapat dibaca kantor. Mohon catat ulang.',
  'body-differs': 'Kantor menerima dua catatan berbeda dengan nomor yang sama. Petugas akan memeriksa.',
  'not-yours': 'Catatan ini milik orang lain.',
  'not-permitted': 'Akun ini tidak dapat mencatat belanja.',
  'unknown-record': 'Catatan yang hendak diubah belum dikenal kantor.',
  'unknown-umkm': 'UMKM ini tidak ada di daftar kantor. Mohon pilih lagi, atau tulis nama dan tempatnya.',
  stale: 'Catatan ini sudah berubah sejak dibuka. Mohon lihat isinya, lalu ubah lagi bila perlu.',
  'already-withdrawn': 'Catatan ini sudah ditarik.',
  depends: 'Belum dapat dicatat karena catatan sebelumnya ditolak.',
  'predecessor-unknown': 'Menunggu catatan sebelumnya sampai di kantor.',
  'number-reused': 'Nomor catatan ini pernah dipakai. Petugas akan memeriksa.',
  'needs-a-look': 'Sudah diterima. Petugas akan memeriksa sebelum dihitung.',
};

/** The sentence for a refusal, a flag or a state of the network; a code of a later release gets a plain one. */
export function sayProblem(code: string): string {
  return Object.prototype.hasOwnProperty.call(PROBLEM_WORDS, code)
    ? PROBLEM_WORDS[code as NetProblem | ProblemCode]
    : `Ada yang perlu diperiksa (kode ${code}). Catatan aman di HP.`;
}

const STORAGE_WORDS: Readonly<Record<StorageRefusal, string>> = {
  full: 'Memori HP penuh, catatan belum tersimpan. Isian masih ada di layar; mohon kosongkan sebagian memori HP, lalu simpan lagi.',
  closed:
    'Penyimpanan SiMadu sedang ditutup, catatan belum tersimpan. Isian masih ada di layar; mohon muat ulang.',
  failed: 'Catatan gagal disimpan. Isian masih ada di layar; mohon simpan lagi.',
};

export const sayStorage = (refusal: StorageRefusal): string => STORAGE_WORDS[refusal];

/** Something else than a record was not kept: a PIN, a file, a choice. */
export function sayNotKept(what: string, refusal: StorageRefusal): string {
  if (refusal === 'full')
    return `Memori HP penuh, ${what} belum tersimpan. Mohon kosongkan sebagian memori HP, lalu coba lagi.`;
  return refusal === 'closed'
    ? `Penyimpanan SiMadu sedang ditutup, ${what} belum tersimpan. Mohon muat ulang.`
    : `HP ini belum berhasil menyimpan ${what}. Mohon coba lagi.`;
}

const UNKEPT_WORDS: Readonly<Record<StorageRefusal, string>> = {
  full: 'Memori HP penuh. Isian ini hilang bila SiMadu ditutup; mohon kosongkan sebagian memori HP.',
  closed: 'Penyimpanan SiMadu sedang ditutup. Isian ini hilang bila SiMadu ditutup; mohon segera simpan.',
  failed: 'HP ini belum dapat menjaga isian. Isian ini hilang bila SiMadu ditutup; mohon segera simpan.',
};

/** What is typed has no draft on the disk. */
export const sayUnkept = (refusal: StorageRefusal): string => UNKEPT_WORDS[refusal];

/** A draft that was to be thrown away is still on the disk. */
export const NOT_DISCARDED = 'Isian ini belum dapat dihapus dari HP dan akan tampil lagi. Mohon coba lagi.';

const BROKEN_WORDS: Readonly<Record<StorageRefusal, string>> = {
  full: 'Memori HP penuh. Catatan yang sudah tersimpan tetap aman; mohon kosongkan sebagian memori HP, lalu muat ulang.',
  closed: 'SiMadu sedang diperbarui di tab lain. Mohon muat ulang halaman ini.',
  failed: 'HP ini tidak dapat membaca catatannya. Mohon muat ulang; bila terulang, hubungi petugas.',
};

/** The phone cannot read its own database any more. */
export const sayBroken = (refusal: StorageRefusal): string => BROKEN_WORDS[refusal];

/** The bar that offers a newer release. */
export const NEWER_SHELL = {
  title: 'Pembaruan SiMadu',
  sentence: 'SiMadu versi baru sudah siap di HP ini.',
  action: 'Perbarui',
} as const;

/** The person asked for a newer release, and none came. */
export const NOT_RENEWED = {
  offline: 'Belum bisa diperbarui. Mohon coba lagi saat ada sinyal.',
  newest: 'Versi baru belum tersedia untuk HP ini. Mohon coba lagi nanti.',
} as const;

/** The sentence under the field that it is about. */
export function sayFormRefusal(refusal: FormRefusal): string {
  switch (refusal.field) {
    case 'umkm':
      return refusal.code === 'empty'
        ? 'Pilih UMKM, atau tulis namanya.'
        : `Nama UMKM paling panjang ${String(NAME_LIMIT)} huruf.`;
    case 'place':
      return refusal.code === 'empty'
        ? 'Tulis tempatnya, misalnya Pasar Condong, Gading.'
        : `Nama tempat paling panjang ${String(NAME_LIMIT)} huruf.`;
    case 'day':
      return 'Pilih tanggal belanja.';
    case 'amount':
      return AMOUNT_WORDS[refusal.code];
    case 'items':
      return ITEMS_WORDS[refusal.code];
    case 'note':
      return `Catatan paling panjang ${String(NOTE_LIMIT)} huruf.`;
  }
}

const ITEMS_WORDS: Readonly<Record<Extract<FormRefusal, { field: 'items' }>['code'], string>> = {
  incomplete: 'Lengkapi nama, banyaknya (1 sampai 999), dan harga setiap barang.',
  'too-long': `Nama barang paling panjang ${String(NAME_LIMIT)} huruf.`,
  'too-many': `Paling banyak ${String(ITEMS_LIMIT)} barang dalam satu catatan.`,
};

const AMOUNT_WORDS: Readonly<Record<Extract<FormRefusal, { field: 'amount' }>['code'], string>> = {
  empty: 'Tulis jumlah belanja. Contoh: 25.000.',
  'not-a-number': 'Jumlah ditulis dengan angka. Contoh: 25.000.',
  decimals: 'Jumlah ditulis tanpa sen. Contoh: 25.000.',
  'not-positive': 'Jumlah harus lebih dari Rp0. Contoh: 25.000.',
  'too-large': `Jumlah satu catatan paling banyak ${formatRupiah(MAX_RUPIAH)}. Mohon periksa kembali.`,
};

export const sayReason = (code: 'empty' | 'too-long'): string =>
  code === 'empty' ? 'Tulis alasannya.' : `Alasan paling panjang ${String(NOTE_LIMIT)} huruf.`;

/** Said and saved all the same: the office looks at it by its own clock. */
export const sayWarning = (warning: FormWarning): string =>
  warning === 'future-date'
    ? 'Tanggal belum tiba. Mohon periksa kembali.'
    : 'Tanggal sebelum instruksi berlaku. Mohon periksa kembali.';

export const CLOCK_WRONG = 'Jam HP ini tampaknya keliru. Catatan tetap disimpan; mohon periksa tanggalnya.';
export const SAVED = 'Tersimpan di HP ini';

/** Where a purchase is that was saved just now, as the screen has it by now. */
export function sayWhereabouts({ phase }: Net, purchase: Purchase | null | undefined): string {
  if (purchase && purchase.refusal !== null) return sayProblem(purchase.refusal);
  if (purchase?.delivery === 'terkirim' && purchase.photosWanted.length > 0)
    return 'Catatan terkirim. Foto menyusul.';
  if (purchase && purchase.delivery !== 'tersimpan') return 'Terkirim. Sudah diterima kantor.';
  return phase === 'sending' ? 'Sedang dikirim.' : 'Akan dikirim saat ada sinyal.';
}

export const saySimilar = (day: Day): string =>
  `Belanja ini mirip catatan ${formatDay(day)}. Apakah belanja yang sama?`;

/** Refusals that nothing mended yet. */
export const sayRefused = (refused: number): string =>
  `${String(refused)} catatan ditolak kantor, mohon dilihat.`;

/** All is sent; how many of it the office refused. */
export const saySent = (refused: number): string =>
  refused === 0
    ? 'Semua catatan sudah terkirim.'
    : `Semua catatan sudah terkirim, ${String(refused)} ditolak kantor.`;

/** What is said before leaving an account that may still hold unsent or refused records. */
export function sayLeaving({ unsent, photos, refused }: Left): string {
  if (unsent + photos === 0) return saySent(refused);
  const held = [
    ...(unsent > 0 ? [`${String(unsent)} catatan`] : []),
    ...(photos > 0 ? [`${String(photos)} foto`] : []),
  ].join(' dan ');
  const they = photos === 0 ? 'Catatan' : unsent === 0 ? 'Foto' : 'Semuanya';
  return `Ada ${held} belum terkirim. ${they} tetap aman di HP ini dan terkirim saat Bapak/Ibu masuk lagi.`;
}

interface Left {
  readonly unsent: number;
  /** Photos that are unsent. */
  readonly photos: number;
  readonly refused: number;
}

/** The phone refused to write that nobody is in front. */
export const NOT_LEFT =
  'HP ini tidak dapat menyimpan perubahan, jadi Bapak/Ibu belum keluar. Mohon beri ruang pada memori HP, lalu coba lagi.';

/** The state in the header, two or three words. */
export function sayNet(net: Net, unsent: number): string {
  if (net.phase === 'sending') return 'Mengirim';
  if (net.problem === 'signed-out' || net.problem === 'other-account') return 'Perlu masuk lagi';
  if (net.problem === 'old-version') return 'Perlu diperbarui';
  if (net.problem === 'captive-portal') return 'Internet belum terbuka';
  if (!net.online) return 'Tanpa sinyal';
  if (net.problem !== null) return 'Menunggu kantor';
  return unsent === 0 ? 'Semua terkirim' : `${String(unsent)} belum terkirim`;
}

/** The sentence behind the state, or null when there is nothing to explain. */
export function explainNet(net: Net): string | null {
  if (net.problem !== null) return sayProblem(net.problem);
  return net.online ? null : sayProblem('unreachable');
}

/** `Terakhir tersambung 22 Nov 2026, 07.10.` */
export const sayLastContact = (net: Net): string =>
  net.lastContact === null
    ? 'Belum pernah tersambung dengan kantor.'
    : `Terakhir tersambung ${formatInstant(net.lastContact)}.`;
