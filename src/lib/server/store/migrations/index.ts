import { Migrator, type Kysely, type Migration } from 'kysely';
import type { Schema } from '../schema.ts';
import type { Dialect } from '../tx.ts';
import { firstTables } from './001-first.ts';
import { accountTables } from './002-accounts.ts';
import { photoTables } from './003-photos.ts';
import { rescueTables } from './004-rescue.ts';
import { emptiedReplicas } from './005-emptied.ts';
import { photoTries } from './006-photo-tries.ts';
import { unlistedPurchases } from './007-unlisted.ts';

/** In the order they are applied. A migration that was released is never edited, only followed by another. */
export const migrations = (dialect: Dialect): Record<string, Migration> => ({
  '001-first': firstTables(dialect),
  '002-accounts': accountTables(dialect),
  '003-photos': photoTables(dialect),
  '004-rescue': rescueTables(dialect),
  '005-emptied': emptiedReplicas(dialect),
  '006-photo-tries': photoTries(dialect),
  '007-unlisted': unlistedPurchases(),
});

/** Applies what is missing; throws an Error with the cause when one fails. */
export async function migrate(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve(migrations(dialect)) };
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  const failed = results.find((result) => result.status === 'Error')?.migrationName ?? 'none';
  throw new Error(`migration ${failed} failed`, { cause: error });
}
