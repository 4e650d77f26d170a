import type { Instant } from '#lib/domain/day.ts';
import { markFallen } from '../outbox.ts';
import { setPhotosAside } from '../photo-rows.ts';
import type { AccountDb } from '../phone.ts';
import { dropDraftPhotos } from './keep.ts';

/**
 * ms after which a photo that no draft names is let go of. For a moment there may be such a one: it was kept in
 * another tab, and the record that names it is being written.
 */
const LONGEST_BETWEEN = 3_600_000;

/**
 * Lets go of photos that nobody can come back to: no draft and no record names them, because the phone refused to
 * write the one or the other. And settles those that only records name which were put aside, or fell with one that
 * was. `now`: phone clock.
 */
export async function tidyPhotos(db: AccountDb, now: Instant): Promise<void> {
  // Seldom there is any: no record has to wait for this then.
  const photos = await db.photos.where('state').anyOf('draft', 'unsent').count();
  const refused = await db.outbox.where('state').equals('refused').count();
  if (photos + refused === 0) return;
  await db.transaction('rw', [db.photos, db.photoBytes, db.drafts, db.outbox, db.meta], async () => {
    const drafts = await db.photos.where('state').equals('draft').toArray();
    const old = drafts.flatMap(({ hash, madeAt }) => (madeAt < now - LONGEST_BETWEEN ? [hash] : []));
    await dropDraftPhotos(db, old);
    await markFallen(db);
    await setPhotosAside(db, now);
  });
}
