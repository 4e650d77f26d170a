import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Change } from '#lib/protocol/change.ts';
import type { ExchangeAnswer } from '#lib/protocol/exchange.ts';
import { pack, packRows, type Pack } from '#lib/protocol/pack.ts';
import { isCatalogue } from '#lib/protocol/scope.ts';
import type { ScopeNews, Transport } from './ports.ts';
import { problemOf, type SyncProblem } from './problem.ts';
import { unheard, type Frozen } from './request.ts';

/**
 * What the answer says of the scopes that were asked for, scope by scope; scopes that were not are passed
 * over, because news is relative to where the request said it stood. A scope that is no longer granted comes
 * back emptied and without a cursor.
 */
export function newsOf(answer: ExchangeAnswer, { cursors, epoch }: Frozen): ScopeNews[] {
  const newEpoch = epoch !== null && epoch !== answer.epoch;
  return cursors.flatMap((stood): ScopeNews[] => {
    const { scope } = stood;
    if (!answer.granted.includes(scope)) {
      // Never heard of: there is nothing to drop, and it may be granted one day.
      return stood.at === 0 ? [] : [{ scope, anew: true, rows: [], cursor: null }];
    }
    const anew = newEpoch || answer.anew.includes(scope);
    const rows = answer.changes.flatMap((page) => (page.scope === scope ? page.rows : []));
    // Positions only grow within one history: a cursor that goes back says nothing.
    const told = answer.cursors.find((cursor) => cursor.scope === scope && (anew || cursor.at >= stood.at));
    const cursor = told ?? (anew ? unheard(scope) : null);
    const moved = cursor !== null && (cursor.at !== stood.at || cursor.hash !== stood.hash);
    return anew || moved || rows.length > 0 ? [{ scope, anew, rows, cursor }] : [];
  });
}

/** News of a shared scope that is ready to be taken in. */
export interface Fetched {
  readonly news: ScopeNews;
  readonly pack: Pack | null;
}

/**
 * Fetches the pack that the news of a catalogue starts from, if it does. What stands before it is in it.
 * A pack that cannot be had, or is not what was named, is a problem: the scope must not move then.
 */
export async function withPack(news: ScopeNews, transport: Transport): Promise<Result<Fetched, SyncProblem>> {
  const at = isCatalogue(news.scope) ? lastPack(news.rows) : -1;
  const named = news.rows[at];
  if (named?.kind !== 'pack') return accept({ news, pack: null });
  const reply = await transport.pack(named.hash);
  if (reply.kind !== 'answered' || reply.status !== 200 || reply.body === null) {
    return refuse(problemOf(reply));
  }
  const read = pack.safeParse(reply.body);
  if (!read.success || read.data.hash !== named.hash || !isWhole(read.data)) return refuse('defect');
  return accept({ news: { ...news, rows: news.rows.slice(at + 1) }, pack: read.data });
}

const lastPack = (rows: readonly Change[]): number => rows.map((row) => row.kind).lastIndexOf('pack');

/** Columns of unequal length tell a cut or mixed-up pack. */
function isWhole(contents: Pack): boolean {
  try {
    packRows(contents);
    return true;
  } catch {
    return false;
  }
}
