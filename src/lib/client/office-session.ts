import type { Account } from '#lib/protocol/account.ts';
import { accountPath } from '#lib/protocol/shared-phone.ts';
import { request } from './request.ts';
import { codeOf, isAccount } from './sign-in.ts';

/* Sessions as the office has them, for whoever is past the sign-in page. */

/** ms that a start waits for the office before it shows the sign-in page all the same. */
const SHORT_PATIENCE = 4_000;

/**
 * Whose session the browser holds: the one in front, or the one that it keeps for an account. `unheard`: the
 * office did not answer, or not soon.
 */
export async function sessionAtOffice(id?: string): Promise<Account | 'nobody' | 'unheard'> {
  return sessionOf(id === undefined ? '/api/saya' : accountPath(id, '/api/saya'));
}

/** The same at one of its addresses. */
export async function sessionOf(path: string): Promise<Account | 'nobody' | 'unheard'> {
  if (!navigator.onLine) return 'unheard';
  const reply = await request(path, { patience: SHORT_PATIENCE });
  if (reply.kind === 'unreachable') return 'unheard';
  if (reply.status === 200) return isAccount(reply.body) ? reply.body : 'unheard';
  return codeOf(reply.body) === 'signed-out' ? 'nobody' : 'unheard';
}

const ask = (id: string, path: string) =>
  request(accountPath(id, path), { method: 'POST', body: '{}', patience: SHORT_PATIENCE });

/** Ends the account's session at the office. False when the office did not hear it. */
export async function endSession(id: string): Promise<boolean> {
  const reply = await ask(id, '/api/keluar');
  // A portal's page is no answer of the office; 401 is: the session had ended already.
  return reply.kind === 'answered' && (reply.status === 204 || reply.body !== null);
}

/** Puts the account's session in front, for the pages that the office draws. `nobody`: it is over. */
export async function putForward(id: string): Promise<'heard' | 'nobody' | 'unheard'> {
  const reply = await ask(id, '/api/depan');
  if (reply.kind === 'unreachable') return 'unheard';
  if (reply.status === 204) return 'heard';
  return codeOf(reply.body) === 'signed-out' ? 'nobody' : 'unheard';
}
