import { problem } from '#lib/protocol/exchange.ts';
import { isProblemCode, type ProblemCode } from '#lib/protocol/problems.ts';
import type { Reply } from './ports.ts';

/**
 * Why an exchange did not end well, besides the office's own codes.
 * - unreachable: no answer came. captive-portal: an answer came, but not from the office.
 * - storage: the phone could not read or write its own database.
 */
export type SyncProblem = ProblemCode | 'unreachable' | 'captive-portal' | 'storage';

/** What a gateway in front of the office may answer in its place, without our envelope. */
const OF_GATEWAYS: Readonly<Record<number, ProblemCode>> = {
  413: 'too-large',
  429: 'busy',
  500: 'defect',
  502: 'busy',
  503: 'busy',
  504: 'busy',
};

/** What our envelope means when its code is a later release's. */
const OF_LATER_OFFICES: Readonly<Record<number, ProblemCode>> = {
  ...OF_GATEWAYS,
  401: 'signed-out',
  426: 'old-version',
};

/**
 * What a reply means that is no proven answer. Only our own envelope may say that the session ended: a
 * captive portal answers 401, 403 and 511 as well, and nobody signs in anew because of a café's Wi-Fi.
 */
export function problemOf(reply: Reply): SyncProblem {
  if (reply.kind === 'unreachable') return 'unreachable';
  const told = problem.safeParse(reply.body);
  if (!told.success || reply.status < 400) {
    // JSON with a 200 is an office that speaks otherwise than this build; portals show pages.
    if (reply.status === 200 && reply.body !== null) return 'defect';
    return OF_GATEWAYS[reply.status] ?? 'captive-portal';
  }
  if (isProblemCode(told.data.code)) return told.data.code;
  return OF_LATER_OFFICES[reply.status] ?? 'defect';
}
