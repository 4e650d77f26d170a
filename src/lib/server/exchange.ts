import type { Instant } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { ExchangeAnswer, ExchangeRequest, Outcome, SentMutation } from '#lib/protocol/exchange.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import { decide, type Decided, type Desk } from './apply/decide.ts';
import { NotYet, type Author } from './apply/kind.ts';
import { keepFacts, readFacts, type Facts, type Touched } from './facts.ts';
import { grant, readFeed } from './feed/feed.ts';
import type { Said } from './feed/page.ts';
import { headOf } from './journal.ts';
import { keepNewest, readNewest, type Newest } from './newest.ts';
import { tellOutcomes } from './outcomes.ts';
import { packsBehind, packsReady, publishPacks } from './catalogue/packs.ts';
import { noteEmptied } from './emptied.ts';
import { hear, lacks, moveOn, numbersAfter, standingOf } from './replicas.ts';
import { savepoint, TransactionLost } from './store/savepoint.ts';
import type { Store } from './store/store.ts';
import type { Tx } from './store/tx.ts';
import { writeTotals } from './totals.ts';

/** An answer as it is said: what the phone's schema fills in is left out. */
export type Answer = Omit<ExchangeAnswer, 'changes'> & {
  readonly changes: readonly { readonly scope: string; readonly rows: readonly Said[] }[];
};

export interface Desks {
  readonly store: Store;
  /** The office's clock, ms UTC. */
  readonly now: () => Instant;
  /** Told of a mutation that this office cannot carry out for a fault of its own; the others go on. */
  readonly onDefect?: (error: unknown) => void;
}

/**
 * Holds one exchange: decides what was sent, in order, and tells what changed. Everything happens in one
 * transaction, and the answer is given after its durable commit. Refuses the whole request when the outbox
 * is another account's; rejects when the store cannot write (then nothing was done).
 */
export async function exchange(
  desks: Desks,
  author: Author,
  request: ExchangeRequest,
): Promise<Result<Answer, ProblemCode>> {
  const { store, now } = desks;
  if (request.owner !== author.userId) return refuse('other-account');
  await packsReady(store, now);
  const held = await store.write((tx) => hold(tx, { desks, author, request, now: now() }));
  if (!held.ok) return held;
  const { answer, facts, newest } = held.value;
  keepFacts(store, facts);
  if (packsBehind(store, Math.max(newest.umkm, newest.product))) {
    publishPacks(store, now).catch((error: unknown) => desks.onDefect?.(error));
  }
  return accept(answer);
}

interface Session {
  readonly desks: Desks;
  readonly author: Author;
  readonly request: ExchangeRequest;
  readonly now: Instant;
}

interface Held {
  readonly answer: Answer;
  readonly facts: Facts;
  readonly newest: Newest;
}

async function hold(tx: Tx, session: Session): Promise<Result<Held, ProblemCode>> {
  const { desks, author, request, now } = session;
  const before = await hear(tx, request, now);
  if (before === null) return refuse('other-account');
  if (request.lost) await noteEmptied(tx, { request, lost: request.lost, now });
  const newest = await readNewest(desks.store, tx);
  const facts = await readFacts(desks.store, tx, newest);
  const epoch = await epochOf(tx, desks.store);
  const sameEpoch = request.epoch === null || request.epoch === epoch;
  const standing = await standingOf(tx, request.cursors, sameEpoch);

  const otherHistory = !sameEpoch || standing.anew.includes('own');
  const phone = { replica: request.replica, clockOffset: now - request.clock };
  const asksAgain = lacks(request, { before, otherHistory });
  const outcomes = await decideAll(session, { tx, facts, author, now, ...phone, asksAgain });
  const decided = new Set(outcomes.filter(({ outcome }) => outcome !== 'not-yet').map(({ id }) => id));
  const numbers = numbersAfter(request, { before, otherHistory, decided });
  if (decided.size > 0 || numbers.through !== before) {
    await moveOn(tx, request, { through: numbers.through, settled: decided.size });
  }
  keepNewest(desks.store, tx, newest);

  const { asked } = standing;
  const feed = { facts, newest, userId: author.userId, now, asked, ownTouched: outcomes.length > 0 };
  const page = await readFeed(tx, feed);
  const answer: Answer = {
    v: PROTOCOL,
    epoch,
    head: headOf(tx).seq,
    durable: newest.durable,
    clock: now,
    granted: grant(feed),
    ...tellOutcomes(request.mutations, outcomes),
    ...(numbers.offer === null ? {} : { offer: numbers.offer }),
    anew: [...standing.anew],
    changes: page.changes,
    cursors: page.cursors,
    more: page.more,
  };
  return accept({ answer, facts, newest });
}

const epochs = new WeakMap<Store, string>();

/** The epoch never changes while a database is open. */
async function epochOf(tx: Tx, store: Store): Promise<string> {
  const known = epochs.get(store);
  if (known !== undefined) return known;
  const { value } = await tx
    .selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirstOrThrow();
  epochs.set(store, value);
  return value;
}

interface Batch {
  readonly desks: Pick<Desks, 'onDefect'>;
  readonly request: Pick<ExchangeRequest, 'mutations'>;
}

/** Decides in the order of numbers; each month that was touched is summed up once, at the end. */
export async function decideAll({ desks, request }: Batch, desk: Desk): Promise<Outcome[]> {
  const inOrder = [...request.mutations].sort((a, b) => a.n - b.n);
  const touched = new Map<string, Touched & { seq: number }>();
  const outcomes: Outcome[] = [];
  for (const sent of inOrder) {
    const decided = await attempt(desk, sent, desks.onDefect);
    outcomes.push(decided.outcome);
    for (const month of decided.touched) touched.set(`${month.asnId} ${month.month}`, month);
  }
  for (const month of touched.values()) await writeTotals(desk.tx, desk.facts, month);
  return outcomes;
}

/** One that throws is undone alone and waits on the phone until this office has what it lacks, or is mended. */
async function attempt(desk: Desk, sent: SentMutation, onDefect: Desks['onDefect']): Promise<Decided> {
  try {
    return await savepoint(desk.tx, () => decide(desk, sent));
  } catch (error) {
    if (error instanceof TransactionLost) throw error;
    const waits = error instanceof NotYet;
    if (!waits) onDefect?.(error);
    const code = waits ? error.code : 'defect';
    return { outcome: { id: sent.id, hash: '', outcome: 'not-yet', code }, touched: [] };
  }
}
