import { mkdir, open, readdir, readFile, rm, rmdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '#lib/domain/day.ts';
import { filesByAge, nullIfMissing, photoHash } from './files.ts';

/** A photo on its way: whose, the hash it is asked for by, and its bytes in all. */
export interface Coming {
  readonly owner: string;
  readonly hash: string;
  readonly size: number;
}

/** Photos that an account may have on their way. A phone sends one at a time; a fifth makes the oldest give way. */
const OPEN_AT_ONCE = 4;

/** How long a photo may be on its way, in ms: a week without signal, and then begun anew. */
const LIFE = 8 * 86_400_000;

const SWEEP_EVERY = 3_600_000;

/** Times that a folder is made again that was taken away before a file was in it. */
const CREATE_TRIES = 5;

/**
 * Photos on their way, a file each that grows by whole parts. They are proof of nothing and may be lost at any
 * time: the phone then begins anew. Two requests for one photo must not run at the same time.
 */
export class Parts {
  readonly #folder: string;
  /** The order in which photos began: clocks of disks tick too slowly to tell two that began at once. */
  readonly #begun = new Map<string, number>();
  #beginnings = 0;
  #sweptAt: Instant = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Bytes that came so far. */
  async have(coming: Coming): Promise<number> {
    return (await stat(this.#pathOf(coming)).catch(nullIfMissing))?.size ?? 0;
  }

  /**
   * Adds a part that begins at `from`, where the photo ends so far: the whole part or, throwing, nothing. Gives
   * the bytes that came so far then; none when the file was swept meanwhile, by us or by another process.
   */
  async add(
    coming: Coming,
    from: number,
    { bytes, now }: { bytes: Uint8Array; now: Instant },
  ): Promise<number> {
    if (from === 0) await this.#begin(coming, now);
    const file = await (from === 0 ? this.#create(coming) : open(this.#pathOf(coming), 'r+')).catch(
      nullIfMissing,
    );
    if (file === null) return 0;
    try {
      for (let done = 0; done < bytes.length;) {
        done += (await file.write(bytes, done, bytes.length - done, from + done)).bytesWritten;
      }
    } catch (error) {
      // A full disk takes half of a part: that half must not count.
      await file.truncate(from);
      throw error;
    } finally {
      await file.close();
    }
    return from + bytes.length;
  }

  /** All that came; null when nothing did. */
  read(coming: Coming): Promise<Buffer | null> {
    return readFile(this.#pathOf(coming)).catch(nullIfMissing);
  }

  /** The photo is kept or refused. */
  async drop(coming: Coming): Promise<void> {
    await this.#remove(this.#pathOf(coming));
    await removeEmpty(this.#folderOf(coming.owner));
  }

  async #begin(coming: Coming, now: Instant): Promise<void> {
    if (now - this.#sweptAt > SWEEP_EVERY) await this.#sweep(now);
    const folder = this.#folderOf(coming.owner);
    const begun = (path: string) => this.#begun.get(path) ?? 0;
    const open = (await filesByAge(folder)).sort((a, b) => a.at - b.at || begun(a.path) - begun(b.path));
    for (const { path } of open.slice(0, Math.max(0, open.length - OPEN_AT_ONCE + 1)))
      await this.#remove(path);
    this.#begun.set(this.#pathOf(coming), (this.#beginnings += 1));
  }

  /** A sweep takes empty folders away, perhaps this one before the file is in it. */
  async #create(coming: Coming): Promise<FileHandle> {
    const path = this.#pathOf(coming);
    for (let tries = 1; ; tries += 1) {
      await mkdir(this.#folderOf(coming.owner), { recursive: true });
      const file = await open(path, 'w').catch(tries < CREATE_TRIES ? nullIfMissing : undefined);
      if (file) return file;
    }
  }

  async #remove(path: string): Promise<void> {
    this.#begun.delete(path);
    await rm(path, { force: true });
  }

  /** Removes what began too long ago. */
  async #sweep(now: Instant): Promise<void> {
    this.#sweptAt = now;
    for (const owner of (await readdir(this.#folder).catch(nullIfMissing)) ?? []) {
      const folder = join(this.#folder, owner);
      for (const { path, at } of await filesByAge(folder)) {
        if (now - at > LIFE) await this.#remove(path);
      }
      await removeEmpty(folder);
    }
  }

  /** Accounts by a hash of their id, which is no name that every file system takes. */
  #folderOf(owner: string): string {
    return join(this.#folder, photoHash(Buffer.from(owner)));
  }

  #pathOf({ owner, hash, size }: Coming): string {
    return join(this.#folderOf(owner), `${hash}.${String(size)}`);
  }
}

/** Another photo of the account may be in it, or may just have begun. */
async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
