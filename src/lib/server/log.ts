import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/**
 * Structured lines on standard output. What never goes into them: numbers and names of people, bodies,
 * cookies, addresses of clients, and URLs (they hold ids): a request is told by its route.
 */
export function makeLog(level: Config['logLevel']): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: errorLine },
  });
}

/** Name, message and stack. A database's error also carries the row it refused: that stays out. */
function errorLine(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  return { type: error.name, message: error.message, stack: error.stack };
}
