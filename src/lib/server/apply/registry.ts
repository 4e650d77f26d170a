import type { MutationBody, MutationType } from '#lib/protocol/mutation.ts';
import { attach } from './attach.ts';
import { correct } from './correct.ts';
import type { Kind } from './kind.ts';
import { record } from './record.ts';
import { withdraw } from './withdraw.ts';

/** Every kind of mutation that the office understands. */
const KINDS: { readonly [T in MutationType]: Kind<Extract<MutationBody, { type: T }>> } = {
  'purchase.record': record,
  'purchase.correct': correct,
  'purchase.withdraw': withdraw,
  'purchase.attach': attach,
};

export const kindOf = <T extends MutationBody>(body: T): Kind<T> =>
  // The table is typed by its keys; that a body finds the kind of its own type, the compiler cannot follow.
  KINDS[body.type] as unknown as Kind<T>;
