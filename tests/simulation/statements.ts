import Database from 'libsql';

/** Told before and after every statement that any embedded database runs. What it throws, the statement throws. */
export type Watch = (sql: string, when: 'before' | 'after') => void;

let watch: Watch | null = null;

/** Watches the statements of this process from now on; null ends it. */
export function watchStatements(watcher: Watch | null): void {
  if (watcher !== null) install();
  watch = watcher;
}

type Run = (...values: unknown[]) => unknown;
type Statement = Record<'get' | 'all' | 'run', Run>;
type Prepare = (this: unknown, sql: string) => Statement;

let installed = false;

/**
 * Puts itself between our store and the driver. A database that refuses, and one whose process dies, cannot be
 * had otherwise at a chosen statement. Only statements that are prepared after this are seen.
 */
export function install(): void {
  if (installed) return;
  installed = true;
  const driver = Database.prototype as unknown as { prepare: Prepare };
  const { prepare } = driver;
  driver.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    for (const name of ['get', 'all', 'run'] as const) {
      const run = statement[name].bind(statement);
      statement[name] = (...values) => {
        watch?.(sql, 'before');
        const rows = run(...values);
        watch?.(sql, 'after');
        return rows;
      };
    }
    return statement;
  };
}

/** The machine died: nothing of this process reaches the disk any more. */
export class MachineDied extends Error {
  constructor() {
    super('the machine died');
  }
}

/** Dies at the `count`-th statement, before or after it ran, and stays dead. */
export function dieAt(count: number, when: 'before' | 'after'): Watch {
  let left = count;
  return (_sql, at) => {
    if (at === when) left -= 1;
    if (left <= 0) throw new MachineDied();
  };
}

/** Dies right before or after the next commit. */
export function dieAtCommit(when: 'before' | 'after'): Watch {
  let dead = false;
  return (sql, at) => {
    dead ||= sql === 'commit' && at === when;
    if (dead) throw new MachineDied();
  };
}

/** Refuses one statement, the `count`-th, as the driver does when the disk is full or another process writes. */
export function refuseAt(count: number, code: 'SQLITE_FULL' | 'SQLITE_BUSY' | 'SQLITE_IOERR'): Watch {
  let left = count;
  return (_sql, at) => {
    if (at !== 'before') return;
    left -= 1;
    if (left === 0) throw Object.assign(new Error('refused by the world'), { code });
  };
}
