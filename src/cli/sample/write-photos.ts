import type { Instant } from '#lib/domain/day.ts';
import { attached, type Purchase } from '#lib/domain/purchase.ts';
import { append, sha256 } from '#lib/server/journal.ts';
import { photoHash, type PhotoFiles } from '#lib/server/photos/files.ts';
import { makeAnew } from '#lib/server/photos/picture.ts';
import { keepOnRecord } from '#lib/server/photos/record.ts';
import type { Store } from '#lib/server/store/store.ts';
import { drawNota, type Nota } from './nota.ts';
import { Random } from './random.ts';
import type { Regency } from './regency.ts';

/*
 * A handful of purchases with photos of their nota, so that each state of them is found on the first screens
 * one opens. The rest of the regency has none: a year's photos would be gigabytes.
 */

interface Pictured {
  readonly who: string;
  readonly shop: string;
  /** How many photos; the last of those of `coming` has not arrived. */
  readonly photos: number;
  readonly coming?: boolean;
}

const PICTURED: readonly Pictured[] = [
  { who: 'Ratna Puspita', shop: 'Keripik Tengger', photos: 1 },
  { who: 'Ratna Puspita', shop: 'Warung Bu Marwati', photos: 2 },
  { who: 'Suharyono Widodo', shop: 'Madu Lereng Argopuro', photos: 1 },
  { who: 'Lilik Maryati', shop: 'Susu Segar Bermi', photos: 1 },
  { who: 'Hadi Prasojo', shop: 'Anyaman Wono', photos: 2, coming: true },
  { who: 'Achmad Riyadi', shop: 'Dringu Asri', photos: 1, coming: true },
];

/** Adds the photos as phones did: named by a mutation of their owner, made anew, kept and on record. */
export async function writePhotos(store: Store, regency: Regency, files: PhotoFiles): Promise<void> {
  const random = new Random('nota');
  const counts = new Map(regency.phones.map(({ owner, through, unsent }) => [owner, through + unsent]));
  for (const pictured of PICTURED) {
    const purchase = purchaseOf(regency, pictured);
    const replica = regency.phones.find(({ owner }) => owner === purchase?.asnId)?.id;
    if (!purchase || replica === undefined) continue;
    const shots = await Promise.all(
      Array.from({ length: pictured.photos }, (_, i) => drawNota(notaOf(purchase, { regency, random, i }))),
    );
    const n = (counts.get(purchase.asnId) ?? 0) + 1;
    counts.set(purchase.asnId, n);
    const names = shots.map(photoHash);
    await nameThem(store, { purchase, names, replica, n, id: random.id(regency.now), now: regency.now });
    const here = pictured.coming ? shots.slice(0, -1) : shots;
    for (const shot of here) await keep(store, { owner: purchase.asnId, shot, files, now: regency.now });
  }
}

function purchaseOf({ people, purchases }: Regency, { who, shop }: Pictured): Purchase | undefined {
  const owner = people.find(({ cast, name }) => cast !== null && name.includes(who))?.id;
  const bought = [...purchases.values()].filter(({ asnId, umkm }) => asnId === owner && umkm.name === shop);
  return bought.sort((a, b) => (a.day < b.day ? 1 : -1))[0];
}

function notaOf(
  { umkm, day, amount }: Purchase,
  { regency, random, i }: { readonly regency: Regency; readonly random: Random; readonly i: number },
): Nota {
  const shop = regency.shops.find(({ id }) => umkm.kind === 'listed' && id === umkm.id);
  const [first = 'Kerupuk', second = 'Petis'] = (shop?.products ?? []).map(({ name }) => name);
  const part = Math.round((amount * 0.6) / 500) * 500;
  return {
    shop: umkm.name,
    date: day.split('-').reverse().join('-'),
    lines: [
      [first, part],
      [second, amount - part],
    ],
    // Ranges that never meet: the same picture twice would be one photo.
    askew: random.int(-3, 0) + i * 4,
  };
}

interface Naming {
  readonly purchase: Purchase;
  readonly names: readonly string[];
  readonly replica: string;
  readonly n: number;
  readonly id: string;
  readonly now: Instant;
}

async function nameThem(store: Store, { purchase, names, replica, n, id, now }: Naming): Promise<void> {
  const { asnId: owner } = purchase;
  const { photos, photosWanted } = attached(purchase, names);
  const body = JSON.stringify({ type: 'purchase.attach', purchase: purchase.id, photos: names });
  await store.write(async (tx) => {
    const entry = { at: now, kind: 'purchase.attach', actor: owner, subject: owner, ref: id };
    const seq = append(tx, [{ ...entry, outcome: 'applied', body }])[0]?.seq ?? 0;
    const decided = { hash: sha256(body), outcome: 'applied' as const, code: null, seq, received_at: now };
    await tx
      .insertInto('mutation')
      .values({ id, replica, n, owner, after_id: null, ...decided })
      .execute();
    await tx
      .updateTable('purchase')
      .set({ photos_json: JSON.stringify(photos), wanted_json: JSON.stringify(photosWanted), seq })
      .where('id', '=', purchase.id)
      .execute();
  });
}

interface Keeping {
  readonly owner: string;
  readonly shot: Buffer;
  readonly files: PhotoFiles;
  readonly now: Instant;
}

async function keep(store: Store, { owner, shot, files, now }: Keeping): Promise<void> {
  const made = await makeAnew(shot);
  if (!made.ok) throw new Error(`a drawn nota was refused: ${made.error}`);
  const { bytes, width, height } = made.value;
  const kept = photoHash(bytes);
  await files.put(kept, bytes);
  await keepOnRecord(
    store,
    { owner, hash: photoHash(shot) },
    { kept, bytes: bytes.length, width, height, now },
  );
}
