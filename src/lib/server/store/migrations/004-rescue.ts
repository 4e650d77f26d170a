import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../tx.ts';
import { required, typesOf } from './columns.ts';

/** Rescue files: the keys that they are sealed to, and who carried a mutation here. */
export const rescueTables = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    const { whole } = typesOf(dialect);
    const key = db.schema
      .createTable('office_key')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull());
    await required(required(key, 'text', ['private_key']), whole, ['made_at']).execute();
    await db.schema.alterTable('mutation').addColumn('carrier', 'text').execute();
  },
});
