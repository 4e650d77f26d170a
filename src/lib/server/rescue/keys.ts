import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import type { Instant } from '#lib/domain/day.ts';
import { MEMORY_MS } from '#lib/protocol/limits.ts';
import type { Store } from '../store/store.ts';

/*
 * The keys that rescue files are sealed to. They stand in the database, so that every copy of it opens the
 * files that were made for it, on whichever machine: a rescue file is for the day when a disk is gone as well.
 */

/** A key of this office. */
export interface RescueKey {
  /** The first 8 bytes of SHA-256 of `publicKey`, base64url. */
  readonly id: string;
  readonly privateKey: KeyObject;
  /** Uncompressed point of P-256, 65 bytes. */
  readonly publicKey: Buffer;
}

const idOf = (publicKey: Buffer): string =>
  createHash('sha256').update(publicKey).digest().subarray(0, 8).toString('base64url');

function keyOf(privateKey: KeyObject): RescueKey {
  const { x = '', y = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return { id: idOf(publicKey), privateKey, publicKey };
}

const readKey = (stored: string): RescueKey =>
  keyOf(createPrivateKey({ key: Buffer.from(stored, 'base64url'), format: 'der', type: 'pkcs8' }));

/** The key that files are sealed to from now on: the newest. The first one is made when it is asked for. */
export async function currentKey(store: Store, now: Instant): Promise<RescueKey> {
  const newest = await store.db
    .selectFrom('office_key')
    .select('private_key')
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .executeTakeFirst();
  return newest ? readKey(newest.private_key) : addKey(store, { now, unlessAny: true });
}

/** Makes a key and lets it be the current one. Files of the older ones are taken in for {@link KEY_LIFE} more. */
export async function addKey(
  store: Store,
  { now, unlessAny = false }: { readonly now: Instant; readonly unlessAny?: boolean },
): Promise<RescueKey> {
  const made = keyOf(generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey);
  const row = {
    id: made.id,
    private_key: made.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'),
    made_at: now,
  };
  const first = await store.write(async (tx) => {
    const other = unlessAny
      ? await tx.selectFrom('office_key').select('private_key').executeTakeFirst()
      : null;
    if (!other) await tx.insertInto('office_key').values(row).execute();
    return other ?? null;
  });
  return first === null ? made : readKey(first.private_key);
}

/** When each key was made, ms UTC; the current one first. */
export const listKeys = ({ db }: Store) =>
  db.selectFrom('office_key').select(['id', 'made_at']).orderBy('made_at', 'desc').orderBy('id').execute();

/**
 * How long files of a key are still taken in after a newer one was made, in ms. Phones fetch the newest key within
 * a month while they have signal; what a phone held back for longer comes from the phone itself, which remembers
 * as long.
 */
export const KEY_LIFE = MEMORY_MS;

/** One of this office's keys, be it an old one, and whether it is retired; null when it never had it. */
export async function findKey(
  { db }: Store,
  id: string,
  now: Instant,
): Promise<(RescueKey & { readonly retired: boolean }) | null> {
  const row = await db
    .selectFrom('office_key')
    .select(['private_key', 'made_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const newer = await db
    .selectFrom('office_key')
    .select('id')
    .where('made_at', '>', row.made_at)
    .where('made_at', '<=', now - KEY_LIFE)
    .executeTakeFirst();
  return { ...readKey(row.private_key), retired: newer !== undefined };
}

/**
 * What only this office can name, and names only in a session of the owner's: 128 bits that prove in a rescue
 * file that its replica had such a session. Made from the key that the file is sealed to, and retired with it.
 */
export function proofOf(
  { privateKey }: RescueKey,
  { owner, replica }: { readonly owner: string; readonly replica: string },
): Buffer {
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  const key = hkdfSync('sha256', secret, '', 'simadu bukti titipan 1', 32);
  return createHmac('sha256', Buffer.from(key)).update(`${owner} ${replica}`).digest().subarray(0, 16);
}
