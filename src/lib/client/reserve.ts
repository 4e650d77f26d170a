import { Dexie, type Table } from 'dexie';
import { readNote, writeNote } from './notes.ts';

/*
 * Room that is kept for records. A phone that is full refuses a record of 300 bytes as it refuses a film, and a
 * record is what people are here for. So a quarter of a megabyte of noise lies in a database of its own, and is
 * taken away when a record does not fit: room for 500 of them.
 *
 * Measured in Chromium with a quota of its own: taking away a row frees its bytes at once, also while every
 * other write is refused, and the next transaction has them; deleting the database frees no more and must wait
 * for other tabs; taking away an entry of the Cache API frees nothing before the cache is tidied up.
 */

/** Bytes of the reserve. Above 64 kB Chromium keeps a value in a file of its own, which goes when the row goes. */
export const RESERVE_BYTES = 256 * 1024;

/** Bytes that must fit beside the reserve before goods are fetched again: about two packs. */
const TRIAL_BYTES = 64 * 1024;

interface Noise {
  readonly key: 'reserve' | 'trial';
  readonly bytes: Uint8Array;
}

class ReserveDb extends Dexie {
  declare noise: Table<Noise, string>;

  constructor() {
    super('simadu-cadangan', { chromeTransactionDurability: 'relaxed', cache: 'disabled' });
    this.version(1).stores({ noise: 'key' });
  }
}

let open: ReserveDb | undefined;
const noise = () => (open ??= new ReserveDb()).noise;

/** A write was refused for want of room, and the reserve was not made again since. Survives a restart. */
const NOTE = 'sempit';
export const isTight = (): boolean => readNote(NOTE) !== null;
export const noteTight = (): void => {
  writeNote(NOTE, '1');
};

/** Makes the reserve unless it stands. True when it stands now: then there is room again. Never fails. */
export async function makeReserve(): Promise<boolean> {
  try {
    const table = noise();
    if ((await table.where('key').equals('reserve').count()) === 0) {
      await table.put({ key: 'reserve', bytes: random(RESERVE_BYTES) });
    } else if (isTight() && !(await fits(TRIAL_BYTES))) {
      // It stood all along: that says nothing of the room beside it.
      return false;
    }
    writeNote(NOTE, null);
    return true;
  } catch {
    return false;
  }
}

/** Takes the reserve away. True when it stood. Never fails. */
export async function freeReserve(): Promise<boolean> {
  try {
    const table = noise();
    return (await table.where('key').equals('reserve').delete()) > 0;
  } catch {
    return false;
  }
}

/** Whether so many bytes fit beside the reserve: writes them and takes them away. Never fails. */
export const tryRoom = async (bytes: number): Promise<boolean> => (await makeReserve()) && fits(bytes);

async function fits(bytes: number): Promise<boolean> {
  try {
    await noise().put({ key: 'trial', bytes: random(bytes) });
    return true;
  } catch {
    return false;
  } finally {
    await noise()
      .delete('trial')
      .catch(() => undefined);
  }
}

/** Noise, because browsers compress what they store. */
function random(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  // More than 64 kB at a time is refused.
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}
