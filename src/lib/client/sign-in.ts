import * as z from 'zod/mini';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import {
  account,
  sampleAccount,
  type Account,
  type SampleAccount,
  type SignInRequest,
} from '#lib/protocol/account.ts';
import { problem } from '#lib/protocol/exchange.ts';
import { isProblemCode, type ProblemCode } from '#lib/protocol/problems.ts';
import { request } from './request.ts';

/*
 * Signing in, for a page that must be light: no Dexie, no engine. Who signed in is handed to `/` in memory;
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
  const signedIn = account.safeParse(reply.body);
  if (reply.status === 200 && signedIn.success) {
    arrived = signedIn.data;
    return accept(signedIn.data);
  }
  const told = problem.safeParse(reply.body);
  const code = told.success && isProblemCode(told.data.code) ? told.data.code : 'captive-portal';
  return refuse({ code, retryAfter: reply.retryAfter });
}

/** Accounts to try, while sample data is loaded; empty otherwise and without network. */
export async function sampleAccounts(): Promise<readonly SampleAccount[]> {
  const reply = await request('/api/akun-contoh');
  if (reply.kind === 'unreachable' || reply.status !== 200) return [];
  const list = z.array(sampleAccount).safeParse(reply.body);
  return list.success ? list.data : [];
}

/** ms that a start waits for the office before it shows the sign-in page all the same. */
const SHORT_PATIENCE = 4_000;

/** Whose session the browser holds; null for nobody, and when the office does not answer soon. */
export async function sessionAtOffice(): Promise<Account | null> {
  if (!navigator.onLine) return null;
  const reply = await request('/api/saya', { patience: SHORT_PATIENCE });
  if (reply.kind === 'unreachable' || reply.status !== 200) return null;
  const known = account.safeParse(reply.body);
  return known.success ? known.data : null;
}

/** Ends the session at the office. False when the office did not hear it. */
export async function endSession(): Promise<boolean> {
  const reply = await request('/api/keluar', { method: 'POST', body: '{}', patience: SHORT_PATIENCE });
  // A portal's page is no answer of the office; 401 is: the session had ended already.
  return reply.kind === 'answered' && (reply.status === 204 || reply.body !== null);
}
