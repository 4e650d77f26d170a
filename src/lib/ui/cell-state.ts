import type { Purchase } from '#lib/domain/purchase.ts';

/** Where a record stands, each with a shape of its own. */
export type CellState =
  | 'draf'
  | 'tersimpan'
  | 'terkirim'
  | 'menunggu-orang'
  | 'sah'
  | 'perlu-dilengkapi'
  | 'belum-dihitung'
  | 'ditarik';

/** What the shape means, in the words that rows and screens use for it. */
export const CELL_STATE_NAMES: Readonly<Record<CellState, string>> = {
  draf: 'Draf',
  tersimpan: 'Tersimpan',
  terkirim: 'Terkirim',
  'menunggu-orang': 'Menunggu petugas',
  sah: 'Sah',
  'perlu-dilengkapi': 'Perlu dilengkapi',
  'belum-dihitung': 'Belum dapat dihitung',
  ditarik: 'Ditarik',
};

/** The one shape of a purchase: what people decided first, then what waits for them, then where it is. */
export function cellStateOf(purchase: Purchase): CellState {
  if (purchase.verdict === 'ditarik') return 'ditarik';
  if (purchase.verdict === 'belum-dihitung') return 'belum-dihitung';
  if (purchase.delivery === 'tersimpan') {
    return purchase.refusal === null ? 'tersimpan' : 'belum-dihitung';
  }
  if (purchase.verdict === 'sah') return 'sah';
  if (purchase.verdict === 'perlu-dilengkapi') return 'perlu-dilengkapi';
  return purchase.flags.length > 0 ? 'menunggu-orang' : 'terkirim';
}
