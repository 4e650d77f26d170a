import { TransactionLost } from './savepoint.ts';

/** Codes of a server that goes away, has no room or is overloaded (PostgreSQL, classes 08, 53, 57P). */
const POSTGRES = /^(08...|53...|57P..|ECONN[A-Z]+|ETIMEDOUT|EPIPE)$/;
/** SQLite's own: locked, full, cannot write. A constraint is the program's fault. */
const SQLITE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|NOMEM|PROTOCOL)/;

/** The file system's: full, out of handles, read-only, failing (photos are files). */
const DISK = /^(ENOSPC|EDQUOT|EMFILE|ENFILE|EROFS|EIO|EBUSY|EAGAIN)$/;

/** Whether database or disk cannot be written just now, for a reason that may pass: not a defect of ours. */
export function isBusy(error: unknown): boolean {
  if (error instanceof TransactionLost) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    POSTGRES.test(code) || SQLITE.test(code) || DISK.test(code) || /Connection terminated/.test(error.message)
  );
}
