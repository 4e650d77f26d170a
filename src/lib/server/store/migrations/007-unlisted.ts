import { sql, type Kysely, type Migration } from 'kysely';

/** Purchases that wait for the origin of their UMKM, found without walking through all the others. */
export const unlistedPurchases = (): Migration => ({
  async up(db: Kysely<unknown>) {
    await sql`create index purchase_unlisted on purchase (umkm_name) where umkm_id is null and verdict = 'belum-diperiksa'`.execute(
      db,
    );
  },
});
