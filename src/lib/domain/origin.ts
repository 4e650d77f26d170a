import type { Purchase } from './purchase.ts';
import { normaliseText } from './text.ts';

/*
 * Only what is made in the regency counts (Instruksi Bupati 9/2024). An UMKM that a buyer typed is not known to
 * be of here: its purchases wait until DKUPP has said so, also after the tenggat.
 */

/** An UMKM as buyers typed it. */
export interface TypedUmkm {
  readonly name: string;
  readonly place: string;
}

/** Typed names that mean the same UMKM: upper case, accents and signs aside. */
export const originKey = ({ name, place }: TypedUmkm): string =>
  `${normaliseText(name)}, ${normaliseText(place)}`;

/** The UMKM is of here: the purchase names the shop of the registry, and does not wait for this any more. */
export const withOrigin = (
  purchase: Purchase,
  shop: { readonly id: string; readonly name: string },
): Purchase => ({
  ...purchase,
  umkm: { kind: 'listed', id: shop.id, name: shop.name },
  flags: purchase.flags.filter((flag) => flag !== 'unlisted-umkm'),
});

/** The UMKM is none of here: the purchase does not count, for this reason. */
export const withoutOrigin = (purchase: Purchase, reason: string): Purchase => ({
  ...purchase,
  verdict: 'belum-dihitung',
  reason,
});
