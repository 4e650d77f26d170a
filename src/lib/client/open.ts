import type { AccountDb } from './phone.ts';
import { lookForLoss } from './canary.ts';

/** Why a database does not open. busy: another tab holds an older release of it. slow: no answer. failed: an error. */
export type OpenTrouble = 'busy' | 'slow' | 'failed';

export class NotOpened extends Error {
  override readonly name = 'NotOpened';

  constructor(
    readonly trouble: OpenTrouble,
    cause?: unknown,
  ) {
    super(`The phone's database does not open: ${trouble}`, { cause });
  }
}

/** ms until an open is given up: a phone of 2021 takes a second, one that just upgrades five. */
const PATIENCE = 15_000;

/** What of a Dexie database is used here. */
interface Openable {
  open(): PromiseLike<unknown>;
  close(options?: { disableAutoOpen: boolean }): void;
  readonly on: {
    (event: 'blocked', subscriber: () => void): void;
    readonly blocked: { unsubscribe(subscriber: () => void): void };
  };
}

/**
 * Opens a database, or rejects with {@link NotOpened} when that takes too long. Dexie does the rest: an open
 * database closes when another tab wants to upgrade it, a newer one than this release knows is opened as it is,
 * and an upgrade is one transaction: what broke half way is as if it had not begun, and the next open repeats it.
 */
export async function openInTime(db: Openable, patience = PATIENCE): Promise<void> {
  let blocked = false;
  const onblocked = () => {
    blocked = true;
  };
  db.on('blocked', onblocked);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const given = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NotOpened(blocked ? 'busy' : 'slow'));
    }, patience);
  });
  try {
    await Promise.race([Promise.resolve(db.open()), given]);
  } catch (error) {
    db.close({ disableAutoOpen: false });
    throw error instanceof NotOpened ? error : new NotOpened('failed', error);
  } finally {
    clearTimeout(timer);
    db.on.blocked.unsubscribe(onblocked);
  }
}

/** Opens an account's database, and looks whether the browser emptied it meanwhile. */
export async function openAccount(db: AccountDb): Promise<void> {
  await openInTime(db);
  // Nobody is kept out because the phone is too full to put that on record.
  await lookForLoss(db, Date.now()).catch(() => undefined);
}
