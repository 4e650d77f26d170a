import type { Exclusive } from '#lib/sync/ports.ts';

/**
 * How long one exchange may keep others from sending, ms: a request's patience and the packs that follow it.
 * After that the lock is given up although the work may still run. Two senders at once cost bytes, never a
 * record: the office takes every id once.
 */
const LONGEST_HOLD = 90_000;

/** ms of being kept out after which the lock is taken by force: its holder is frozen and cannot give it up. */
const LONGEST_WAIT = 2 * LONGEST_HOLD;

/** One sender across the tabs of one account, by a Web Lock; a browser that kills a tab releases its lock. */
export function exclusiveFor(owner: string, now: () => number): Exclusive {
  const name = `simadu-kirim-${owner}`;
  let keptOutSince: number | null = null;
  return async (work) => {
    // Behind plain http there are no locks (nor a service worker): then each tab sends for itself.
    if (!('locks' in navigator)) {
      await work();
      return true;
    }
    const force = keptOutSince !== null && now() - keptOutSince > LONGEST_WAIT;
    const options: LockOptions = force ? { steal: true } : { ifAvailable: true };
    let running: Promise<void> | undefined;
    const hold = async (lock: Lock | null): Promise<boolean> => {
      if (lock === null) return false;
      running = work();
      await within(LONGEST_HOLD, running);
      return true;
    };
    try {
      const had = await navigator.locks.request(name, options, hold);
      keptOutSince = had ? null : (keptOutSince ?? now());
      return had;
    } catch (error) {
      // Stolen from us: the work goes on, and what it says still counts.
      if (running === undefined || !isAbort(error)) throw error;
      await running;
      return true;
    }
  };
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** Waits for the work, but not longer than `ms`. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
