import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { username } from 'better-auth/plugins/username';
import type { Kysely } from 'kysely';
import { hashPassword, passwordFits } from './password.ts';
import type { Schema } from '../store/schema.ts';

/** Sessions last 180 days and do not roll: no cookie travels with an exchange. In seconds. */
export const SESSION_SECONDS = 180 * 86_400;

export interface AuthWorld {
  readonly db: Kysely<Schema>;
  readonly secret: string;
}

/**
 * How the account library is set up. It keeps users, credentials and sessions in tables that our own
 * migrations make; its HTTP handler is not mounted, so there is no sign-up, no e-mail and no way to ask
 * whether a number is known. Second factors and single sign-on come from it when they are wanted.
 */
export const authOptions = ({ db, secret }: AuthWorld) =>
  ({
    // Told `sqlite` for both engines: it then writes times as ISO text and truth as 0 or 1, like our schema.
    database: { db, type: 'sqlite' },
    // A test compares its tables with our migrations; its own check at start knows SQLite only.
    advanced: { database: { validateSchema: false }, ipAddress: { disableIpTracking: true } },
    secret,
    // Only its handler and its e-mails would use it.
    baseURL: 'http://localhost',
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: ({ hash, password }) => passwordFits(password, hash) },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, cookieCache: { enabled: false } },
    plugins: [username({ usernameValidator: (number) => /^\d{9,18}$/.test(number) })],
    telemetry: { enabled: false },
    logger: { disabled: true },
  }) satisfies BetterAuthOptions;

export const makeAuth = (world: AuthWorld) => betterAuth(authOptions(world));
