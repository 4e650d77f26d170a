import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { PHOTO_BYTES_A_DAY } from '#lib/protocol/limits.ts';

/** Wrong passwords of one account before it must wait, and how long it is remembered: an hour. */
const FREE_TRIES = 5;
const REMEMBERED = 3_600;

/** The first wait in seconds; each further try doubles it, up to a quarter of an hour: a nuisance, no lock. */
const FIRST_WAIT = 15;
const LONGEST_WAIT = 900;

/** Tries of one address in ten minutes. A whole office, or a village behind one mast, has one address. */
const ADDRESS_TRIES = 300;
const ADDRESS_SPAN = 600;

/** Exchanges of one account in a minute: more than its phones ever need, and nobody takes the whole office. */
const EXCHANGES = 240;
const EXCHANGE_SPAN = 60;

/** Parts of photos of one account in a minute: 18 MB, or a hundred photos as phones send them. */
const PHOTO_PARTS = 600;
const PHOTO_SPAN = 60;

const DAY_SPAN = 86_400;

/** Rescue files of one account in ten minutes: an officer after a week without signal has a stack of them. */
const FILES = 120;
const FILE_SPAN = 600;

/**
 * Slows down who guesses passwords, and who floods. Tries are counted when they begin, so that many at a time gain nothing,
 * and forgiven when they succeed. Kept in memory: a second process counts for itself.
 */
export class Throttle {
  readonly #tries = new RateLimiterMemory({ keyPrefix: 'tries', points: FREE_TRIES, duration: REMEMBERED });
  readonly #waits = new RateLimiterMemory({ keyPrefix: 'waits', points: 1, duration: FIRST_WAIT });
  readonly #exchanges = new RateLimiterMemory({ points: EXCHANGES, duration: EXCHANGE_SPAN });
  readonly #photoParts = new RateLimiterMemory({
    keyPrefix: 'photos',
    points: PHOTO_PARTS,
    duration: PHOTO_SPAN,
  });
  readonly #photoBytes = new RateLimiterMemory({
    keyPrefix: 'photo-bytes',
    points: PHOTO_BYTES_A_DAY,
    duration: DAY_SPAN,
  });
  readonly #files = new RateLimiterMemory({ keyPrefix: 'files', points: FILES, duration: FILE_SPAN });
  readonly #addresses = new RateLimiterMemory({ points: ADDRESS_TRIES, duration: ADDRESS_SPAN });

  /** Counts a try. Gives the seconds to wait instead of trying, or 0: go on. */
  async begin(number: string | null, address: string): Promise<number> {
    const from = await this.#addresses.penalty(network(address));
    if (from.consumedPoints > ADDRESS_TRIES) return seconds(from.msBeforeNext);
    if (number === null) return 0;
    const { consumedPoints: tries } = await this.#tries.penalty(number);
    return tries < FREE_TRIES ? 0 : this.#oneMore(number, tries);
  }

  /** Lets one try through and begins the next wait; tries within a wait are refused and not counted. */
  async #oneMore(number: string, tries: number): Promise<number> {
    try {
      await this.#waits.consume(number);
      await this.#waits.block(number, Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - FREE_TRIES)));
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      await this.#tries.reward(number);
      return seconds(refused.msBeforeNext);
    }
  }

  /** Counts an exchange of an account. Gives the seconds to wait instead of it, or 0: go on. */
  async exchange(userId: string): Promise<number> {
    const { consumedPoints, msBeforeNext } = await this.#exchanges.penalty(userId);
    return consumedPoints > EXCHANGES ? seconds(msBeforeNext) : 0;
  }

  /** Counts a part of a photo of an account. Gives the seconds to wait instead of it, or 0: go on. */
  async photoPart(userId: string): Promise<number> {
    const { consumedPoints, msBeforeNext } = await this.#photoParts.penalty(userId);
    return consumedPoints > PHOTO_PARTS ? seconds(msBeforeNext) : 0;
  }

  /**
   * Counts bytes of photos of an account, for a day from its first ones on. Gives the seconds to wait when it had
   * enough before, or 0: go on.
   */
  async photoBytes(userId: string, bytes: number): Promise<number> {
    const { consumedPoints, msBeforeNext } = await this.#photoBytes.penalty(userId, bytes);
    return consumedPoints - bytes >= PHOTO_BYTES_A_DAY ? seconds(msBeforeNext) : 0;
  }

  /** Counts a rescue file that an account brings. Gives the seconds to wait instead of it, or 0: go on. */
  async file(userId: string): Promise<number> {
    const { consumedPoints, msBeforeNext } = await this.#files.penalty(userId);
    return consumedPoints > FILES ? seconds(msBeforeNext) : 0;
  }

  /** The try was right: nothing is held against the account or the address. */
  async succeeded(number: string, address: string): Promise<void> {
    await Promise.all([
      this.#tries.delete(number),
      this.#waits.delete(number),
      this.#addresses.reward(network(address)),
    ]);
  }
}

const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000));

/** An IPv4 address, or the /64 that one IPv6 household has for itself. */
function network(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':');
  const missing = 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = address.includes('::') ? [...groups, ...Array<string>(missing).fill('0'), tail] : groups;
  return whole.slice(0, 4).join(':');
}
