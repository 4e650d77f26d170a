import type { AccountDb } from './phone.ts';

/** Whether the account made anything that the office does not have yet. */
export const holdsUnsent = async (db: AccountDb): Promise<boolean> =>
  (await db.outbox.where('state').equals('unsent').count()) > 0 ||
  (await db.photos.where('state').equals('unsent').count()) > 0;
