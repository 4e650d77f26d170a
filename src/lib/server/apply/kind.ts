import type { Day, Instant, Month } from '#lib/domain/day.ts';
import type { Flag } from '#lib/domain/purchase.ts';
import type { Result } from '#lib/domain/result.ts';
import type { Role } from '#lib/protocol/account.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import type { Facts } from '../facts.ts';
import type { Tx } from '../store/tx.ts';

/** Who asks, as far as mutations are concerned. */
export interface Author {
  readonly userId: string;
  readonly roles: readonly Role[];
}

/** What a mutation is decided by. */
export interface Context {
  readonly tx: Tx;
  readonly facts: Facts;
  readonly author: Author;
  /** The mutation's id. */
  readonly id: string;
  /** The journal position that the decision will have. */
  readonly seq: number;
  readonly now: Instant;
  /** When the mutation was made, ms UTC: by its id, corrected by what the phone's clock errs now. */
  readonly madeAt: Instant;
  /** The office came back from a backup, and what it lacks of this phone is to come. */
  readonly asksAgain: boolean;
  /** The civil WIB day at `now`. */
  readonly today: Day;
  /** Another mutation of this replica has the same number. */
  readonly numberReused: boolean;
  /** Somebody else than its author brought it here. */
  readonly carried: boolean;
}

/** What was done. */
export interface Effect {
  /** The person or UMKM it is about. */
  readonly subject: string;
  /** Why a person must look; empty for a plain success. */
  readonly flags: readonly Flag[];
  /** Months of the subject whose totals changed. */
  readonly months: readonly Month[];
}

/**
 * Thrown when a mutation cannot be decided yet: its id stays unclaimed and it waits on the phone. An office
 * that came back from a backup lacks records and people that it will have again; and what changes a record is
 * for the author's own phone to say, not for who carries a file of theirs.
 */
export class NotYet extends Error {
  constructor(readonly code: ProblemCode) {
    super(code);
  }
}

/** One kind of mutation of an ASN: what it does. Adding one is one file like it, and a line. */
export interface Kind<T extends MutationBody> {
  apply(body: T, context: Context): Promise<Result<Effect, ProblemCode>>;
}
