import type { Instant } from '#lib/domain/day.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';

/**
 * - unreachable: no answer came. captive-portal: an answer came, but not from the office.
 * - storage: the answer could not be written on this phone.
 */
export type NetProblem = ProblemCode | 'unreachable' | 'captive-portal' | 'storage';

/** How the exchange with the office stands. */
export interface Net {
  /** idle: nothing to do. sending: now. waiting: tried, will try again. paused: needs the person (sign in, update). */
  readonly phase: 'idle' | 'sending' | 'waiting' | 'paused';
  readonly problem: NetProblem | null;
  /** What the browser says of the network, and false as well while the office does not answer. */
  readonly online: boolean;
  /** When the office last answered, by the phone's clock; null when it never did. */
  readonly lastContact: Instant | null;
  readonly offlineSince: Instant | null;
}
