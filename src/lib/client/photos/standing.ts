import type { Purchase } from '#lib/domain/purchase.ts';
import type { PhotoRow } from '../phone.ts';

/*
 * Which photos belong to a purchase. The office strikes a photo that it refuses out of the purchase's row, so its
 * refusal stands on this phone alone, until the person took another one or put it aside.
 */

/** Whether it was taken for this purchase. Rows of older releases tell it by the record that named them. */
export const isOf = ({ purchase, namedBy }: PhotoRow, id: string): boolean =>
  purchase === id || namedBy.includes(id);

/** Photos of the purchase that are refused and still of concern. */
export function refusedOf(purchase: Purchase, held: ReadonlyMap<string, PhotoRow>): PhotoRow[] {
  return [...held.values()].filter(
    (row) => isConcern(row) && isOf(row, purchase.id) && !isAtOffice(purchase, row.hash),
  );
}

/** Refused, and neither replaced nor put aside; with the record that named it or on its own. */
export const isConcern = ({ state, code, aside }: PhotoRow): boolean =>
  state === 'refused' && code !== 'put-aside' && aside !== true;

/** The office's row names it and does not ask for it. */
export const isAtOffice = ({ photos, photosWanted }: Purchase, hash: string): boolean =>
  photos.includes(hash) && !photosWanted.includes(hash);
