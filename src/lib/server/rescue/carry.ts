import { dayInWib } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Outcome } from '#lib/protocol/exchange.ts';
import type { CarryAnswer, RescueContent } from '#lib/protocol/rescue.ts';
import { isForOwnPhone } from '../apply/decide.ts';
import type { Author } from '../apply/kind.ts';
import { find } from '../apply/mutations.ts';
import { decideAll, type Desks } from '../exchange.ts';
import { readFacts } from '../facts.ts';
import { append } from '../journal.ts';
import { readNewest } from '../newest.ts';
import type { Tx } from '../store/tx.ts';
import { openRescue, type OpenedRescue, type OpenRefusal } from './open.ts';

/** What became of a rescue file. Whose it was is for the office alone to know. */
export interface Carried {
  readonly answer: CarryAnswer;
  readonly owner: string;
  /** Null for an account that this office does not have (yet). */
  readonly ownerName: string | null;
}

/**
 * Takes a rescue file in: what it holds is decided as if its phone had sent it, in the name of the author that
 * it names, by the same code and in one transaction that is durable before the answer. What is new waits for a
 * look, unless the author carries it in person. The journal has every mutation under its author, and the file
 * under who carried it. Refuses the file whole; then nothing of it is done.
 */
export async function carry(
  desks: Desks,
  carrier: string,
  text: string,
): Promise<Result<Carried, OpenRefusal>> {
  const opened = await openRescue(desks, text);
  if (!opened.ok) return opened;
  return desks.store.write((tx) => takeIn(tx, { desks, carrier, rescue: opened.value }));
}

interface Arrival {
  readonly desks: Desks;
  readonly carrier: string;
  readonly rescue: OpenedRescue;
}

async function takeIn(tx: Tx, arrival: Arrival): Promise<Result<Carried, OpenRefusal>> {
  const { desks, carrier, rescue } = arrival;
  const { owner, replica, mutations } = rescue.content;
  const now = desks.now();
  const author = await authorOf(tx, { owner, today: dayInWib(now) });
  if (await isAnothers(tx, rescue.content)) return refuse('file-unproven');
  // An office that came back from a backup lacks accounts that it will have again.
  if (author === null) return accept({ answer: allLater(arrival), owner, ownerName: null });
  const newest = await readNewest(desks.store, tx);
  const facts = await readFacts(desks.store, tx, newest);
  const known = new Set<string>();
  for (const { id } of mutations) if (await find(tx, id)) known.add(id);
  const desk = { tx, facts, author, replica, now, ...(carrier === owner ? {} : { carrier }) };
  const outcomes = await decideAll({ desks, request: { mutations } }, desk);
  if (outcomes.some((outcome) => isNews(outcome, known))) putOnRecord(tx, { ...arrival, outcomes, now });
  const answer = { file: rescue.file, ...tally(arrival, outcomes, known) };
  return accept({ answer, owner, ownerName: author.name });
}

/** The author as of today: a role that ended since the file was made takes effect as in an exchange. */
async function authorOf(
  tx: Tx,
  { owner, today }: { readonly owner: string; readonly today: string },
): Promise<(Author & { readonly name: string }) | null> {
  const user = await tx.selectFrom('user').select('name').where('id', '=', owner).executeTakeFirst();
  if (!user) return null;
  const grants = await tx
    .selectFrom('role_grant')
    .select('role')
    .where('user_id', '=', owner)
    .where('from_day', '<=', today)
    .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', today)]))
    .execute();
  return { userId: owner, name: user.name, roles: [...new Set(grants.map(({ role }) => role))] };
}

/** Whether the office knows this replica as another account's. */
async function isAnothers(tx: Tx, { owner, replica }: RescueContent): Promise<boolean> {
  const row = await tx.selectFrom('replica').select('owner').where('id', '=', replica).executeTakeFirst();
  return row !== undefined && row.owner !== owner;
}

function putOnRecord(
  tx: Tx,
  {
    carrier,
    rescue,
    outcomes,
    now,
  }: Arrival & { readonly outcomes: readonly Outcome[]; readonly now: number },
): void {
  const { content, file, keyId, epoch } = rescue;
  const { owner, replica, clock, unsent, mutations } = content;
  const numbers = new Map(mutations.map(({ id, n }) => [id, n]));
  const decided = outcomes.map((outcome) => ({ n: numbers.get(outcome.id), ...outcome }));
  const body = JSON.stringify({ replica, keyId, epoch, clock, unsent, mutations: decided });
  const entry = { kind: 'rescue.carry', actor: carrier, subject: owner, ref: file, outcome: 'applied' };
  append(tx, [{ ...entry, at: now, body }]);
}

/** Decided just now. A file that is brought again, or waits, leaves the journal as it is. */
const isNews = ({ id, outcome, code }: Outcome, known: ReadonlySet<string>): boolean =>
  outcome !== 'not-yet' && (!known.has(id) || code === 'body-differs');

function tally(
  arrival: Arrival,
  outcomes: readonly Outcome[],
  known: ReadonlySet<string>,
): Omit<CarryAnswer, 'file'> {
  const count = (is: (outcome: Outcome) => boolean) => outcomes.filter(is).length;
  const done = ({ outcome }: Outcome) => outcome !== 'not-yet' && outcome !== 'refused';
  const later = new Set(outcomes.filter(({ outcome }) => outcome === 'not-yet').map(({ id }) => id));
  return {
    taken: count((one) => done(one) && !known.has(one.id)),
    known: count((one) => done(one) && known.has(one.id)),
    refused: count(({ outcome }) => outcome === 'refused'),
    differ: count(({ code }) => code === 'body-differs'),
    later: later.size,
    own: forOwnPhone(arrival, later),
  };
}

const allLater = (arrival: Arrival): CarryAnswer => {
  const { file, content } = arrival.rescue;
  const later = new Set(content.mutations.map(({ id }) => id));
  const nothing = { taken: 0, known: 0, refused: 0, differ: 0 };
  return { file, ...nothing, later: later.size, own: forOwnPhone(arrival, later) };
};

/** How many of what waits only the author can say. */
function forOwnPhone({ carrier, rescue }: Arrival, later: ReadonlySet<string>): number {
  const { owner, mutations } = rescue.content;
  if (carrier === owner) return 0;
  return mutations.filter(({ id, body }) => later.has(id) && isForOwnPhone(body)).length;
}
