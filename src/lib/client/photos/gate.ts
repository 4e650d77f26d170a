import { dayInWib, monthOf, type Day, type Instant } from '#lib/domain/day.ts';
import { photosHurry, ruleFor, type Rulebook } from '#lib/domain/rulebook.ts';
import { connection } from '../connection.ts';
import type { AccountDb, CacheDb, PhotoNetwork } from '../phone.ts';
import { photosMayGo } from '../thrift.ts';
import { rulebookOf } from '../told-rules.ts';

/** Whether this browser tells Wi-Fi from mobile data; on a computer and on iPhones it does not. */
export const tellsNetworks = (): boolean => connection()?.type !== undefined;

/** On Wi-Fi or a cable, and nobody asked the browser to save data: a phone's hotspot is Wi-Fi too. */
const isCheap = (): boolean => {
  const now = connection();
  return ['wifi', 'ethernet'].includes(now?.type ?? '') && now?.saveData !== true;
};

/** Calls back when the phone changes over to another network; does nothing where browsers do not tell. */
export function whenNetworkChanges(callback: () => void): () => void {
  const now = connection();
  now?.addEventListener('change', callback);
  return () => {
    now?.removeEventListener('change', callback);
  };
}

/** Over which networks the person lets photos go. */
export async function photoNetworkOf(db: AccountDb): Promise<PhotoNetwork> {
  const chosen = await db.meta.get('photo-network');
  return chosen?.key === 'photo-network' ? chosen.when : 'any';
}

interface Gate {
  readonly db: AccountDb;
  readonly cache: CacheDb;
  readonly now: Instant;
}

/** Whether a photo may go now: by the person's choice and the network, or because its tenggat is near. */
export async function mayPhoto({ db, cache, now }: Gate, hash: string): Promise<boolean> {
  const when = await photoNetworkOf(db);
  if ((when === 'any' && photosMayGo()) || (when === 'wifi' && isCheap())) return true;
  const day = (await db.photos.get(hash))?.day ?? null;
  if (day === null) return false;
  const told = await cache.rules.toArray().catch(() => []);
  return isNear(rulebookOf(told), day, dayInWib(now));
}

function isNear(rulebook: Rulebook, day: Day, today: Day): boolean {
  const rule = ruleFor(rulebook, monthOf(day));
  return rule !== null && photosHurry(rule, monthOf(day), today);
}
