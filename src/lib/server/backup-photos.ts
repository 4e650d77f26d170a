import { formatNumber } from '#lib/domain/rupiah.ts';
import type { Instant } from '#lib/domain/day.ts';
import { photoFolder } from './photos/desk.ts';
import { diskPhotos, type PhotoFiles } from './photos/files.ts';
import { wantAgain } from './photos/record.ts';
import type { Store } from './store/store.ts';

/*
 * Photos beside the copies of the database: in the folder `foto` of the backup folder, each once, under the
 * hash of its bytes. A photo never changes, so that a copy that was made once serves every later one, and
 * none is ever removed from there.
 */

interface Photos {
  readonly dataDir: string;
  /** The backup folder. */
  readonly folder: string;
  /** The photos that a copy of the database speaks of. */
  readonly named: readonly string[];
  readonly now: Instant;
}

/**
 * Copies the named photos that the backup folder lacks, each compared with its name on the way, and gives how
 * many that were. One that the office lost but the folder has is put back. One that neither has is wanted from
 * the phones again, and then this throws an Error: what phones still hold must not be called durable.
 */
export async function backUpPhotos(store: Store, { dataDir, folder, named, now }: Photos): Promise<number> {
  const [office, copies] = [diskPhotos(photoFolder(dataDir)), diskPhotos(photoFolder(folder))];
  const [here, there] = [await office.list(), await copies.list()];
  const missing = named.filter((name) => !there.has(name));
  const lost = await copyAll(missing, office, copies);
  await copyAll(
    named.filter((name) => there.has(name) && !here.has(name)),
    copies,
    office,
  );
  if (lost.length === 0) return missing.length;
  const wanted = await wantAgain(store, new Set(lost), now);
  throw new Error(
    `${formatNumber(wanted)} photos are not on the disk, or damaged there. They are wanted from the phones again; the next backup goes on without them.`,
  );
}

/**
 * Puts the named photos back where they are missing or damaged. Those that the backup folder lacks too are
 * wanted from the phones again; gives how many that are.
 */
export async function putPhotosBack(store: Store, { dataDir, folder, named, now }: Photos): Promise<number> {
  const [office, copies] = [diskPhotos(photoFolder(dataDir)), diskPhotos(photoFolder(folder))];
  const missing: string[] = [];
  for (const name of named) if ((await office.get(name)) === null) missing.push(name);
  const lost = await copyAll(missing, copies, office);
  for (const name of lost) await office.remove(name);
  return lost.length === 0 ? 0 : wantAgain(store, new Set(lost), now);
}

/** Gives the names of those that were not there, or no longer what their name says. */
async function copyAll(names: readonly string[], from: PhotoFiles, to: PhotoFiles): Promise<string[]> {
  const lost: string[] = [];
  for (const name of names) {
    const bytes = await from.get(name);
    if (bytes === null) lost.push(name);
    else await to.put(name, bytes);
  }
  return lost;
}
