import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../tx.ts';
import { required, typesOf } from './columns.ts';

/** How often it was begun to decode a photo: one that ends the process must not end it for ever. */
export const photoTries = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    const { whole } = typesOf(dialect);
    const table = db.schema
      .createTable('photo_try')
      .addColumn('hash', 'text', (column) => column.primaryKey().notNull());
    await required(table, whole, ['tries', 'at']).execute();
  },
});
