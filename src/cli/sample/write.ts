import type { Instant } from '#lib/domain/day.ts';
import { publishPacks } from '#lib/server/catalogue/packs.ts';
import type { PhotoFiles } from '#lib/server/photos/files.ts';
import type { Store } from '#lib/server/store/store.ts';
import type { Regency } from './regency.ts';
import { writeLedger } from './write-ledger.ts';
import { writePhotos } from './write-photos.ts';
import { writeRegistry } from './write-registry.ts';
import { sampleAccounts, sellerOf, writeUsers } from './write-users.ts';

/**
 * Writes a regency into an empty database, through the server's own functions: the journal is chained and
 * true, totals are judged by the domain, packs are published, photos are files. `issuedAt` dates the one-time
 * code.
 */
export async function writeRegency(
  store: Store,
  regency: Regency,
  { issuedAt, files }: { readonly issuedAt: Instant; readonly files: PhotoFiles },
): Promise<void> {
  const seller = sellerOf(regency);
  await writeUsers(store, regency, issuedAt);
  await writeRegistry(store, regency, new Map([[seller.shopId, seller.id]]));
  await writeLedger(store, regency);
  await writePhotos(store, regency, files);
  await publishPacks(store, () => regency.now);
  const value = JSON.stringify(sampleAccounts(regency));
  await store.write((tx) => tx.insertInto('meta').values({ key: 'sample', value }).execute());
}

/** Whether somebody is in the database already: then it is not ours to fill. */
export async function hasPeople(store: Store): Promise<boolean> {
  const anybody = await store.db.selectFrom('user').select('id').limit(1).executeTakeFirst();
  return anybody !== undefined;
}
