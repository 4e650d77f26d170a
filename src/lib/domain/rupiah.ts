import { accept, refuse, type Result } from './result.ts';

/** Whole rupiah, never negative, at most {@link MAX_RUPIAH}. Money has no decimals here. */
export type Rupiah = number;

/**
 * The largest single purchase that is taken in, in rupiah. A hundred million is far beyond any
 * personal purchase of the decree; above it a slipped finger is likelier than a sale.
 */
export const MAX_RUPIAH: Rupiah = 100_000_000;

export type RupiahRefusal = 'empty' | 'not-a-number' | 'decimals' | 'not-positive' | 'too-large';

const SCALES: ReadonlyMap<string, Rupiah> = new Map([
  ['rb', 1_000],
  ['ribu', 1_000],
  ['k', 1_000],
  ['jt', 1_000_000],
  ['juta', 1_000_000],
]);

/** Currency and spaces around an amount, and the dash that stands for no cents: `Rp. 50.000,-`. */
const AROUND = /^(-?)(?:(?:rp|idr)\.?)?(-?)(.*?)(?:[.,][-=]+)?(?:rupiah)?$/;
/** Whole rupiah, thousands grouped by points or commas or not at all; then cents, which must be nought. */
const WHOLE = /^(\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?:([.,])(\d{1,2}))?$/;
/** A short number with a word: `50rb`, `1,5jt`, `1.5 juta`. */
const WORDED = /^(\d{1,4})(?:[.,](\d{1,2}))?(rb|ribu|k|jt|juta)$/;

/**
 * Reads an amount as people type it: `50000`, `50.000`, `Rp 50.000,-`, `50rb`, `1,5 jt`, `Rp25.000,00`.
 * What could mean two sums is refused, never guessed: `1.5`, `50,00` (50 or 50.000?), `50.000 rb`.
 */
export function parseRupiah(text: string): Result<Rupiah, RupiahRefusal> {
  const typed = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/\u2212/g, '-');
  const [, outer = '', inner = '', amount = ''] = AROUND.exec(typed) ?? [];
  if (amount === '') return refuse(/\d/.test(typed) ? 'not-a-number' : 'empty');
  const value = readWorded(amount) ?? readWhole(amount);
  if (!value.ok) return value;
  return checkRupiah(outer + inner === '' ? value.value : -value.value);
}

function readWorded(amount: string): Result<number, RupiahRefusal> | null {
  const [, whole = '', fraction = '', word = ''] = WORDED.exec(amount) ?? [];
  const scale = SCALES.get(word);
  if (scale === undefined) return null;
  return accept(Number(whole) * scale + (Number(fraction) * scale) / 10 ** fraction.length);
}

function readWhole(amount: string): Result<number, RupiahRefusal> {
  const match = WHOLE.exec(amount);
  if (!match) return refuse('not-a-number');
  const [, whole = '', point = '', cents = ''] = match;
  // Cents are sure to be cents only after a whole part that is itself written out in thousands.
  const sure = /^\d{4,}$/.test(whole) || (/[.,]/.test(whole) && !whole.includes(point));
  if (cents !== '' && (Number(cents) > 0 || !sure)) return refuse('decimals');
  return accept(Number(whole.replace(/[.,]/g, '')));
}

/** Checks an amount in rupiah that comes from a machine (the wire, a file). */
export function checkRupiah(value: number): Result<Rupiah, RupiahRefusal> {
  if (Number.isNaN(value)) return refuse('not-a-number');
  if (value > MAX_RUPIAH) return refuse('too-large');
  if (value <= 0) return refuse('not-positive');
  if (!Number.isInteger(value)) return refuse('decimals');
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
