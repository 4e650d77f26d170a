import type { Exclusive } from '#lib/sync/ports.ts';

type Rank = 'front' | 'behind';

/** Those that wait, in the order in which they came. */
const waiting: Record<Rank, (() => void)[]> = { front: [], behind: [] };
let taken = false;

/**
 * One exchange at a time in this tab, the account in front before the others: on EDGE two at once would take
 * twice as long, and neither might arrive.
 */
export const inTurn =
  (rank: Rank, exclusive: Exclusive): Exclusive =>
  async (work) => {
    if (taken) await new Promise<void>((resolve) => waiting[rank].push(resolve));
    taken = true;
    try {
      return await exclusive(work);
    } finally {
      const next = waiting.front.shift() ?? waiting.behind.shift();
      // Handed on while it is still taken, so that nobody comes in between.
      if (next) next();
      else taken = false;
    }
  };
