import type { Instant } from '#lib/domain/day.ts';
import type { Store } from '../store/store.ts';

/** Times that decoding a photo may fail for another reason than the photo, until it is refused for good. */
export const TRIES = 3;

/** ms between two tries: what was short of memory, or was being stopped, is another process by then. */
export const TRY_REST = 60_000;

/**
 * Counts a try to decode a photo, durably and before it begins: a photo that ends the process is counted too.
 * Gives which try this is, {@link TRIES} + 1 when there were enough, null when the last one began too recently.
 */
export const countTry = (store: Store, hash: string, at: Instant): Promise<number | null> =>
  store.write(async (tx) => {
    const last = await tx
      .selectFrom('photo_try')
      .select(['tries', 'at'])
      .where('hash', '=', hash)
      .executeTakeFirst();
    const tries = (last?.tries ?? 0) + 1;
    if (tries > TRIES) return tries;
    // Clocks are set: one that went back must not hold a photo up for long.
    if (last && Math.abs(at - last.at) < TRY_REST) return null;
    await tx
      .insertInto('photo_try')
      .values({ hash, tries, at })
      .onConflict((conflict) => conflict.column('hash').doUpdateSet({ tries, at }))
      .execute();
    return tries;
  });

/** The decoder said what it is: no try is held against it. */
export const forgetTries = (store: Store, hash: string): Promise<void> =>
  store.write(async (tx) => {
    await tx.deleteFrom('photo_try').where('hash', '=', hash).execute();
  });
