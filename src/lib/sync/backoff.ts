import type { Random } from './ports.ts';

/** The first try again comes within this, in ms. A dropped request on EDGE usually succeeds seconds later. */
export const FIRST_REST = 2_000;

/**
 * No try is further away than this, in ms. Longer would leave a phone silent that came back into signal for
 * five minutes (a pass in Krucil); shorter would keep the radio awake all day in a valley without any.
 */
export const LONGEST_REST = 5 * 60_000;

/** A Retry-After beyond this, in seconds, is taken as this: an hour of silence is the most one answer can ask. */
const LONGEST_RETRY_AFTER = 3_600;

/**
 * How long to rest after the `attempt`-th failure in a row (from 0), in ms: anything from nothing up to a
 * limit that doubles. All of it is chance, so that thousands of phones that lost the same office come back
 * spread out (M. Brooker, *Exponential Backoff And Jitter*, AWS Architecture Blog, 2015: "full jitter").
 */
export const backoff = (attempt: number, random: Random): number =>
  Math.floor(random() * Math.min(LONGEST_REST, FIRST_REST * 2 ** attempt));

/** The same with what the office asked for as a floor. `retryAfter` in seconds, or null. */
export const restFor = (attempt: number, retryAfter: number | null, random: Random): number =>
  Math.min(Math.max(retryAfter ?? 0, 0), LONGEST_RETRY_AFTER) * 1_000 + backoff(attempt, random);
