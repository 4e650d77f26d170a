import { parseDay } from './day.ts';
import { accept, refuse, type Result } from './result.ts';

/**
 * An ASN's number, 18 digits without spaces. It signs a person in but is no key for life (a PPPK gets a
 * new one with a new contract), and it tells birth date and sex, so lists show it masked.
 */
export type Nip = string & { readonly __nip: true };

export type NipKind = 'pns' | 'pppk';
export type NipRefusal = 'not-18-digits' | 'not-a-nip';

/**
 * Reads a NIP with or without spaces, dots, dashes and the invisible marks that pasting brings.
 * PNS: birth YYYYMMDD, appointed YYYYMM, sex 1|2, serial 3 (Perka BKN 22/2007).
 * PPPK: birth YYYYMMDD, appointed YYYY, contract count 2 digits, sex 1|2, serial 3.
 */
export function parseNip(text: string): Result<Nip, NipRefusal> {
  const digits = text.normalize('NFKC').replace(/[\s.\p{Pd}\p{Cf}]/gu, '');
  if (!/^\d{18}$/.test(digits)) return refuse('not-18-digits');
  const birth = parseDay(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`);
  const year = Number(digits.slice(8, 12));
  const sex = digits.slice(14, 15);
  if (!birth.ok || year < 1950 || year > 2100 || (sex !== '1' && sex !== '2')) return refuse('not-a-nip');
  return accept(digits as Nip);
}

/**
 * PNS or PPPK, as far as the digits tell: a PNS number carries a month (01 to 12) where a PPPK's carries
 * the contract's count, which starts at 21. The personnel record decides where the two differ.
 */
export function nipKind(nip: Nip): NipKind {
  const part = Number(nip.slice(12, 14));
  return part >= 1 && part <= 12 ? 'pns' : 'pppk';
}

/** `••• 007`: enough to tell two namesakes apart, without birth date and sex. */
export const maskNip = (nip: string): string => `••• ${nip.slice(-3)}`;

/** `19800101 200501 1 007`, the way letters and forms write it. */
export const formatNip = (nip: string): string =>
  `${nip.slice(0, 8)} ${nip.slice(8, 14)} ${nip.slice(14, 15)} ${nip.slice(15)}`;
