import type { Instant } from '#lib/domain/day.ts';
import { sha256OfBytes } from '../hash.ts';
import type { AccountDb, Draft, PhotoRow, PhotoType } from '../phone.ts';

/** A photo as it will be sent, before it is on the phone's disk. */
export interface NewPhoto {
  readonly bytes: ArrayBuffer;
  readonly type: PhotoType;
  readonly madeAt: Instant;
}

/** Where a new photo belongs: its draft is written in the same transaction, with the photo in it. */
export type WithDraft = (hash: string) => Draft;

/**
 * Writes a photo with the draft that it was taken for, reads it back and compares. Fulfilled with its hash
 * once what is on the disk is what was written; only then it may be called saved. The same bytes again are
 * the same photo. Rejects when the phone refuses to write, or reads something else than was written.
 */
export async function keepPhoto(
  db: AccountDb,
  { bytes, type, madeAt }: NewPhoto,
  withDraft?: WithDraft,
): Promise<string> {
  const hash = await sha256OfBytes(bytes);
  await db.transaction('rw', [db.photos, db.photoBytes, db.drafts], async () => {
    await db.photoBytes.put({ hash, bytes });
    if ((await db.photos.get(hash)) === undefined) {
      await db.photos.add(draftOf({ hash, type, size: bytes.byteLength, madeAt }));
    }
    if (withDraft !== undefined) await db.drafts.put(withDraft(hash));
  });
  const held = await db.photoBytes.get(hash);
  if (held === undefined || (await sha256OfBytes(held.bytes)) !== hash) {
    throw new Error('The phone read back another photo than was written');
  }
  return hash;
}

const draftOf = (photo: Pick<PhotoRow, 'hash' | 'type' | 'size' | 'madeAt'>): PhotoRow => ({
  ...photo,
  state: 'draft',
  code: null,
  begun: false,
  namedBy: [],
  day: null,
  answeredAt: null,
  head: null,
});

/** Drops photos that only a draft held and that no other draft holds. Part of the draft's transaction. */
export async function dropDraftPhotos(db: AccountDb, hashes: readonly string[]): Promise<void> {
  const others = new Set((await db.drafts.toArray()).flatMap(({ photos }) => photos ?? []));
  const rows = await db.photos.bulkGet(hashes.filter((hash) => !others.has(hash)));
  const free = rows.flatMap((row) => (row?.state === 'draft' ? [row.hash] : []));
  await db.photos.bulkDelete(free);
  await db.photoBytes.bulkDelete(free);
}
