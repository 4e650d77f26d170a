import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Instant } from '#lib/domain/day.ts';
import { flush } from '../flush.ts';

/**
 * Where whole photos are kept, each under the SHA-256 (base64url) of its bytes. What is put twice is there
 * once. Methods reject with the file system's Error when the place cannot be read or written.
 */
export interface PhotoFiles {
  /** Fulfils once the bytes would survive a power cut. Whatever was under this name is gone then. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is nothing under this name, or when it is no longer what its name says. */
  get(hash: string): Promise<Buffer | null>;
  has(hash: string): Promise<boolean>;
  /** How many bytes are under this name, whatever they are; null when there is nothing. */
  size(hash: string): Promise<number | null>;
  remove(hash: string): Promise<void>;
  /** Every name there is. */
  list(): Promise<Set<string>>;
}

/** SHA-256 of bytes, base64url: what a photo is called. */
export const photoHash = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url');

const HASH = /^[\w-]{43}$/;
/** Folders are called by the first letters of the names in them: 4,096 of them, so that none grows long. */
const SHARD = 2;
/** Where a file lies until it is whole. It cannot be a shard: its name is longer. */
const ASIDE = 'baru';
/** ms after which what lies aside belongs to a process that is gone. */
const ASIDE_LIFE = 3_600_000;

/** Keeps photos as files below a folder, which is made when the first one comes. */
export function diskPhotos(folder: string): PhotoFiles {
  const shardOf = (hash: string) => join(folder, hash.slice(0, SHARD));
  const pathOf = (hash: string) => {
    // Names come from requests and from old copies: none of them may lead out of the folder.
    if (!HASH.test(hash)) throw new RangeError('this is no name of a photo');
    return join(shardOf(hash), hash);
  };
  const asideFolder = join(folder, ASIDE);
  let swept: Promise<void> | null = null;
  return {
    async put(hash, bytes) {
      const path = pathOf(hash);
      const made = await mkdir(shardOf(hash), { recursive: true });
      if (made !== undefined) await flush(folder);
      // The folder itself is new as well: its name stands in the one above.
      if (made === folder) await flush(dirname(folder));
      await mkdir(asideFolder, { recursive: true });
      const aside = join(asideFolder, `${hash}.${randomBytes(6).toString('hex')}`);
      try {
        await writeDurably(aside, bytes);
        // Only a process that died leaves anything there: once in a life is enough.
        await (swept ??= removeLeft(asideFolder, (await stat(aside)).mtimeMs - ASIDE_LIFE));
        await rename(aside, path);
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
      await flush(shardOf(hash));
    },
    async get(hash) {
      const bytes = await readFile(pathOf(hash)).catch(nullIfMissing);
      return bytes !== null && photoHash(bytes) === hash ? bytes : null;
    },
    has: async (hash) => (await stat(pathOf(hash)).catch(nullIfMissing)) !== null,
    size: async (hash) => (await stat(pathOf(hash)).catch(nullIfMissing))?.size ?? null,
    remove: (hash) => rm(pathOf(hash), { force: true }),
    async list() {
      const shards = (await readdir(folder).catch(nullIfMissing)) ?? [];
      const names = new Set<string>();
      for (const shard of shards.filter((name) => name.length === SHARD)) {
        for (const name of await readdir(join(folder, shard))) if (HASH.test(name)) names.add(name);
      }
      return names;
    },
  };
}

/** Removes what was written before an instant of the disk's own clock, ms UTC. */
async function removeLeft(folder: string, before: number): Promise<void> {
  for (const { path, at } of await filesByAge(folder)) if (at < before) await rm(path, { force: true });
}

/** The files of a folder that may be gone, the oldest first; `at` is when each was last written, ms UTC. */
export async function filesByAge(folder: string): Promise<{ path: string; at: Instant }[]> {
  const files: { path: string; at: Instant }[] = [];
  for (const name of (await readdir(folder).catch(nullIfMissing)) ?? []) {
    const path = join(folder, name);
    const found = await stat(path).catch(nullIfMissing);
    if (found) files.push({ path, at: found.mtimeMs });
  }
  return files.sort((a, b) => a.at - b.at);
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** For `catch`: null for what is not there; every other error is thrown on. */
export function nullIfMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
}
