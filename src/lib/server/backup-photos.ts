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

/** What became of the photos of a backup. */
export interface PhotosSaved {
  /** Photos that are new in the folder. */
  readonly added: number;
  /** Why not all of them are in the folder, for the person who runs the backup; null when they are. */
  readonly fault: string | null;
}

/**
 * Copies the named photos that the backup folder lacks, each compared with its name on the way. One that either
 * side lost, or has in another size, is put back from the other one. One that neither has whole is wanted from
 * the phones again. A photo that cannot be read or written holds no other up, but then what phones still hold
 * must not be called durable: see `fault`.
 */
export async function backUpPhotos(
  store: Store,
  { dataDir, folder, named, now }: Photos,
): Promise<PhotosSaved> {
  const sides = { office: diskPhotos(photoFolder(dataDir)), copies: diskPhotos(photoFolder(folder)) };
  const sizes = await sizesOf(store);
  const lost = new Set<string>();
  const faults: unknown[] = [];
  let added = 0;
  for (const name of named) {
    try {
      const found = await levelOut(sides, name, sizes.get(name));
      if (found === 'lost') lost.add(name);
      if (found === 'added') added += 1;
    } catch (error) {
      faults.push(error);
      if (codeOf(error) === 'ENOSPC') break;
    }
  }
  const wanted = lost.size === 0 ? 0 : await wantAgain(store, lost, now);
  return { added, fault: faultOf(wanted, faults) };
}

function faultOf(wanted: number, [first, ...others]: readonly unknown[]): string | null {
  const said: string[] = [];
  if (wanted > 0) {
    said.push(
      `${formatNumber(wanted)} photos are not on the disk, or damaged there. They are wanted from the phones again; the next backup goes on without them.`,
    );
  }
  if (first !== undefined) {
    const what = first instanceof Error ? first.message : 'unknown';
    said.push(`${formatNumber(others.length + 1)} photos could not be read or copied, the first: ${what}`);
  }
  return said.length === 0 ? null : said.join('\n');
}

interface Sides {
  readonly office: PhotoFiles;
  readonly copies: PhotoFiles;
}

/** Sees to it that both sides have a photo. Files of the right size are not read: there may be very many. */
async function levelOut(
  { office, copies }: Sides,
  name: string,
  size: number | undefined,
): Promise<'there' | 'added' | 'lost'> {
  const [here, there] = [await looksWhole(office, name, size), await looksWhole(copies, name, size)];
  if (here && there) return 'there';
  const bytes = (await whole(office, name)) ?? (await whole(copies, name));
  if (bytes === null) {
    // What lies there damaged would keep a photo that comes again from being copied.
    await copies.remove(name);
    return 'lost';
  }
  if (!here) await office.put(name, bytes);
  if (there) return 'there';
  await copies.put(name, bytes);
  return 'added';
}

async function looksWhole(files: PhotoFiles, name: string, size: number | undefined): Promise<boolean> {
  const has = await files.size(name);
  return has !== null && (size === undefined || has === size);
}

/** What the running database says how large each photo is, by its name. */
async function sizesOf({ db }: Store): Promise<Map<string, number>> {
  const rows = await db.selectFrom('photo').select(['kept', 'bytes']).where('refused', 'is', null).execute();
  return new Map(rows.map(({ kept, bytes }) => [kept, bytes]));
}

/** A disk that cannot read a file any more has lost it; a file that may not be read is there. */
const whole = (files: PhotoFiles, name: string): Promise<Buffer | null> =>
  files.get(name).catch((error: unknown) => {
    if (codeOf(error) === 'EIO') return null;
    throw error;
  });

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/**
 * Puts the named photos back where they are missing or damaged. Those that the backup folder lacks too are
 * wanted from the phones again; gives how many that are.
 */
export async function putPhotosBack(store: Store, { dataDir, folder, named, now }: Photos): Promise<number> {
  const [office, copies] = [diskPhotos(photoFolder(dataDir)), diskPhotos(photoFolder(folder))];
  const lost = new Set<string>();
  for (const name of named) {
    if ((await whole(office, name)) !== null) continue;
    const bytes = await whole(copies, name);
    if (bytes !== null) await office.put(name, bytes);
    else {
      lost.add(name);
      await office.remove(name);
    }
  }
  return lost.size === 0 ? 0 : wantAgain(store, lost, now);
}
