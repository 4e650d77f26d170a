import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { ProfileChange } from '#lib/protocol/change.ts';
import { replay } from '#lib/sync/replay.ts';
import { emptied } from './canary.ts';
import {
  headOf,
  homeOf,
  type AccountDb,
  type Emptied,
  type Head,
  type PhotoNetwork,
  type PhotoRow,
} from './phone.ts';
import { photoNetworkOf } from './photos/gate.ts';

/** Everything the screens show of one account, from one look at its database. */
export interface AccountState {
  readonly profile: ProfileChange | null;
  /** Newest day first; of one day the one recorded last. */
  readonly purchases: readonly Purchase[];
  readonly unsent: number;
  /** Photos on this phone, by their hashes. */
  readonly photos: ReadonlyMap<string, PhotoRow>;
  readonly photoNetwork: PhotoNetwork;
  readonly home: KecamatanCode | null;
  readonly head: Head;
  /** The database before this one, which the browser emptied; null when none was. */
  readonly emptied: Emptied | null;
}

export async function readAccount(db: AccountDb): Promise<AccountState> {
  // One transaction: an answer moves rows from the outbox to the base, and nothing may be seen in between.
  const read = await db.transaction('r', [db.outbox, db.base, db.meta, db.photos], async () => {
    const profile = await db.meta.get('profile');
    return {
      outbox: await db.outbox.toArray(),
      base: await db.base.toArray(),
      photos: await db.photos.toArray(),
      photoNetwork: await photoNetworkOf(db),
      head: await headOf(db),
      home: await homeOf(db),
      lost: await emptied(db),
      profile: profile?.key === 'profile' ? profile.profile : null,
    };
  });
  const { outbox, base, head, home, profile, lost, photos, photoNetwork } = read;
  const purchases = replay({ asnId: db.owner, base, outbox, heard: head.cursor?.at ?? 0 });
  return {
    profile,
    purchases: purchases.sort(newestFirst),
    unsent: outbox.filter((row) => row.state === 'unsent').length,
    photos: new Map(photos.map((row) => [row.hash, row])),
    photoNetwork,
    home,
    head,
    emptied: lost,
  };
}

/** Ids are UUIDs of version 7, so that they sort by the time they were made. */
const newestFirst = (a: Purchase, b: Purchase): number =>
  a.day === b.day ? (a.id < b.id ? 1 : -1) : a.day < b.day ? 1 : -1;
