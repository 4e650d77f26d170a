import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../tx.ts';
import { typesOf } from './columns.ts';

/** Replicas whose database the browser emptied: when that was told, and what was unsent there as last known. */
export const emptiedReplicas = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    const { whole } = typesOf(dialect);
    for (const column of ['emptied_at', 'emptied_unsent']) {
      await db.schema.alterTable('replica').addColumn(column, whole).execute();
    }
  },
});
