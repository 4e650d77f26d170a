import type { Instant } from '#lib/domain/day.ts';
import type { ExchangeAnswer } from '#lib/protocol/exchange.ts';
import { MEMORY_MS } from '#lib/protocol/limits.ts';
import { newsOf, withPack } from './news.ts';
import type { Portion } from './portion.ts';
import type { Clock, Hash, ScopeNews, Settled, Settlement, Snapshot, SyncStore, Transport } from './ports.ts';
import { problemOf, type SyncProblem } from './problem.ts';
import { answerOf, provenBy } from './proof.ts';
import { freeze, type Frozen } from './request.ts';

/** What one exchange works with. */
export interface Parts {
  readonly store: SyncStore;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly hash: Hash;
  readonly portion: Portion;
}

/** How an exchange ended. `again`: there is more to say or to hear, and reason to think that it goes on. */
export interface ExchangeEnd {
  readonly problem: SyncProblem | null;
  readonly again: boolean;
  /** Seconds that the office asked to be left alone, or null. */
  readonly retryAfter: number | null;
  /** Records on the phone without an outcome, after this exchange; null when the store could not say. */
  readonly unsent: number | null;
  /** When the office answered, by the phone's clock; null when it did not. */
  readonly heardAt: Instant | null;
  /** The scopes that were asked for. */
  readonly asked: readonly string[];
}

/**
 * One exchange with the office: reads a snapshot, freezes a request, sends it, and takes in what the answer
 * proves and tells. Whatever else comes back (no answer, a portal's page, a refusal of the whole request)
 * changes nothing on the phone. Rejects only when the store does; then nothing of that step is half done,
 * and the same exchange can be held again: the office answers what it decided before.
 */
export async function exchange(parts: Parts): Promise<ExchangeEnd> {
  const { store, transport, clock, portion } = parts;
  const snapshot = await store.read(portion.limit);
  const sentAt = clock.now();
  const frozen = freeze(snapshot, portion.of(snapshot.batch), sentAt);
  const reply = await transport.exchange(frozen.text);
  const answer = answerOf(reply);
  if (answer === null) {
    const problem = problemOf(reply);
    const less = portion.refused(problem, frozen.rows);
    return {
      problem,
      // A request that was only too large is mended by halving it; anything else deserves a rest first.
      again: problem === 'too-large' && less,
      retryAfter: reply.kind === 'answered' ? reply.retryAfter : null,
      unsent: snapshot.unsent,
      heardAt: null,
      asked: frozen.cursors.map(({ scope }) => scope),
    };
  }
  portion.answered(frozen.rows);
  return takeIn(parts, { snapshot, frozen, answer, sentAt });
}

interface Heard {
  readonly snapshot: Snapshot;
  readonly frozen: Frozen;
  readonly answer: ExchangeAnswer;
  readonly sentAt: Instant;
}

/** The account's own side first, in one transaction, then each shared scope in one of its own. */
async function takeIn(parts: Parts, heard: Heard): Promise<ExchangeEnd> {
  const { store, clock, hash, portion } = parts;
  const { snapshot, frozen, answer } = heard;
  const heardAt = clock.now();
  const settled = await provenBy(answer, frozen.rows, hash);
  const news = newsOf(answer, frozen);
  const settlement = settlementOf(heard, settled, heardAt);
  await store.settle({ ...settlement, own: news.find(({ scope }) => scope === 'own') ?? null });
  const shared = news.filter(({ scope }) => scope !== 'own');
  const problem = (await takeShared(parts, shared)) ?? (provesNothing(heard, settled) ? 'defect' : null);

  const anewToSend = settlement.newEpoch || settlement.offer !== null;
  const unsent = snapshot.unsent - settled.length;
  // Without an outcome for anything that was sent, sending the same again at once would go in circles.
  const going = answer.more || anewToSend || (unsent > 0 && settled.length > 0);
  const again = going || portion.done();
  if (!again) {
    await store.forget(answer.clock - MEMORY_MS, answer.durable);
  }
  return {
    problem,
    again: again && problem === null,
    retryAfter: null,
    unsent,
    heardAt,
    asked: frozen.cursors.map(({ scope }) => scope),
  };
}

/** Whether the phone has by now recorded or wanted what was not yet in an exchange that ended well. */
export async function hasMore({ store, portion }: Parts, { unsent, asked }: ExchangeEnd): Promise<boolean> {
  const now = await store.read(portion.limit);
  return (
    now.unsent > (unsent ?? 0) || now.cursors.some(({ scope, at }) => at === 0 && !asked.includes(scope))
  );
}

/** Something was sent, and the answer neither proves nor puts off any of it. */
const provesNothing = ({ frozen, answer }: Heard, settled: readonly Settled[]): boolean =>
  frozen.rows.length > 0 &&
  settled.length === 0 &&
  !answer.outcomes.some(({ outcome }) => outcome === 'not-yet');

function settlementOf(
  { snapshot, frozen, answer, sentAt }: Heard,
  settled: readonly Settled[],
  heardAt: Instant,
): Omit<Settlement, 'own'> {
  return {
    epoch: answer.epoch,
    newEpoch: frozen.epoch !== null && frozen.epoch !== answer.epoch,
    head: answer.head,
    durable: answer.durable,
    // By the office's clock: a phone's that jumps ahead by years would forget at once what it must remember.
    answeredAt: answer.clock,
    // The office read its clock somewhere between sending and hearing: the middle errs by half the journey.
    clockOffset: Math.round(answer.clock - (sentAt + heardAt) / 2),
    settled,
    // An office that lost something cannot know all it lost: a number that waited for its predecessor, or for
    // the office to be mended, was decided after higher ones. So it is offered everything that is kept, a few
    // kilobytes once in a catastrophe, and answers *already* for what it has.
    offer: answer.offer === undefined ? null : Math.min(answer.offer, snapshot.kept),
    granted: answer.granted,
    ...(snapshot.lost === undefined ? {} : { toldLost: snapshot.lost.replica }),
  };
}

/** Packs on their way at a time: on a slow network most of a small one's time is the round trip. */
const PACKS_AT_ONCE = 4;

/** Takes in what can be, in order; answers the first problem. A scope whose pack did not come stays where it stood. */
async function takeShared(
  { store, transport }: Parts,
  all: readonly ScopeNews[],
): Promise<SyncProblem | null> {
  let problem: SyncProblem | null = null;
  let started = PACKS_AT_ONCE;
  const coming = all.slice(0, PACKS_AT_ONCE).map((news) => withPack(news, transport));
  for (let next = coming.shift(); next !== undefined; next = coming.shift()) {
    const fetched = await next;
    const after = all[(started += 1) - 1];
    if (after) coming.push(withPack(after, transport));
    if (fetched.ok) await store.takeShared(fetched.value.news, fetched.value.pack);
    else problem ??= fetched.error;
  }
  return problem;
}
