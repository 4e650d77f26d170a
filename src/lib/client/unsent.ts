import type { Purchase } from '#lib/domain/purchase.ts';
import type { OutboxRow } from '#lib/sync/ports.ts';
import { replay } from '#lib/sync/replay.ts';
import { aboutOf } from './outbox.ts';
import { headOf, type AccountDb, type PhotoRow } from './phone.ts';
import { isWaiting, readTitipan } from './rescue/titipan.ts';

/** Whether the account made anything that the office does not have yet. */
export const holdsUnsent = async (db: AccountDb): Promise<boolean> =>
  (await db.outbox.where('state').equals('unsent').count()) > 0 || (await unsentPhotos(db)) > 0;

const unsentPhotos = (db: AccountDb): Promise<number> => db.photos.where('state').equals('unsent').count();

/** The office refused something about a purchase that nothing later mended, and that still can be mended. */
export const isRefused = ({ refusal, verdict }: Purchase): boolean =>
  refusal !== null && verdict !== 'ditarik';

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
  db.transaction('r', [db.outbox, db.base, db.photos, db.meta], async () => {
    const refused = await db.outbox.where('state').equals('refused').toArray();
    return {
      unsent: await db.outbox.where('state').equals('unsent').count(),
      photos: await unsentPhotos(db),
      refused: refused.every(isMended) ? 0 : await openRefusals(db),
      carried: (await readTitipan(db)).filter(isWaiting).length,
    };
  });

const isMended = ({ mendedBy }: OutboxRow): boolean => mendedBy !== undefined;

/**
 * Refused records about which there is something left to do. Nothing is when their purchase was withdrawn, here or
 * elsewhere, when something later about it got through, when its own record was put aside, or when neither phone nor
 * office knows it. Since a log-out the office may have to tell it again: until then it counts.
 */
async function openRefusals(db: AccountDb): Promise<number> {
  const [outbox, base, head] = [await db.outbox.toArray(), await db.base.toArray(), await headOf(db)];
  const shown = replay({ asnId: db.owner, base, outbox, heard: head.cursor?.at ?? 0 });
  const purchases = new Map(shown.map((purchase) => [purchase.id, purchase]));
  const putAside = new Set(outbox.flatMap((row) => (isMended(row) ? [row.id] : [])));
  return outbox.filter((row) => {
    if (row.state !== 'refused' || isMended(row)) return false;
    const purchase = purchases.get(aboutOf(row));
    return purchase === undefined ? head.cursor === null && !putAside.has(aboutOf(row)) : isRefused(purchase);
  }).length;
}

/** Whether the database holds anything of the kind: then the account is not removed. */
export const holdsIrreplaceable = async (db: AccountDb): Promise<boolean> =>
  !holdsNothing(await irreplaceable(db));

export const holdsNothing = ({ unsent, photos, refused, carried }: Irreplaceable): boolean =>
  unsent + photos + refused + carried === 0;
