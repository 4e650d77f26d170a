import { exchangeAnswer, type ExchangeAnswer, type Outcome, type Run } from '#lib/protocol/exchange.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { Hash, OutboxRow, Reply, Settled } from './ports.ts';

/*
 * What makes *terkirim* true: HTTP 200, our envelope whole, our version, and in it the id of a mutation of
 * this very request with the hash of the body that this phone holds. Anything else proves nothing.
 */

/** The office's answer, or null when the reply is not one: a captive portal's page, a redirect, other JSON. */
export function answerOf(reply: Reply): ExchangeAnswer | null {
  if (reply.kind !== 'answered' || reply.status !== 200) return null;
  const read = exchangeAnswer.safeParse(reply.body);
  return read.success && read.data.v === PROTOCOL ? read.data : null;
}

/** What the answer proves about the rows that were sent, in the order of their numbers. */
export async function provenBy(
  answer: ExchangeAnswer,
  sent: readonly OutboxRow[],
  hash: Hash,
): Promise<Settled[]> {
  const proven = new Map<number, Settled>();
  for (const run of answer.runs) {
    for (const row of await rowsOf(run, sent, hash)) {
      proven.set(row.n, { n: row.n, state: 'acked', code: null });
    }
  }
  const byId = new Map(sent.map((row) => [row.id, row]));
  for (const outcome of answer.outcomes) {
    const row = byId.get(outcome.id);
    if (row === undefined || row.hash !== outcome.hash) continue;
    const settled = settledAs(outcome, row.n);
    // An outcome of its own says more than the run it may lie in.
    if (settled === null) proven.delete(row.n);
    else proven.set(row.n, settled);
  }
  return [...proven.values()].sort((a, b) => a.n - b.n);
}

/** The rows a run speaks of; none when its digest is not the hash over their hashes in order. */
async function rowsOf(run: Run, sent: readonly OutboxRow[], hash: Hash): Promise<OutboxRow[]> {
  const rows = sent.filter((row) => row.n >= run.from && row.n <= run.to);
  const digest = await hash(rows.map((row) => row.hash).join(''));
  return digest === run.digest ? rows : [];
}

function settledAs({ outcome, code }: Outcome, n: number): Settled | null {
  switch (outcome) {
    case 'applied':
    case 'already':
      return { n, state: 'acked', code: null };
    case 'flagged':
      return { n, state: 'acked', code: code ?? 'needs-a-look' };
    case 'refused':
      return { n, state: 'refused', code: code ?? 'defect' };
    case 'not-yet':
      return null;
  }
}
