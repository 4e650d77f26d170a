import { dayInWib, type Instant } from '#lib/domain/day.ts';
import type { Outcome, SentMutation } from '#lib/protocol/exchange.ts';
import { mutationBody, type MutationBody } from '#lib/protocol/mutation.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { parseJson } from '../json.ts';
import { memberOf, type Facts, type Touched } from '../facts.ts';
import { append, headOf, sha256 } from '../journal.ts';
import type { Tx } from '../store/tx.ts';
import { confirmCarried } from './confirm.ts';
import { NotYet, type Author, type Context, type Effect } from './kind.ts';
import { claim, decided, find } from './mutations.ts';
import { kindOf } from './registry.ts';

/** What all mutations of one request are decided by. */
export interface Desk {
  readonly tx: Tx;
  readonly facts: Facts;
  readonly author: Author;
  readonly replica: string;
  readonly now: Instant;
  /** ms that the phone's clock is behind the office's; absent when nobody asked it. */
  readonly clockOffset?: number;
  /** The phone is asked for what this office lacks of it: more is to come. */
  readonly asksAgain?: boolean;
  /** The account that brings this in a rescue file of the author's; absent when the author does. */
  readonly carrier?: string;
}

/** The answer to one mutation, and the months whose totals it changed. */
export interface Decided {
  readonly outcome: Outcome;
  readonly touched: readonly (Touched & { readonly seq: number })[];
}

type Verdict = Pick<Outcome, 'outcome'> & { readonly code: ProblemCode | null };

/** Decides one mutation and puts the decision on record; one that was decided before is not decided again. */
export async function decide(desk: Desk, sent: SentMutation): Promise<Decided> {
  const hash = sha256(sent.body);
  const answer = ({ outcome, code }: Verdict, touched: Decided['touched'] = []): Decided => ({
    outcome: { id: sent.id, hash, outcome, ...(code === null ? {} : { code }) },
    touched,
  });
  const obstacle = await predecessor(desk, sent);
  if (obstacle === 'predecessor-unknown') return answer({ outcome: 'not-yet', code: obstacle });

  const seq = headOf(desk.tx).seq + 1;
  const claimed = await claim(desk.tx, {
    id: sent.id,
    replica: desk.replica,
    n: sent.n,
    owner: desk.author.userId,
    after_id: sent.after ?? null,
    hash,
    outcome: 'applied',
    code: null,
    seq,
    received_at: desk.now,
    carrier: desk.carrier ?? null,
  });
  if (!claimed) {
    const touched = await confirmed(desk, sent.id, hash);
    return answer(await again(desk, sent, hash), touched);
  }

  const body = readBody(sent.body);
  ownPhoneOnly(desk, body);
  const effect = obstacle ?? (await carryOut(body, { ...contextOf(desk, sent.id, seq), ...claimed }));
  const verdict = verdictOf(effect);
  const subject = typeof effect === 'string' ? null : effect.subject;
  if (verdict.outcome !== 'applied') await decided(desk.tx, sent.id, verdict);
  putOnRecord(desk, { kind: body?.type ?? 'mutation', ref: sent.id, body: sent.body, subject, verdict });
  if (typeof effect === 'string') return answer(verdict);
  return answer(
    verdict,
    effect.months.map((month) => ({ asnId: effect.subject, month, seq })),
  );
}

/**
 * Of what is carried only records are taken in, which wait for a person. What changes a record that stands is
 * said by the author's own phone: whoever reads a copy of the database could make a file in their name.
 */
function ownPhoneOnly({ carrier }: Desk, body: MutationBody | null): void {
  if (carrier !== undefined && changesWhatStands(body)) throw new NotYet('not-permitted');
}

const changesWhatStands = (body: MutationBody | null): boolean =>
  body !== null && body.type !== 'purchase.record';

/** Whether a mutation, by its body's text, is never taken in from anybody but its author. */
export const isForOwnPhone = (text: string): boolean => changesWhatStands(readBody(text));

