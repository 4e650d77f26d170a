import * as z from 'zod/mini';
import { changes } from './change.ts';
import { id } from './fields.ts';
import { BODY_CHARS, MUTATIONS_A_REQUEST, SCOPES_A_REQUEST, UNSENT_LIMIT } from './limits.ts';

/** A journal position and the first 12 characters of the journal's hash there (base64url). */
const cursor = z.object({
  scope: z.string().check(z.maxLength(40)),
  at: z.int().check(z.nonnegative()),
  hash: z.string().check(z.maxLength(12)),
});
export type Cursor = z.infer<typeof cursor>;

/** A mutation as it was frozen on the phone. The office hashes `body` itself, before it parses it. */
export const sentMutation = z.object({
  id,
  /** Handed out on the replica in the record's transaction, from 1. */
  n: z.int().check(z.positive()),
  /** The mutation it depends on, if any. */
  after: z.optional(id),
  body: z.string().check(z.maxLength(BODY_CHARS)),
});
export type SentMutation = z.infer<typeof sentMutation>;

/**
 * What the phone knows of a replica of the same account that was on it and is no more: the browser emptied its
 * database. `unsent` is what it last knew to be unsent there, perhaps less than there was.
 */
const lost = z.object({ replica: id, unsent: z.int().check(z.nonnegative(), z.maximum(UNSENT_LIMIT)) });
export type Lost = z.infer<typeof lost>;

/** What a replica asks. */
export const exchangeRequest = z.object({
  v: z.int(),
  /** The account whose outbox this is; another one's session must not send it. */
  owner: id,
  replica: id,
  epoch: z.nullable(z.string().check(z.maxLength(40))),
  cursors: z.array(cursor).check(z.maxLength(SCOPES_A_REQUEST)),
  /** Every number up to here has been acknowledged to this replica. */
  acked: z.int().check(z.nonnegative()),
  /** The lowest number whose body the replica still keeps; lower ones cannot be offered again. */
  kept: z.int().check(z.positive()),
  mutations: z._default(z.array(sentMutation).check(z.maxLength(MUTATIONS_A_REQUEST)), []),
  /** The phone's clock, ms UTC, so that the office can tell the offset. Never a source of truth. */
  clock: z.int(),
  /** Records on the phone that were never acknowledged, those of this request included. */
  unsent: z.int().check(z.nonnegative(), z.maximum(UNSENT_LIMIT)),
  /** Told until an answer came. */
  lost: z.optional(lost),
});
export type ExchangeRequest = z.infer<typeof exchangeRequest>;

/**
 * - applied: done. already: the same id and body were decided before, this is that outcome.
 * - flagged: done, and a person must look. refused: never done, with a code. not-yet: send it again later.
 */
export const OUTCOMES = ['applied', 'already', 'flagged', 'refused', 'not-yet'] as const;

const outcome = z.object({
  id: z.string(),
  /** The hash of the body as the office read it. */
  hash: z.string(),
  outcome: z.enum(OUTCOMES),
  code: z.optional(z.string()),
});
export type Outcome = z.infer<typeof outcome>;

/** A run of plain successes: numbers `from` to `to` of the request, and one digest over their hashes in order. */
const run = z.object({ from: z.int(), to: z.int(), digest: z.string() });
export type Run = z.infer<typeof run>;

/** What the office answers. Only this, whole, after a durable commit, makes anything *terkirim*. */
export const exchangeAnswer = z.object({
  v: z.int(),
  /** Names the office's history; another one means that every number and cursor starts anew. */
  epoch: z.string(),
  /** The journal position at the commit of this answer. */
  head: z.int(),
  /** The journal position up to which a verified backup exists. */
  durable: z.int(),
  /** The office's clock, ms UTC. */
  clock: z.int(),
  granted: z.array(z.string()),
  outcomes: z._default(z.array(outcome), []),
  runs: z._default(z.array(run), []),
  /** The office lacks numbers from here on, and perhaps some below: offer again what is kept. */
  offer: z.optional(z.int()),
  /** Scopes whose cursor the office does not recognise: drop what was heard, start at zero. */
  anew: z._default(z.array(z.string()), []),
  changes: z._default(z.array(z.object({ scope: z.string(), rows: changes })), []),
  cursors: z._default(z.array(cursor), []),
  more: z._default(z.boolean(), false),
});
export type ExchangeAnswer = z.infer<typeof exchangeAnswer>;

/** A request or an answer as it travels: lists without anything, and *no more*, are left out. */
export const briefly = (message: object): object =>
  Object.fromEntries(
    Object.entries(message).filter(
      ([, said]) => said !== false && !(Array.isArray(said) && said.length === 0),
    ),
  );

/** A refused request, whole. */
export const problem = z.object({ code: z.string(), message: z.string() });
export type Problem = z.infer<typeof problem>;
