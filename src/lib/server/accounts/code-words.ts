import { formatInstant, type Instant } from '#lib/domain/day.ts';
import { moment } from '../desk-words.ts';

/** What the officer hands over with a code: to read out, or to print. */
export interface CodeSlip {
  readonly name: string;
  readonly code: string;
  readonly until: string;
  readonly steps: readonly string[];
  readonly warning: string;
}

export const codeSlip = (issued: {
  readonly name: string;
  readonly code: string;
  readonly expiresAt: Instant;
}): CodeSlip => ({
  name: issued.name,
  code: issued.code,
  until: `${formatInstant(issued.expiresAt)} WIB`,
  steps: [
    'Buka SiMadu, lalu isi NIP Bapak/Ibu.',
    'Ketik kode ini di kolom Kata sandi. Huruf besar atau kecil dan tanda hubung tidak berpengaruh.',
    'Tekan Masuk, lalu buat kata sandi sendiri, delapan huruf atau lebih.',
  ],
  warning:
    'Kode ini hanya ditampilkan sekarang. Berikan langsung kepada orangnya, jangan lewat grup. Kode yang lama tidak berlaku lagi.',
});

/** `Kode sebelumnya menunggu sampai 30 Nov, 07.10.` */
export const codeWaiting = (until: Instant, now: Instant): string =>
  `Sudah ada kode yang menunggu sampai ${moment(until, now)}. Kode baru menggantikannya.`;
