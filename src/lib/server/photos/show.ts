import { sql } from 'kysely';
import type { Office } from '../office.ts';
import { officeMember } from '../recap/person.ts';
import type { RecapRequest } from '../recap/recap.ts';
import type { PhotoDesk } from './desk.ts';
import { recordOf, type Named } from './record.ts';

type Shown = Pick<PhotoDesk, 'files'>;

/** A photo of one's own, as it is kept. Null when there is none: also when it is somebody else's. */
export async function ownPhoto(
  { store, photos }: Pick<Office, 'store' | 'photos'>,
  photo: Named,
): Promise<Buffer | null> {
  const record = await recordOf(store.db, photo);
  return record && record.refused === null ? photos.files.get(record.kept) : null;
}

/**
 * A photo of a purchase that the officer's OPD reports: the person belonged to it in that month, and the
 * purchase of that month names the photo. Null for everything else: whoever asks learns nothing more.
 */
export async function reportedPhoto(
  { files }: Shown,
  request: RecapRequest,
  { owner, hash }: Named,
): Promise<Buffer | null> {
  const member = await officeMember(request, owner);
  if (!member) return null;
  const row = await request.db
    .selectFrom('photo')
    .innerJoin('purchase', 'purchase.asn_id', 'photo.owner')
    .select('photo.kept')
    .where('photo.owner', '=', owner)
    .where('photo.hash', '=', hash)
    .where('photo.refused', 'is', null)
    .where('purchase.month', '=', request.month)
    .where(sql<boolean>`replace(purchase.photos_json, ${hash}, '') <> purchase.photos_json`)
    .executeTakeFirst();
  return row ? files.get(row.kept) : null;
}

/**
 * A photo to look at, and nothing else: one type, in a box without scripts if it is opened by itself. It stays
 * in no cache: the next one at this desk or phone may not see it.
 */
export const photoResponse = (bytes: Buffer): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'content-disposition': 'inline; filename="nota.webp"',
      'cache-control': 'private, no-store',
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  });
