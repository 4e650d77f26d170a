import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Day, Instant } from '#lib/domain/day.ts';
import type { Role } from '#lib/protocol/account.ts';
import { NO_PASSWORD } from './password.ts';
import type { Schema } from '../store/schema.ts';

/** A role from a day on; `officeId` is the office that a `petugas-opd` serves. */
export interface Grant {
  readonly role: Role;
  readonly officeId?: string;
  readonly from: Day;
  readonly until?: Day;
}

export interface NewUser {
  /** An ASN's user id is the person's id. */
  readonly id: string;
  readonly name: string;
  /** What signs in: NIP (18 digits) or phone number (62...), see `signInNumber`. Null: cannot sign in. */
  readonly number: string | null;
  /** From `hashPassword`. Left out: only a one-time code lets them in. */
  readonly passwordHash?: string;
  readonly grants: readonly Grant[];
  readonly now: Instant;
}

/** Writes user, credential and roles in the transaction it is given. Throws when id or number is taken. */
export async function createUser(tx: Kysely<Schema>, user: NewUser): Promise<void> {
  const stamp = { createdAt: isoTime(user.now), updatedAt: isoTime(user.now) };
  await tx
    .insertInto('user')
    .values({
      id: user.id,
      name: user.name,
      // The library needs an address; nothing is ever sent to it (RFC 6761 reserves `.invalid`).
      email: `${user.id}@simadu.invalid`,
      emailVerified: 0,
      image: null,
      username: user.number,
      displayUsername: null,
      ...stamp,
    })
    .execute();
  await tx
    .insertInto('account')
    .values({
      id: randomUUID(),
      userId: user.id,
      accountId: user.id,
      providerId: 'credential',
      password: user.passwordHash ?? NO_PASSWORD,
      accessToken: null,
      refreshToken: null,
      idToken: null,
      accessTokenExpiresAt: null,
      refreshTokenExpiresAt: null,
      scope: null,
      ...stamp,
    })
    .execute();
  if (user.grants.length > 0)
    await tx
      .insertInto('role_grant')
      .values(user.grants.map(grantRow(user.id)))
      .execute();
}

const grantRow = (userId: string) => (grant: Grant) => ({
  id: randomUUID(),
  user_id: userId,
  role: grant.role,
  office_id: grant.officeId ?? null,
  from_day: grant.from,
  until_day: grant.until ?? null,
});

/** Times as the library's tables hold them: ISO 8601 text, UTC. */
export const isoTime = (at: Instant): string => new Date(at).toISOString();
