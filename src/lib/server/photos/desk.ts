import { join } from 'node:path';
import type { Instant } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { PhotoAnswer } from '#lib/protocol/photo.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import type { Store } from '../store/store.ts';
import { diskPhotos, photoHash, type PhotoFiles } from './files.ts';
import { Parts, type Coming } from './parts.ts';
import { limitDecoder, makeAnew, type Picture, type PictureRefusal } from './picture.ts';
import { isWanted, keepOnRecord, recordOf, refuseOnRecord, type Kept, type Named } from './record.ts';
import { countTry, forgetTries, TRIES } from './tries.ts';
import { Turns, TurnsByName } from './turns.ts';

/** Photos that wait to be decoded, the one at work included: one at a time, a quarter of a second each. */
const DECODES = 16;
/** Requests of one account that wait for each other: its phones, and an answer that was lost. */
const REQUESTS = 8;

/** Where photos lie within the data folder, and those on their way within that. */
const PHOTO_FOLDER = 'foto';
const PART_FOLDER = 'bagian';

export const photoFolder = (dataDir: string): string => join(dataDir, PHOTO_FOLDER);

export interface PhotoDeskOptions {
  readonly store: Store;
  readonly dataDir: string;
  /** The office's clock, ms UTC. */
  readonly now: () => Instant;
  /** Told why a photo could not be decoded when that may be no fault of the photo. */
  readonly onDefect?: (error: unknown) => void;
  /** Makes a photo anew; throws what says nothing about the photo. {@link makeAnew} unless given. */
  readonly decode?: typeof makeAnew;
}

/** A part as it came: `from` is where it begins in the photo. */
export interface Part {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/**
 * Takes photos in. What a photo costs is bounded: on the disk by {@link Parts}, in memory by one photo that is
 * decoded at a time, whoever sends it.
 */
export class PhotoDesk {
  readonly files: PhotoFiles;
  readonly #options: PhotoDeskOptions;
  readonly #parts: Parts;
  readonly #decodes = new Turns(DECODES);
  readonly #accounts = new TurnsByName(REQUESTS);

  constructor(options: PhotoDeskOptions) {
    limitDecoder();
    const folder = photoFolder(options.dataDir);
    this.files = diskPhotos(folder);
    this.#parts = new Parts(join(folder, PART_FOLDER));
    this.#options = options;
  }

  /** Why no bytes of this photo are taken, before any are read; null when they may come. */
  async obstacle(photo: Named): Promise<ProblemCode | null> {
    const { db } = this.#options.store;
    const known = await recordOf(db, photo);
    if (known !== undefined) return known.refused;
    return (await isWanted(db, photo)) ? null : 'photo-unwanted';
  }

  /**
   * Takes a part, when it begins where the photo ends so far, and says where to go on. The last one makes it
   * whole: it is compared with its name, made anew, and on the disk and on record before it is called stored.
   * Rejects when disk or database cannot be written; what came so far stays, and the phone may come again.
   */
  async take(coming: Coming, part: Part): Promise<Result<PhotoAnswer, ProblemCode>> {
    const taken = await this.#accounts.take(coming.owner, () => this.#take(coming, part));
    return taken ?? refuse('busy');
  }

  async #take(coming: Coming, { from, bytes }: Part): Promise<Result<PhotoAnswer, ProblemCode>> {
    const { hash, size } = coming;
    const { now } = this.#options;
    const obstacle = await this.obstacle(coming);
    if (obstacle !== null) return refuse(obstacle);
    if (await this.#isStored(coming)) return accept({ hash, have: size, stored: true });
    let have = await this.#parts.have(coming);
    if (from === have && bytes.length > 0) {
      have = await this.#parts.add(coming, from, { bytes, now: now() });
    }
    if (have < size) return accept({ hash, have, stored: false });
    const made = await this.#decodes.take(() => this.#finish(coming));
    if (made === null) return refuse('busy');
    return made.ok ? accept({ hash, have, stored: true }) : made;
  }

  /** It came before, and its file is still there and whole: every purchase that names it is told so. */
  async #isStored(photo: Named): Promise<boolean> {
    const { db } = this.#options.store;
    const known = await recordOf(db, photo);
    if (!known || (await this.files.get(known.kept)) === null) return false;
    if (await isWanted(db, photo)) await this.#keep(photo, known);
    return true;
  }

  /** All bytes are here. Only here a whole photo is in memory, one at a time. */
  async #finish(coming: Coming): Promise<Result<null, ProblemCode>> {
    const bytes = (await this.#parts.read(coming)) ?? Buffer.alloc(0);
    if (photoHash(bytes) !== coming.hash) {
      await this.#parts.drop(coming);
      return refuse('photo-differs');
    }
    const made = await this.#decode(coming.hash, bytes);
    if (!made.ok && made.error === 'busy') return made;
    if (made.ok) await this.#put(coming, made.value);
    else {
      const { store, now } = this.#options;
      const { owner, hash } = coming;
      await refuseOnRecord(store, { owner, hash }, { code: made.error, now: now() });
    }
    await this.#parts.drop(coming);
    return made.ok ? accept(null) : made;
  }

  /** What is no fault of the photo passes, or shows itself as one when it does not: see {@link TRIES}. */
  async #decode(hash: string, bytes: Buffer): Promise<Result<Picture, PictureRefusal | 'busy'>> {
    const { store, now, decode = makeAnew, onDefect } = this.#options;
    const tries = await countTry(store, hash, now());
    if (tries === null) return refuse('busy');
    if (tries > TRIES) return refuse('photo-unreadable');
    const made = await decode(bytes).catch((error: unknown) => {
      onDefect?.(error);
      return null;
    });
    if (made === null) return refuse(tries < TRIES ? 'busy' : 'photo-unreadable');
    if (!made.ok) await forgetTries(store, hash);
    return made;
  }

  async #put(photo: Named, { bytes, width, height }: Picture): Promise<void> {
    const kept = photoHash(bytes);
    try {
      await this.files.put(kept, bytes);
      await this.#keep(photo, { kept, bytes: bytes.length, width, height });
    } catch (error) {
      // A full disk is not held against the photo; where not even that can be written, the try stays counted.
      await forgetTries(this.#options.store, photo.hash).catch(() => undefined);
      throw error;
    }
  }

  async #keep({ owner, hash }: Named, { kept, bytes, width, height }: Kept): Promise<void> {
    const what = { kept, bytes, width, height, now: this.#options.now() };
    await keepOnRecord(this.#options.store, { owner, hash }, what);
  }
}
