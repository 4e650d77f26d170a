import type { AccountDb, PhotoRow } from './phone.ts';
import { isWaiting, readTitipan } from './rescue/titipan.ts';

/** Whether the account made anything that the office does not have yet. */
export const holdsUnsent = async (db: AccountDb): Promise<boolean> =>
  (await db.outbox.where('state').equals('unsent').count()) > 0 || (await unsentPhotos(db)) > 0;

const unsentPhotos = (db: AccountDb): Promise<number> => db.photos.where('state').equals('unsent').count();

/** How many of the photos that a screen knows the office does not have. */
export const countUnsent = (photos: ReadonlyMap<string, PhotoRow>): number =>
  [...photos.values()].filter(({ state }) => state === 'unsent').length;

/** What may be on this phone alone, counted. */
export interface Irreplaceable {
  /** Records that the office does not have. */
  readonly unsent: number;
  /** Photos that the office does not have. */
  readonly photos: number;
  /** Records that the office refused, and that nothing stands for yet. */
  readonly refused: number;
  /** Files of others that this account carries: maybe the only copies. */
  readonly carried: number;
}

/** What would be lost with the account's database. */
export const irreplaceable = (db: AccountDb): Promise<Irreplaceable> =>
  db.transaction('r', [db.outbox, db.photos, db.meta], async () => {
    const refused = db.outbox.where('state').equals('refused');
    return {
      unsent: await db.outbox.where('state').equals('unsent').count(),
      photos: await unsentPhotos(db),
      refused: await refused.filter(({ mendedBy }) => mendedBy === undefined).count(),
      carried: (await readTitipan(db)).filter(isWaiting).length,
    };
  });

/** Whether the database holds anything of the kind: then the account is not removed. */
export const holdsIrreplaceable = async (db: AccountDb): Promise<boolean> =>
  !holdsNothing(await irreplaceable(db));

export const holdsNothing = ({ unsent, photos, refused, carried }: Irreplaceable): boolean =>
  unsent + photos + refused + carried === 0;
