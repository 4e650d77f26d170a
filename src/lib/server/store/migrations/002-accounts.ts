import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../tx.ts';
import { optional, required, typesOf, type Types } from './columns.ts';

/**
 * The tables of the account library (better-auth 1.7.25 with its username plugin), kept here so that one
 * set of migrations makes the whole database, and the roles and one-time codes that hang on its users.
 */
export const accountTables = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    const types = typesOf(dialect);
    await users(db, types);
    await sessions(db, types);
    await credentials(db, types);
    await grants(db, types);
  },
});

const keyed = (db: Kysely<unknown>, name: string) =>
  db.schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey().notNull());

const index = (db: Kysely<unknown>, table: string, column: string) =>
  db.schema.createIndex(`${table}_${column}_idx`).on(table).column(column).execute();

const stamps = ['createdAt', 'updatedAt'];

async function users(db: Kysely<unknown>, { whole, time }: Types) {
  const user = required(required(keyed(db, 'user'), 'text', ['name']), whole, ['emailVerified']);
  await optional(required(user, time, stamps), 'text', ['image', 'displayUsername'])
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('username', 'text', (column) => column.unique())
    .execute();
}

const ofUser = (db: Kysely<unknown>, name: string, column: string) =>
  keyed(db, name).addColumn(column, 'text', (made) =>
    made.notNull().references('user.id').onDelete('cascade'),
  );

async function sessions(db: Kysely<unknown>, { time }: Types) {
  const session = optional(ofUser(db, 'session', 'userId'), 'text', ['ipAddress', 'userAgent']);
  await required(session, time, ['expiresAt', ...stamps])
    .addColumn('token', 'text', (column) => column.notNull().unique())
    .execute();
  await index(db, 'session', 'userId');
}

async function credentials(db: Kysely<unknown>, { time }: Types) {
  const account = required(ofUser(db, 'account', 'userId'), 'text', ['accountId', 'providerId']);
  const secrets = ['accessToken', 'refreshToken', 'idToken', 'scope', 'password'];
  const ends = ['accessTokenExpiresAt', 'refreshTokenExpiresAt'];
  await required(optional(optional(account, 'text', secrets), time, ends), time, stamps).execute();
  await index(db, 'account', 'userId');
  const verification = required(keyed(db, 'verification'), 'text', ['identifier', 'value']);
  await required(verification, time, ['expiresAt', ...stamps]).execute();
  await index(db, 'verification', 'identifier');
}

async function grants(db: Kysely<unknown>, { whole }: Types) {
  const grant = required(ofUser(db, 'role_grant', 'user_id'), 'text', ['role', 'from_day']);
  await optional(grant, 'text', ['office_id', 'until_day']).execute();
  await index(db, 'role_grant', 'user_id');
  await index(db, 'role_grant', 'office_id');
  const code = required(ofUser(db, 'login_code', 'user_id'), 'text', ['hash']);
  const issued = required(optional(code, 'text', ['issued_by']), whole, ['issued_at', 'expires_at']);
  await optional(issued, whole, ['used_at']).execute();
  await index(db, 'login_code', 'user_id');
}
