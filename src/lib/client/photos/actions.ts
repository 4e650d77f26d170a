import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { PHOTOS_LIMIT, type Purchase } from '#lib/domain/purchase.ts';
import { forRecord, insist } from '../give-way.ts';
import { append, freeze } from '../outbox.ts';
import type { Draft, PhotoNetwork } from '../phone.ts';
import type { Session } from '../session.svelte.ts';
import { stored, type StorageRefusal } from '../storage.ts';
import { keepPhoto } from './keep.ts';
import type { Shrunk } from './shrink.ts';

/*
 * What a person can do with photos, beside recording a purchase with them.
 */

/** Keeps a photo with the draft it was taken for. Fulfilled with its hash once it was read back from the disk. */
export const keepForDraft = (
  { db }: Session,
  { bytes, type }: Shrunk,
  draft: Omit<Draft, 'savedAt'>,
): Promise<Result<string, StorageRefusal>> => {
  const madeAt = Date.now();
  return stored(() =>
    keepPhoto(db, { bytes, type, madeAt }, (hash) => ({
      ...draft,
      photos: [...new Set([...(draft.photos ?? []), hash])],
      savedAt: madeAt,
    })),
  );
};

/** Adds a photo to a purchase that is recorded already. *Tersimpan* once record and photo are on the disk. */
export async function attachPhoto(
  { db, cache, home }: Session,
  { id: purchase, day, photos }: Purchase,
  { bytes, type }: Shrunk,
): Promise<Result<null, StorageRefusal | 'enough'>> {
  if (photos.length >= PHOTOS_LIMIT) return refuse('enough');
  const written = await stored(async () => {
    const madeAt = Date.now();
    const hash = await keepPhoto(db, { bytes, type, madeAt });
    if (photos.includes(hash)) return;
    const frozen = await freeze({ type: 'purchase.attach', purchase, photos: [hash] }, madeAt);
    // The photo fitted; what names it may take the reserve, as every record may.
    const write = () => append(db, frozen, { photos: { hashes: [hash], day } });
    await insist(write, forRecord(cache, home));
  });
  return written.ok ? accept(null) : written;
}

/** The person takes no other photos in the place of these, which were refused: nothing is said of them any more. */
export async function putPhotosAside(
  { db }: Session,
  hashes: readonly string[],
): Promise<Result<null, StorageRefusal>> {
  const refused = db.photos
    .where('hash')
    .anyOf(hashes)
    .and(({ state }) => state === 'refused');
  const written = await stored(() => refused.modify({ aside: true }));
  return written.ok ? accept(null) : written;
}

/** Over which networks photos go from now on. */
export async function choosePhotoNetwork({ db, sender }: Session, when: PhotoNetwork): Promise<void> {
  await stored(() => db.meta.put({ key: 'photo-network', when }));
  sender.wake('online');
}

/** *Kirim foto sekarang*: over whatever network there is, this once. */
export function sendPhotosNow({ sender }: Session): void {
  sender.sendPhotosNow();
}

/** A photo's bytes as a file to be shown, or null when they are not on this phone. */
export async function photoFile({ db }: Session, hash: string): Promise<Blob | null> {
  const [row, held] = await Promise.all([db.photos.get(hash), db.photoBytes.get(hash)]);
  return row && held ? new Blob([held.bytes], { type: row.type }) : null;
}
