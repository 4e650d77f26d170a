import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Account, SampleAccount, SignInRequest } from '#lib/protocol/account.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { request } from './request.ts';

/*
 * Signing in, for a page that must be light: no Dexie, no engine, and answers are looked through by hand
 * instead of by zod, which alone would be a quarter of the page. Who signed in is handed to `/` in memory;
 * should the browser die in between, `/` asks the office whose session it is.
 */

export interface SignInRefusal {
  readonly code: ProblemCode | 'unreachable' | 'captive-portal';
  /** Seconds until another try is welcome, or null. */
  readonly retryAfter: number | null;
}

let arrived: Account | null = null;

/** The account that has just signed in on `/masuk`, once. */
export function takeArrived(): Account | null {
  const account = arrived;
  arrived = null;
  return account;
}

/**
 * Signs in at the office. `code-accepted` means: the one-time code is right, ask for a new password and call
 * again with it. After success go to `/`.
 */
export async function signIn(wish: SignInRequest): Promise<Result<Account, SignInRefusal>> {
  const reply = await request('/api/masuk', { method: 'POST', body: JSON.stringify(wish) });
  if (reply.kind === 'unreachable') return refuse({ code: 'unreachable', retryAfter: null });
  if (reply.status === 200 && isAccount(reply.body)) {
    arrived = reply.body;
    return accept(reply.body);
  }
  return refuse({ code: codeOf(reply.body), retryAfter: reply.retryAfter });
}

/** Accounts to try, while sample data is loaded; empty otherwise and without network. */
export async function sampleAccounts(): Promise<readonly SampleAccount[]> {
  const reply = await request('/api/akun-contoh');
  if (reply.kind === 'unreachable' || reply.status !== 200) return [];
  return Array.isArray(reply.body) ? reply.body.filter(isSampleAccount) : [];
}

/** ms that a start waits for the office before it shows the sign-in page all the same. */
const SHORT_PATIENCE = 4_000;

/** Whose session the browser holds. `unheard`: the office did not answer, or not soon. */
export async function sessionAtOffice(): Promise<Account | 'nobody' | 'unheard'> {
  if (!navigator.onLine) return 'unheard';
  const reply = await request('/api/saya', { patience: SHORT_PATIENCE });
  if (reply.kind === 'unreachable') return 'unheard';
  if (reply.status === 200) return isAccount(reply.body) ? reply.body : 'unheard';
  return codeOf(reply.body) === 'signed-out' ? 'nobody' : 'unheard';
}

/** Ends the session at the office. False when the office did not hear it. */
export async function endSession(): Promise<boolean> {
  const reply = await request('/api/keluar', { method: 'POST', body: '{}', patience: SHORT_PATIENCE });
  // A portal's page is no answer of the office; 401 is: the session had ended already.
  return reply.kind === 'answered' && (reply.status === 204 || reply.body !== null);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown): value is string => typeof value === 'string';

/** What `account` of the protocol says. A role of a later release passes: no screen of this one asks for it. */
const isAccount = (body: unknown): body is Account =>
  isRecord(body) &&
  isText(body['id']) &&
  isText(body['name']) &&
  Array.isArray(body['roles']) &&
  body['roles'].every(isText);

/** What `sampleAccount` of the protocol says. */
const isSampleAccount = (row: unknown): row is SampleAccount =>
  isRecord(row) &&
  (row['as'] === 'asn' || row['as'] === 'penjual') &&
  [row['name'], row['about'], row['number'], row['password']].every(isText);

/**
 * The code of a refusal; one of a later office passes, the words have a sentence for any. Without our envelope
 * it was not the office that answered.
 */
function codeOf(body: unknown): SignInRefusal['code'] {
  const code = isRecord(body) ? body['code'] : undefined;
  return isText(code) && /^[a-z-]{2,40}$/.test(code) ? (code as ProblemCode) : 'captive-portal';
}
