import type { SignInRequest } from '#lib/protocol/account.ts';
import type { SignInRefusal } from './sign-in.ts';
import type { Waiting } from './waiting.ts';

/*
 * What the sign-in page says, apart from the other words: that page is loaded first, on the slowest network.
 */

type As = SignInRequest['as'];

export const NUMBER_NAMES: Readonly<Record<As, string>> = { asn: 'NIP', penjual: 'Nomor HP' };

export const NUMBER_HINTS: Readonly<Record<As, string>> = {
  asn: '18 angka, boleh dengan spasi',
  penjual: 'misalnya 0812 3456 7890',
};

/** Seconds as people say them: `40 detik`, `2 menit`. */
function sayWait(seconds: number | null): string {
  if (seconds === null) return 'sebentar';
  return seconds < 90 ? `${String(Math.max(1, seconds))} detik` : `${String(Math.ceil(seconds / 60))} menit`;
}

type Say = (as: As, wait: string) => string;

const REFUSAL_WORDS: Readonly<Partial<Record<SignInRefusal['code'], Say>>> = {
  'wrong-credentials': (as) => `${NUMBER_NAMES[as]} atau kata sandi belum cocok. Mohon periksa kembali.`,
  'too-many-tries': (_, wait) => `Sudah beberapa kali dicoba. Mohon tunggu ${wait}, lalu coba lagi.`,
  'weak-password': () => 'Kata sandi terlalu mudah ditebak. Pakai sedikitnya 8 huruf atau angka.',
  unreachable: () => 'Tidak ada sinyal. Masuk pertama kali di HP ini perlu tersambung sebentar.',
  'captive-portal': () => 'Wi-Fi tersambung, tetapi internet belum terbuka. Mohon buka dulu, lalu coba lagi.',
  busy: (_, wait) => `Kantor sedang sibuk. Mohon coba lagi dalam ${wait}.`,
};

/** Why signing in did not work, and what to do. */
export function saySignInRefusal({ code, retryAfter }: SignInRefusal, as: As): string {
  const say = REFUSAL_WORDS[code];
  if (say) return say(as, sayWait(retryAfter));
  return `Belum bisa masuk karena ada gangguan di kantor (kode ${code}). Mohon coba lagi nanti.`;
}

/** The refusal of a form that was sent before the page's script had arrived; its code comes in the address. */
export function saySentEarly(code: string, as: As): string {
  if (code === 'code-accepted')
    return 'Kode benar. Tulis NIP dan kode sekali lagi untuk membuat kata sandi baru.';
  const say = REFUSAL_WORDS[code as SignInRefusal['code']];
  return say ? say(as, sayWait(null)) : 'Belum bisa masuk. Mohon coba lagi.';
}

/** What is missing before anything is asked of the office; null when nothing is. */
export function sayMissing(filled: { as: As; number: string; password: string }): {
  readonly number?: string;
  readonly password?: string;
} | null {
  const digits = filled.number.replace(/\D/g, '');
  const number =
    filled.as === 'asn'
      ? digits.length === 18
        ? undefined
        : digits === ''
          ? 'Tulis NIP, 18 angka.'
          : `NIP terdiri dari 18 angka; yang tertulis ${String(digits.length)}.`
      : digits.length >= 8
        ? undefined
        : 'Tulis nomor HP yang terdaftar.';
  const password = filled.password === '' ? 'Tulis kata sandi.' : undefined;
  if (number === undefined && password === undefined) return null;
  return { ...(number === undefined ? {} : { number }), ...(password === undefined ? {} : { password }) };
}

const sayAll = (count: number, { photos, others }: { photos: number; others: boolean }): string => {
  const what = photos === 0 ? 'catatan' : 'catatan atau foto';
  const whose = others ? 'akun lain ' : '';
  return `Ada ${String(count)} ${what} ${whose}di HP ini yang belum terkirim. ${photos === 0 ? 'Catatan' : 'Semuanya'} tetap aman dan terkirim`;
};

/**
 * Unsent records and photos on this phone of accounts that are not in front, on the way or not; `others` while one is in
 * front. Null when there are none.
 */
export function sayWaiting({ onTheWay, forSignIn, photos }: Waiting, { others = false } = {}): string | null {
  if (onTheWay + forSignIn === 0) return null;
  if (forSignIn === 0)
    return `${sayAll(onTheWay, { photos, others })} ${others ? 'sendiri saat ada sinyal' : 'saat akunnya dibuka'}.`;
  const back = 'saat akunnya masuk lagi.';
  if (onTheWay === 0) return `${sayAll(forSignIn, { photos, others })} ${back}`;
  return `${sayAll(onTheWay + forSignIn, { photos, others })} sendiri saat ada sinyal; ${String(forSignIn)} di antaranya ${back}`;
}

export const CODE_ACCEPTED =
  'Kode sekali pakai cocok. Sekarang buat kata sandi Bapak/Ibu sendiri, sedikitnya 8 huruf atau angka.';
