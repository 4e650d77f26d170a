import type { Kysely } from 'kysely';
import { parseNip } from '#lib/domain/nip.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { SignInRequest } from '#lib/protocol/account.ts';
import { isoTime } from './accounts.ts';
import { readCode } from './codes.ts';
import { append } from '../journal.ts';
import type { Office } from '../office.ts';
import { hashPassword, isWeakPassword, NO_PASSWORD, passwordFits, passwordsWaiting } from './password.ts';
import { endSessionsOf } from './sessions.ts';
import type { Schema } from '../store/schema.ts';

/** Passwords that may wait to be hashed: about two seconds of work. Beyond it the office says `busy`. */
const LONGEST_QUEUE = 128;

export interface SignInRefusal {
  readonly code: 'wrong-credentials' | 'code-accepted' | 'weak-password' | 'too-many-tries' | 'busy';
  readonly retryAfter?: number;
}

/**
 * The number that an account has as its user name: a NIP without spaces, or a phone number with 62 for its
 * first 0. Null when it is neither.
 */
export function signInNumber(as: SignInRequest['as'], typed: string): string | null {
  if (as === 'asn') {
    const nip = parseNip(typed);
    return nip.ok ? nip.value : null;
  }
  const digits = typed.normalize('NFKC').replace(/[\s.\-()+]/g, '');
  const phone = digits.replace(/^(?:0|620?)?(?=8)/, '62');
  return /^628\d{7,11}$/.test(phone) ? phone : null;
}

/**
 * Signs in with a password, or with a one-time code and the password to set. Gives the user id; the caller
 * opens the session. Whatever is wrong, the answer and the time it takes are the same.
 */
export async function signIn(
  office: Office,
  request: SignInRequest,
  address: string,
): Promise<Result<string, SignInRefusal>> {
  const number = signInNumber(request.as, request.number);
  if (passwordsWaiting() > LONGEST_QUEUE) return refuse({ code: 'busy', retryAfter: 5 });
  const wait = await office.throttle.begin(number, address);
  if (wait > 0) return refuse({ code: 'too-many-tries', retryAfter: wait });

  const credential = number === null ? undefined : await credentialOf(office.store.db, number);
  const fits = await passwordFits(request.password, credential?.password ?? NO_PASSWORD);
  const code = fits ? null : await fittingCode(office, credential?.userId, request.password);
  if (number === null || credential === undefined || (!fits && code === null)) {
    return refuse({ code: 'wrong-credentials' });
  }
  await office.throttle.succeeded(number, address);
  if (code === null) return accept(credential.userId);

  if (request.newPassword === undefined) return refuse({ code: 'code-accepted' });
  if (isWeakPassword(request.newPassword, number)) return refuse({ code: 'weak-password' });
  const set = await setPassword(office, { ...code, hash: await hashPassword(request.newPassword) });
  return set ? accept(credential.userId) : refuse({ code: 'wrong-credentials' });
}

const credentialOf = (db: Kysely<Schema>, number: string) =>
  db
    .selectFrom('user')
    .innerJoin('account', 'account.userId', 'user.id')
    .select(['user.id as userId', 'account.password'])
    .where('user.username', '=', number)
    .where('account.providerId', '=', 'credential')
    .executeTakeFirst();

interface FittingCode {
  readonly codeId: string;
  readonly userId: string;
}

/** The person's unused, unexpired code, if it is what was typed. Takes a hash's time for nobody's code too. */
async function fittingCode(
  { store, now }: Office,
  userId: string | undefined,
  typed: string,
): Promise<FittingCode | null> {
  const code = readCode(typed);
  if (code === null) return null;
  const known =
    userId === undefined
      ? undefined
      : await store.db
          .selectFrom('login_code')
          .select(['id', 'hash'])
          .where('user_id', '=', userId)
          .where('used_at', 'is', null)
          .where('expires_at', '>', now())
          .executeTakeFirst();
  const fits = await passwordFits(code, known?.hash ?? NO_PASSWORD);
  return fits && known !== undefined && userId !== undefined ? { codeId: known.id, userId } : null;
}

/**
 * Uses the code up, sets the password and ends every session of the person, in one transaction. False when
 * the code was used meanwhile.
 */
function setPassword(
  office: Office,
  { codeId, userId, hash }: FittingCode & { hash: string },
): Promise<boolean> {
  const at = office.now();
  return office.store.write(async (tx) => {
    const used = await tx
      .updateTable('login_code')
      .set({ used_at: at })
      .where('id', '=', codeId)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) return false;
    await tx
      .updateTable('account')
      .set({ password: hash, updatedAt: isoTime(at) })
      .where('userId', '=', userId)
      .where('providerId', '=', 'credential')
      .execute();
    await endSessionsOf(tx, userId);
    append(tx, [
      { at, kind: 'password.set', actor: userId, subject: userId, ref: codeId, outcome: 'applied', body: '' },
    ]);
    return true;
  });
}
