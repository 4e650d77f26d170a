import type { Instant } from '#lib/domain/day.ts';
import type { Phase } from '#lib/sync/loop.ts';
import type { SyncProblem } from '#lib/sync/problem.ts';

/** Why the exchange does not go on, by code; client/words says it. */
export type NetProblem = SyncProblem;

/** How the exchange with the office stands. */
export interface Net {
  /** idle: nothing to do. sending: now. waiting: tried, will try again. paused: needs the person to sign in. */
  readonly phase: Phase;
  readonly problem: NetProblem | null;
  /** What the browser says of the network, and false as well while the office does not answer. */
  readonly online: boolean;
  /** When the office last answered, by the phone's clock; null when it never did. */
  readonly lastContact: Instant | null;
  /** When it was noticed that the office cannot be reached; null while it can. Phone clock. */
  readonly offlineSince: Instant | null;
}
