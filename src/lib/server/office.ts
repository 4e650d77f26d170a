import type { Instant } from '#lib/domain/day.ts';
import type { Config } from './config.ts';
import { makeLog, type Log } from './log.ts';
import { makeSessions, type Sessions } from './accounts/sessions.ts';
import { PhotoDesk } from './photos/desk.ts';
import { openStore, type Store } from './store/store.ts';
import { Throttle } from './accounts/throttle.ts';

/** Everything that answers to the outside, put together once for a process, or for a test. */
export interface Office {
  readonly config: Config;
  readonly store: Store;
  readonly sessions: Sessions;
  readonly throttle: Throttle;
  readonly photos: PhotoDesk;
  readonly log: Log;
  /** ms UTC. The one clock of the office. */
  readonly now: () => Instant;
  close(): Promise<void>;
}

/** Opens the store (migrations run) and composes an office around it. Throws when the store cannot be opened. */
export async function openOffice(config: Config, now: () => Instant = Date.now): Promise<Office> {
  const log = makeLog(config.logLevel);
  const store = await openStore(config);
  return {
    config,
    store,
    sessions: makeSessions({ db: store.db, secret: config.secret, now }),
    throttle: new Throttle(),
    photos: new PhotoDesk({
      store,
      dataDir: config.dataDir,
      now,
      onDefect: (err) => log.error({ photo: true, err }),
    }),
    log,
    now,
    close: () => store.close(),
  };
}

let serving: Office | null = null;

/** The office of this process, opened by `hooks.server.ts` before the first request. */
export function office(): Office {
  if (serving === null) throw new Error('The office is not open yet.');
  return serving;
}

/** Makes an office the one that `office()` gives. */
export function serveFrom(opened: Office): void {
  serving = opened;
}