/** Why the mutation that this one follows keeps it from being done, or null. */
async function predecessor({ tx, author }: Desk, { after }: SentMutation): Promise<ProblemCode | null> {
  if (after === undefined) return null;
  const earlier = await find(tx, after);
  if (!earlier) return 'predecessor-unknown';
  if (earlier.owner !== author.userId) return 'not-yours';
  return earlier.outcome === 'refused' ? 'depends' : null;
}

/** The months that change because the author says in person what was carried before. */
async function confirmed(desk: Desk, id: string, hash: string): Promise<Decided['touched']> {
  if (desk.carrier !== undefined) return [];
  const known = await find(desk.tx, id);
  const isOurs = known?.hash === hash && known.owner === desk.author.userId;
  return isOurs && known.carrier !== null ? confirmCarried(desk, id) : [];
}

/** The id is taken: the same body gets the outcome it had, another one is kept for a person. */
async function again(desk: Desk, sent: SentMutation, hash: string): Promise<Verdict> {
  const known = await find(desk.tx, sent.id);
  if (known?.hash === hash && known.owner === desk.author.userId) {
    const code = known.code as ProblemCode | null;
    return known.outcome === 'applied'
      ? { outcome: 'already', code: null }
      : { outcome: known.outcome, code };
  }
  const verdict: Verdict = { outcome: 'refused', code: 'body-differs' };
  putOnRecord(desk, { kind: 'mutation', ref: sent.id, body: sent.body, subject: null, verdict });
  return verdict;
}

function readBody(text: string): MutationBody | null {
  const json = parseJson(text);
  const read = json.ok ? mutationBody.safeParse(json.value) : null;
  return read?.success ? read.data : null;
}

/** ms UTC with which a UUID of version 7 begins, in 48 bits (RFC 9562, 5.7). */
const instantOf = (id: string): Instant => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

const contextOf = (
  { tx, facts, author, now, clockOffset = 0, asksAgain = false, carrier }: Desk,
  id: string,
  seq: number,
): Omit<Context, 'numberReused'> => ({
  tx,
  facts,
  author,
  id,
  seq,
  now,
  madeAt: instantOf(id) + clockOffset,
  today: dayInWib(now),
  asksAgain,
  carried: carrier !== undefined,
});

async function carryOut(body: MutationBody | null, context: Context): Promise<Effect | ProblemCode> {
  if (body === null) return 'unreadable-body';
  const obstacle = await permission(context);
  if (obstacle !== null) return obstacle;
  const result = await kindOf(body).apply(body, context);
  return result.ok ? result.value : result.error;
}

/**
 * Whoever is in the office's register of ASN may say what they bought, also when their service has ended since:
 * whether it counts is the month's to say. An ASN's account that is not in the register yet waits for it.
 */
async function permission({ tx, facts, author }: Context): Promise<ProblemCode | null> {
  if ((await memberOf(tx, facts, author.userId)) !== null) return null;
  if (author.roles.includes('asn')) throw new NotYet('not-permitted');
  return 'not-permitted';
}

function verdictOf(effect: Effect | ProblemCode): Verdict {
  if (typeof effect === 'string') return { outcome: 'refused', code: effect };
  if (effect.flags.length === 0) return { outcome: 'applied', code: null };
  const reused = effect.flags.includes('number-reused');
  return { outcome: 'flagged', code: reused ? 'number-reused' : 'needs-a-look' };
}

interface Decision {
  readonly kind: string;
  readonly ref: string;
  readonly body: string;
  readonly subject: string | null;
  readonly verdict: Verdict;
}

function putOnRecord({ tx, author, now }: Desk, { verdict, ...entry }: Decision): void {
  const { outcome, code } = verdict;
  append(tx, [
    { ...entry, at: now, actor: author.userId, outcome: code === null ? outcome : `${outcome}:${code}` },
  ]);
}
