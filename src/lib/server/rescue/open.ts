import { createDecipheriv, createPublicKey, diffieHellman, hkdfSync, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as z from 'zod/mini';
import type { Instant } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { RESCUE_CHARS, UNPACKED_BYTES } from '#lib/protocol/limits.ts';
import {
  DERIVED_BYTES,
  RESCUE_INFO,
  rescueContent,
  takeApart,
  type RescueContent,
  type RescueRefusal,
  type SealedRescue,
} from '#lib/protocol/rescue.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import { sha256 } from '../journal.ts';
import { parseJson } from '../json.ts';
import type { Store } from '../store/store.ts';
import { findKey, proofOf, type RescueKey } from './keys.ts';

const unpack = promisify(gunzip);

/** A rescue file that this office could read, and that proves whose replica made it. */
export interface OpenedRescue {
  readonly content: RescueContent;
  /** SHA-256 of the text as it came, base64url: the name of the file in the journal. */
  readonly file: string;
  readonly keyId: string;
  /** The history of the office that the phone last heard; empty for none. */
  readonly epoch: string;
}

export type OpenRefusal = RescueRefusal | 'too-large' | 'file-foreign' | 'file-unproven';

/** Opens a rescue file. Its size is bounded before anything of it is computed, and again while it is unpacked. */
export async function openRescue(
  { store, now }: { readonly store: Store; readonly now: () => Instant },
  text: string,
): Promise<Result<OpenedRescue, OpenRefusal>> {
  if (text.length > RESCUE_CHARS) return refuse('too-large');
  const apart = takeApart(text);
  if (!apart.ok) return apart;
  const key = await findKey(store, apart.value.keyId, now());
  if (key === null) return refuse('file-foreign');
  // Whoever has a copy of the office's database can prove anything with the keys in it.
  if (key.retired) return refuse('file-unproven');
  const plain = decipher(key, apart.value);
  const unpacked = plain && (apart.value.gzipped ? await unpackedOf(plain) : plain);
  const content = unpacked ? contentOf(unpacked) : refuse('file-unreadable' as const);
  if (!content.ok) return content;
  if (!isProven(key, content.value)) return refuse('file-unproven');
  return accept({
    content: content.value,
    file: sha256(text),
    keyId: key.id,
    epoch: apart.value.epoch,
  });
}

/** Null when a bit of header or content is another one, or the file's key is no point of the curve. */
function decipher({ privateKey }: RescueKey, { fileKey, header, sealed }: SealedRescue): Buffer | null {
  try {
    const [x, y] = [fileKey.subarray(1, 33), fileKey.subarray(33)].map((half) =>
      Buffer.from(half).toString('base64url'),
    );
    if (fileKey[0] !== 4 || x === undefined || y === undefined) return null;
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    const shared = diffieHellman({ privateKey, publicKey });
    const { key, nonce } = DERIVED_BYTES;
    const derived = Buffer.from(hkdfSync('sha256', shared, header, RESCUE_INFO, key + nonce));
    const cipher = createDecipheriv('aes-256-gcm', derived.subarray(0, key), derived.subarray(key));
    const tagAt = sealed.length - 16;
    cipher.setAAD(header).setAuthTag(sealed.subarray(tagAt));
    return Buffer.concat([cipher.update(sealed.subarray(0, tagAt)), cipher.final()]);
  } catch {
    return null;
  }
}

const unpackedOf = (plain: Buffer): Promise<Buffer | null> =>
  unpack(plain, { maxOutputLength: UNPACKED_BYTES }).catch(() => null);

/** All that can be expected of any version. */
const envelope = z.looseObject({ v: z.int() });

function contentOf(bytes: Buffer): Result<RescueContent, RescueRefusal> {
  const json = parseJson(bytes.toString('utf8'));
  const said = json.ok ? envelope.safeParse(json.value) : null;
  if (said?.success && said.data.v > PROTOCOL) return refuse('file-newer');
  const read = json.ok ? rescueContent.safeParse(json.value) : null;
  return read?.success ? accept(read.data) : refuse('file-unreadable');
}

function isProven(key: RescueKey, { owner, replica, proof }: RescueContent): boolean {
  const expected = proofOf(key, { owner, replica });
  const given = Buffer.from(proof, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
