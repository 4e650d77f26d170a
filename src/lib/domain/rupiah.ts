import { accept, refuse, type Result } from './result.ts';

/** Whole rupiah, never negative, at most {@link MAX_RUPIAH}. Money has no decimals here. */
export type Rupiah = number;

/**
 * The largest single purchase that is taken in, in rupiah. A hundred million is far beyond any
 * personal purchase of the decree; above it a slipped finger is likelier than a sale.
 */
export const MAX_RUPIAH: Rupiah = 100_000_000;

export type RupiahRefusal = 'empty' | 'not-a-number' | 'decimals' | 'not-positive' | 'too-large';

const THOUSAND_WORDS: Record<string, number> = {
  rb: 1_000,
  ribu: 1_000,
  k: 1_000,
  jt: 1_000_000,
  juta: 1_000_000,
};

/**
 * Reads an amount as people type it: `50000`, `50.000`, `Rp 50.000`, `50rb`, `1,5 jt`, `Rp25.000,00`.
 * A point groups thousands and a comma starts decimals (Indonesian usage); cents are refused unless zero.
 */
export function parseRupiah(text: string): Result<Rupiah, RupiahRefusal> {
  const cleaned = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^\s*(rp|idr)\.?/, '')
    .replace(/,-\s*$/, '')
    .replace(/\s+/g, '');
  if (cleaned === '') return refuse('empty');
  const match = /^(-)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(rb|ribu|k|jt|juta)?$/.exec(cleaned);
  if (!match) return refuse(/^-?[\d.]+\.\d{1,2}$/.test(cleaned) ? 'decimals' : 'not-a-number');
  const [, minus, whole = '', fraction = '', word] = match;
  const scale = word === undefined ? 1 : (THOUSAND_WORDS[word] ?? 1);
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > Math.log10(scale)) return refuse('decimals');
  const value =
    Number(whole.replaceAll('.', '')) * scale +
    (digits === '' ? 0 : (Number(digits) * scale) / 10 ** digits.length);
  return checkRupiah(minus === undefined ? value : -value);
}

/** Checks an amount in rupiah that comes from a machine (the wire, a file). */
export function checkRupiah(value: number): Result<Rupiah, RupiahRefusal> {
  if (!Number.isFinite(value)) return refuse('not-a-number');
  if (value > MAX_RUPIAH) return refuse('too-large');
  if (!Number.isInteger(value)) return refuse('decimals');
  if (value <= 0) return refuse('not-positive');
  return accept(value);
}

/** `1250000` → `1.250.000`, for tables whose head names the unit. */
export function formatNumber(value: number): string {
  const digits = Math.abs(Math.trunc(value)).toString();
  const grouped = digits.replace(/\B(?=(\d{3})+(?!\d))/g, '.');
  return value < 0 ? `-${grouped}` : grouped;
}

/** `50000` → `Rp50.000`. */
export function formatRupiah(value: Rupiah): string {
  return value < 0 ? `-Rp${formatNumber(-value)}` : `Rp${formatNumber(value)}`;
}
