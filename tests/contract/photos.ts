import { PHOTO_PART_BYTES } from '#lib/protocol/limits.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { PhotoDesk } from '#lib/server/photos/desk.ts';
import { photoHash } from '#lib/server/photos/files.ts';
import type { Store } from '#lib/server/store/store.ts';
import { NOON, recordOf } from './world.ts';

/** Where photos come in, on the folder of a database that a test made. */
export const deskFor = (store: Store, dataDir: string): PhotoDesk =>
  new PhotoDesk({ store, dataDir, now: () => NOON });

/** A purchase that names photos. */
export const recordWith = (amount: number, photos: readonly Buffer[]): MutationBody => ({
  ...(recordOf(amount) as Extract<MutationBody, { type: 'purchase.record' }>),
  photos: photos.map(photoHash),
});

/** Sends a photo as a phone does, part by part; gives the code of a refusal, or `stored`. */
export async function deliver(desk: PhotoDesk, owner: string, bytes: Buffer): Promise<string> {
  const coming = { owner, hash: photoHash(bytes), size: bytes.length };
  for (let from = 0; ;) {
    const part = bytes.subarray(from, from + PHOTO_PART_BYTES);
    const answer = await desk.take(coming, { from, bytes: part });
    if (!answer.ok) return answer.error;
    if (answer.value.stored) return 'stored';
    from = answer.value.have;
  }
}

/** The photos of every purchase, and those of them that are wanted. */
export async function photosOf(store: Store): Promise<{ photos: string[]; wanted: string[] }[]> {
  const rows = await store.db
    .selectFrom('purchase')
    .select(['photos_json', 'wanted_json'])
    .orderBy('amount')
    .execute();
  return rows.map(({ photos_json, wanted_json }) => ({
    photos: JSON.parse(photos_json) as string[],
    wanted: JSON.parse(wanted_json) as string[],
  }));
}
