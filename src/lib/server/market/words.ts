import { formatNumber } from '#lib/domain/rupiah.ts';
import type { Ruled, Ruling } from './origin-desk.ts';

/* What DKUPP's desk says about UMKM that were typed. */

const DONE: Readonly<Record<Ruling['kind'], string>> = {
  link: 'Disamakan dengan UMKM terdaftar',
  list: 'Didaftarkan',
  refuse: 'Dinyatakan bukan UMKM kabupaten',
};

const isKind = (text: string): text is Ruling['kind'] => Object.hasOwn(DONE, text);

/** What the list's address carries after a decision, so that loading it again decides nothing again. */
export const doneQuery = (kind: Ruling['kind'], { purchases, own }: Ruled): string =>
  new URLSearchParams({ putusan: kind, belanja: String(purchases), sendiri: String(own) }).toString();

/** `Didaftarkan. 12 belanja ikut.` for what {@link doneQuery} wrote; null for anything else. */
export function sayDone(query: URLSearchParams): string | null {
  const kind = query.get('putusan') ?? '';
  const [purchases, own] = ['belanja', 'sendiri'].map((name) => Number(query.get(name) ?? 0));
  if (!isKind(kind) || !Number.isSafeInteger(purchases) || !Number.isSafeInteger(own)) return null;
  const followed = kind === 'refuse' ? 'belanja tidak dihitung' : 'belanja ikut';
  const left =
    own === undefined || own === 0
      ? ''
      : ` ${formatNumber(own)} belanja Bapak/Ibu sendiri menunggu petugas lain.`;
  return `${DONE[kind]}. ${formatNumber(purchases ?? 0)} ${followed}.${left}`;
}
