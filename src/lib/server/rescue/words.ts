import type { Instant } from '#lib/domain/day.ts';
import type { CarryAnswer } from '#lib/protocol/rescue.ts';
import type { BodyRefusal } from '../body.ts';
import { moment } from '../desk-words.ts';
import { PROBLEM_WORDS } from '../words.ts';
import type { Carrier } from './carriers.ts';

/* What the desk says about rescue files. */

/** Beside a purchase: who brought it. */
export const sayCarrier = (carrier: Carrier | undefined, now: Instant): string | null =>
  carrier === undefined ? null : `Dititipkan lewat ${carrier.name}, diterima ${moment(carrier.at, now)}.`;

/** The owner's name is told to who may see their month anyway. */
export const ownerOf = (name: string | null): string => name ?? 'seorang pegawai di luar OPD ini';

/** What became of a file, record by record. */
export function sayTakenIn(answer: CarryAnswer, owner: string): string {
  const { taken, known, refused, later, differ = 0, own = 0 } = answer;
  const parts = [
    [taken, `catatan diterima untuk ${owner}, menunggu dipastikan`],
    [known, `catatan ${owner} sudah diterima sebelumnya`],
    [differ, 'catatan sudah pernah diterima dengan isi lain; petugas akan memeriksa keduanya'],
    [refused - differ, 'catatan tidak dapat diterima; alasannya tampil di HP pemiliknya'],
    [later - own, 'catatan belum dapat diterima; muat lagi nanti, atau tunggu HP pemiliknya'],
    [own, 'perubahan hanya dapat dikirim HP pemiliknya sendiri'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${String(count)} ${what}.`)
    .join(' ');
}

export const NO_FILES = 'Belum ada berkas yang dipilih.';
export const TOO_MANY_FILES = (most: number): string =>
  `Paling banyak ${String(most)} berkas sekali muat. Sisanya mohon dimuat setelah ini.`;

/** The form itself did not arrive. */
export const sayNoForm = (refusal: BodyRefusal): string =>
  refusal === 'too-large'
    ? 'Berkas yang dipilih terlalu besar untuk sekali muat. Belum ada yang dimuat; mohon muat satu per satu. Satu berkas titipan paling besar 400 kB.'
    : PROBLEM_WORDS[refusal];
