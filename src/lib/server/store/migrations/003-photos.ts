import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../tx.ts';
import { optional, required, typesOf } from './columns.ts';

/** Photos of the nota: which of them a purchase names, which of them the office has or cannot take. */
export const photoTables = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    const { whole } = typesOf(dialect);
    for (const column of ['photos_json', 'wanted_json']) {
      await db.schema
        .alterTable('purchase')
        .addColumn(column, 'text', (added) => added.notNull().defaultTo('[]'))
        .execute();
    }
    const named = required(db.schema.createTable('photo'), 'text', ['owner', 'hash', 'kept']);
    const told = required(named, whole, ['bytes', 'width', 'height', 'received_at', 'seq']);
    await optional(told, 'text', ['refused'])
      .addPrimaryKeyConstraint('photo_pkey', ['owner', 'hash'])
      .execute();
    await db.schema.createIndex('photo_kept_idx').on('photo').column('kept').execute();
  },
});
