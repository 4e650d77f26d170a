import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Account, SampleAccount, SignInRequest } from '#lib/protocol/account.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { accountPath } from '#lib/protocol/shared-phone.ts';
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

export interface Arrived {
  readonly account: Account;
  /** It did not know its PIN any more: it gets a new one. */
  readonly forgotPin: boolean;
}

let arrived: Arrived | null = null;

/** Who has just signed in on `/masuk`, once. */
export function takeArrived(): Arrived | null {
  const who = arrived;
  arrived = null;
  return who;
}

/**
 * Signs in at the office. `code-accepted` means: the one-time code is right, ask for a new password and call
 * again with it. After success go to `/`. `again`: the account of this phone that it is for; under its path the
 * office sees the session that the new one takes the place of.
 */
export async function signIn(
  wish: SignInRequest,
  again: string | null = null,
): Promise<Result<Account, SignInRefusal>> {
  const path = again === null ? '/api/masuk' : accountPath(again, '/api/masuk');
  const reply = await request(path, { method: 'POST', body: JSON.stringify(wish) });
  if (reply.kind === 'unreachable') return refuse({ code: 'unreachable', retryAfter: null });
  if (reply.status === 200 && isAccount(reply.body)) {
    arrived = { account: reply.body, forgotPin: reply.body.id === again };
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

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown): value is string => typeof value === 'string';

/** What `account` of the protocol says. A role of a later release passes: no screen of this one asks for it. */
export const isAccount = (body: unknown): body is Account =>
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
export function codeOf(body: unknown): SignInRefusal['code'] {
  const code = isRecord(body) ? body['code'] : undefined;
  return isText(code) && /^[a-z-]{2,40}$/.test(code) ? (code as ProblemCode) : 'captive-portal';
}
