import type { Day } from '#lib/domain/day.ts';
import type { FormPerson, FormPurchase } from '../recap/form.ts';

/** A column of the report's form. `width` in characters. Text is what people typed: write it through text.ts. */
export interface Column<T> {
  readonly name: string;
  readonly width: number;
  readonly cell: (line: T) => Cell;
}

export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly wrap?: boolean }
  | { readonly kind: 'number'; readonly value: number }
  /** A civil WIB day. */
  | { readonly kind: 'day'; readonly day: Day }
  /** 18 digits: text, or a spreadsheet rounds the last three away. */
  | { readonly kind: 'nip'; readonly nip: string };

const text = (value: string): Cell => ({ kind: 'text', text: value });
const long = (value: string): Cell => ({ kind: 'text', text: value, wrap: true });
const number = (value: number): Cell => ({ kind: 'number', value });

/** A line a person. */
export const PEOPLE_COLUMNS: readonly Column<FormPerson>[] = [
  { name: 'No.', width: 5, cell: (person) => number(person.number) },
  { name: 'Nama', width: 28, cell: (person) => text(person.name) },
  { name: 'NIP', width: 21, cell: (person) => ({ kind: 'nip', nip: person.nip }) },
  { name: 'Jabatan', width: 26, cell: (person) => text(person.position) },
  { name: 'Unit', width: 24, cell: (person) => text(person.unitName) },
  { name: 'Wajib (Rp)', width: 12, cell: (person) => number(person.obligation) },
  { name: 'Belanja dihitung (Rp)', width: 14, cell: (person) => number(person.counted) },
  { name: 'Menunggu (Rp)', width: 13, cell: (person) => number(person.waiting) },
  { name: 'Kurang (Rp)', width: 12, cell: (person) => number(person.shortfall) },
  { name: 'UMKM', width: 44, cell: (person) => long(person.umkm) },
  { name: 'Tanggal', width: 18, cell: (person) => long(person.days) },
  { name: 'Bukti', width: 24, cell: (person) => long(person.evidence) },
  { name: 'Status', width: 12, cell: (person) => text(person.statusName) },
];

/** A line a purchase. */
export const PURCHASE_COLUMNS: readonly Column<FormPurchase>[] = [
  { name: 'No.', width: 5, cell: (purchase) => number(purchase.number) },
  { name: 'Nama', width: 28, cell: (purchase) => text(purchase.name) },
  { name: 'NIP', width: 21, cell: (purchase) => ({ kind: 'nip', nip: purchase.nip }) },
  { name: 'Tanggal', width: 13, cell: (purchase) => ({ kind: 'day', day: purchase.day }) },
  { name: 'UMKM', width: 30, cell: (purchase) => text(purchase.umkm) },
  { name: 'Tempat', width: 28, cell: (purchase) => text(purchase.place) },
  { name: 'Jumlah (Rp)', width: 13, cell: (purchase) => number(purchase.amount) },
  { name: 'Bukti', width: 22, cell: (purchase) => text(purchase.evidence) },
  { name: 'Status', width: 15, cell: (purchase) => text(purchase.status) },
  { name: 'Alasan', width: 60, cell: (purchase) => long(purchase.reason) },
];
