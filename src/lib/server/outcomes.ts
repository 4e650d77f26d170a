import type { Outcome, Run, SentMutation } from '#lib/protocol/exchange.ts';
import { sha256 } from './journal.ts';

/**
 * Tells outcomes shortly. Plain successes in a row become a run: its numbers, and one digest over the hashes
 * of their bodies, in the order of numbers. Everything else is told by itself, and everything is where a
 * number was sent twice, because a run speaks of numbers.
 */
export function tellOutcomes(
  sent: readonly SentMutation[],
  outcomes: readonly Outcome[],
): { outcomes: Outcome[]; runs: Run[] } {
  if (new Set(sent.map(({ n }) => n)).size < sent.length) return { outcomes: [...outcomes], runs: [] };
  const numbers = new Map(sent.map(({ id, n }) => [id, n]));
  const alone: Outcome[] = [];
  const runs: Run[] = [];
  let plain: Outcome[] = [];
  const endRun = () => {
    const [first, last] = [plain[0], plain.at(-1)];
    if (first && last) {
      const digest = sha256(plain.map(({ hash }) => hash).join(''));
      runs.push({ from: numbers.get(first.id) ?? 0, to: numbers.get(last.id) ?? 0, digest });
    }
    plain = [];
  };
  for (const outcome of outcomes) {
    if (outcome.outcome === 'applied') {
      plain.push(outcome);
      continue;
    }
    endRun();
    alone.push(outcome);
  }
  endRun();
  return { outcomes: alone, runs };
}
