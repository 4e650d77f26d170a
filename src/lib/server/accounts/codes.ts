import { randomInt, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Instant } from '#lib/domain/day.ts';
import { hashPassword } from './password.ts';
import type { Schema } from '../store/schema.ts';

/*
 * One-time codes for a first or forgotten password. An officer reads one out or writes it on paper; typed
 * into the password field of the sign-in page it lets its owner choose a password, once.
 */

/** Capitals and digits that no handwriting mixes up: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. Ten of them: 45 bits. */
const ALPHABET = 'ACDEFGHJKMNPQRTWXY34679';
const LENGTH = 10;

/** How long a code waits for its owner, in ms. Asumsi: seven days, so that one handed out on a Friday still works after a week away. */
export const CODE_LIFE: Instant = 7 * 86_400_000;

/** `A7KCE-9QXWM` */
function makeCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** The code in what was typed (small letters, spaces, any dash), or null when it cannot be one. */
export function readCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const possible = letters.length === LENGTH && [...letters].every((letter) => ALPHABET.includes(letter));
  return possible ? `${letters.slice(0, 5)}-${letters.slice(5)}` : null;
}

export interface NewCode {
  readonly userId: string;
  /** The officer who asked for it; null for the office itself. */
  readonly issuedBy: string | null;
  readonly now: Instant;
  /** From `makeHashedCode`, before the transaction began. */
  readonly hash: string;
}

/** A code and its hash, made before the transaction that writes it: hashing takes its time. */
export async function makeHashedCode(code: string = makeCode()): Promise<{ code: string; hash: string }> {
  return { code, hash: await hashPassword(code) };
}

/** Writes a code's hash; earlier codes of the person that were not used are void from then on. */
export async function writeCode(tx: Kysely<Schema>, { userId, issuedBy, now, hash }: NewCode): Promise<void> {
  await tx.deleteFrom('login_code').where('user_id', '=', userId).where('used_at', 'is', null).execute();
  await tx
    .insertInto('login_code')
    .values({
      id: randomUUID(),
      user_id: userId,
      hash,
      issued_by: issuedBy,
      issued_at: now,
      expires_at: now + CODE_LIFE,
      used_at: null,
    })
    .execute();
}
