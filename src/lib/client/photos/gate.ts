import { dayInWib, monthOf, type Day, type Instant, type Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { photosHurry, ruleFor, type Rulebook } from '#lib/domain/rulebook.ts';
import type { AccountDb, CacheDb, PhotoNetwork } from '../phone.ts';
import { photosMayGo } from '../thrift.ts';

/** What the browser says of the network, where it says anything. */
interface Connection extends EventTarget {
  readonly type?: string;
  readonly saveData?: boolean;
}

const connection = (): Connection | undefined => (navigator as { connection?: Connection }).connection;

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
  return day !== null && isNear(await rulebookOf(cache), day, dayInWib(now));
}

function isNear(rulebook: Rulebook, day: Day, today: Day): boolean {
  const rule = ruleFor(rulebook, monthOf(day));
  return rule !== null && photosHurry(rule, monthOf(day), today);
}

/** As the office told it, or as this release knows it. */
async function rulebookOf(cache: CacheDb): Promise<Rulebook> {
  const told = await cache.rules.toArray().catch(() => []);
  return told.length === 0
    ? INSTRUKSI_9_2024
    : told.map((rule) => ({ ...rule, from: rule.from as Month })).sort((a, b) => (a.from < b.from ? -1 : 1));
}
