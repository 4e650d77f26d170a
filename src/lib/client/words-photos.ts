import { PHOTOS_LIMIT, type Purchase } from '#lib/domain/purchase.ts';
import type { PhotoRow } from './phone.ts';
import type { ShrinkRefusal } from './photos/shrink.ts';
import { refusedOf } from './photos/standing.ts';
import type { StorageRefusal } from './storage.ts';
import { sayProblem } from './words.ts';

/** Why the camera did not open. */
export type CameraRefusal = 'denied' | 'none' | 'failed';

const SHRINK_WORDS: Readonly<Record<ShrinkRefusal, string>> = {
  empty: 'Berkas ini kosong. Mohon pilih foto lain.',
  heic: 'HP ini tidak dapat membaca foto HEIC. Mohon foto notanya langsung dari SiMadu.',
  unreadable: 'Berkas ini bukan foto yang dapat dibaca. Mohon pilih foto lain.',
  'too-many-pixels': 'Foto ini terlalu besar untuk memori HP ini. Mohon foto notanya langsung dari SiMadu.',
  failed: 'HP belum berhasil mengolah foto ini. Mohon coba lagi.',
};
export const sayShrink = (refusal: ShrinkRefusal): string => SHRINK_WORDS[refusal];

const CAMERA_WORDS: Readonly<Record<CameraRefusal, string>> = {
  denied: 'Kamera belum diizinkan untuk SiMadu. Silakan pakai tombol Pilih foto.',
  none: 'Kamera tidak ditemukan. Silakan pakai tombol Pilih foto.',
  failed: 'Kamera sedang tidak bisa dibuka. Silakan pakai tombol Pilih foto.',
};
export const sayCamera = (refusal: CameraRefusal): string => CAMERA_WORDS[refusal];

const STORAGE_WORDS: Readonly<Record<StorageRefusal | 'enough', string>> = {
  full: 'Memori HP penuh. Catatan bisa disimpan; foto belum bisa.',
  closed: 'Penyimpanan SiMadu sedang ditutup, foto belum tersimpan. Mohon muat ulang.',
  failed: 'Foto gagal disimpan. Mohon coba lagi.',
  enough: `Paling banyak ${String(PHOTOS_LIMIT)} foto dalam satu catatan.`,
};
export const sayPhotoStorage = (refusal: StorageRefusal | 'enough'): string => STORAGE_WORDS[refusal];

/** What is left to say of a purchase's photos, or null when nothing is. */
export function sayPhotos(purchase: Purchase, held: ReadonlyMap<string, PhotoRow>): string | null {
  const { photos, photosWanted, delivery, verdict } = purchase;
  if (verdict === 'ditarik') return null;
  const refused = refusedOf(purchase, held);
  if (refused.length > 0) return sayRefusedPhotos(refused);
  if (photosWanted.length === 0) return null;
  const lost = photosWanted.filter((hash) => !held.has(hash)).length;
  if (lost > 0) return 'Ada foto yang belum sampai di kantor dan tidak ada di HP ini.';
  if (delivery === 'tersimpan') return 'Foto menyusul setelah catatan terkirim.';
  return photos.length === 1
    ? 'Catatan terkirim. Foto menyusul.'
    : `Catatan terkirim. Foto menyusul: ${String(photosWanted.length)} dari ${String(photos.length)}.`;
}

/** Of photos that the office does not have and will not get. */
export const sayRefusedPhotos = (refused: readonly PhotoRow[]): string =>
  refused.length === 1
    ? sayPhotoRefusal(refused[0]?.code ?? null)
    : 'Ada foto yang tidak sampai di kantor. Mohon lihat fotonya satu per satu.';

/** What the phone itself found out about a photo. */
const FOUND_WORDS: ReadonlyMap<string, string> = new Map([
  ['photo-gone', 'Foto ini hilang dari HP sebelum terkirim. Mohon foto ulang notanya.'],
  ['photo-unwanted', 'Foto ini tidak diperlukan kantor, misalnya karena sudah ada cukup foto.'],
]);

const sayPhotoRefusal = (code: string | null): string =>
  code === null ? 'Foto ini ditolak kantor. Mohon foto ulang.' : (FOUND_WORDS.get(code) ?? sayProblem(code));

/** Beside the only refused photo of a purchase: why stands above it already. */
export const NOT_AT_OFFICE = 'belum ada di kantor';

/** Where one photo is, in a few words. */
export function sayPhoto(row: PhotoRow | undefined, atOffice: boolean): string {
  if (atOffice) return 'sudah di kantor';
  if (row === undefined) return 'tidak ada di HP ini';
  return row.state === 'refused' ? sayPhotoRefusal(row.code) : 'belum terkirim';
}
