import * as z from 'zod/mini';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { sentMutation } from './exchange.ts';
import { hash, id } from './fields.ts';
import { RESCUE_MUTATIONS, UNSENT_LIMIT } from './limits.ts';
import type { ProblemCode } from './problems.ts';

/*
 * A rescue file carries what a phone could not send, in anybody's hands, to the office: a line for people,
 * then one line of base64url. Its bytes are a header that everybody can read and nobody can change, and what
 * the office alone can read:
 *
 *   0..5    what reads as `SiMadu-T`
 *   6       format, 1
 *   7       1 when the content is gzipped, else 0
 *   8..15   id of the office key it is sealed to: the first 8 bytes of SHA-256 of the key
 *   16..80  the file's own public key, P-256, uncompressed; its private half is gone once the file is made
 *   81      length of the office's epoch as the phone last heard it, then the epoch
 *   ..      length of the ciphertext, 4 bytes, big-endian
 *   ..      ciphertext and tag of AES-256-GCM, the header being authenticated with it
 *
 * Key (32 bytes) and nonce (12) are HKDF-SHA-256 of the ECDH secret, salted with the header. As every file has
 * a key of its own, no nonce is ever used twice.
 */

const MARK = 'SiMadu-T';
const FORMAT = 1;
const FORMAT_AT = 6;
const KEY_ID_AT = 8;
const FILE_KEY_AT = 16;
const EPOCH_AT = 81;
/** Tells this use of the shared secret from any other. */
export const RESCUE_INFO = 'simadu titipan 1';
export const DERIVED_BYTES = { key: 32, nonce: 12 } as const;

export interface RescueHeader {
  readonly gzipped: boolean;
  /** base64url of 8 bytes. */
  readonly keyId: string;
  readonly fileKey: Uint8Array<ArrayBuffer>;
  readonly epoch: string;
  /** Bytes of the ciphertext, tag included. */
  readonly size: number;
}

/** A file taken apart, not yet opened. `header` are the bytes that are authenticated. */
export interface SealedRescue extends RescueHeader {
  readonly header: Uint8Array<ArrayBuffer>;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** The header's bytes. Throws a RangeError for what no header can say: the phone keeps such an epoch to itself. */
export function rescueHeader({
  gzipped,
  keyId,
  fileKey,
  epoch,
  size,
}: RescueHeader): Uint8Array<ArrayBuffer> {
  const key = fromBase64url(keyId);
  if (
    key?.length !== FILE_KEY_AT - KEY_ID_AT ||
    fileKey.length !== EPOCH_AT - FILE_KEY_AT ||
    !EPOCH.test(epoch)
  ) {
    throw new RangeError('no header of a rescue file');
  }
  const letters = [...epoch].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from([
    ...(fromBase64url(MARK) ?? []),
    FORMAT,
    gzipped ? 1 : 0,
    ...key,
    ...fileKey,
    letters.length,
    ...letters,
    ...[24, 16, 8, 0].map((shift) => (size >>> shift) & 255),
  ]);
}

const EPOCH = /^[A-Za-z0-9_-]{0,40}$/;

/** The file's text. `line` says to people what it is and what to do; it has no line break. */
export function rescueText(line: string, header: Uint8Array, sealed: Uint8Array): string {
  const bytes = new Uint8Array(header.length + sealed.length);
  bytes.set(header);
  bytes.set(sealed, header.length);
  return `${line}\n${toBase64url(bytes)}\n`;
}

export type RescueRefusal = Extract<ProblemCode, 'file-unreadable' | 'file-cut' | 'file-newer'>;

/**
 * Takes a file apart. Apps that hand it on may change its line for people, its line breaks and blanks; every
 * other change makes it unreadable here or when it is opened.
 */
export function takeApart(text: string): Result<SealedRescue, RescueRefusal> {
  const letters = LETTERS.exec(text)?.[1]?.replace(/\s/g, '') ?? '';
  const whole = fromBase64url(letters);
  // A cut may fall within a group of four letters.
  const bytes = whole ?? fromBase64url(letters.slice(0, letters.length - (letters.length % 4)));
  if (!bytes || bytes.length < FORMAT_AT) return refuse('file-unreadable');
  if ((bytes[FORMAT_AT] ?? 0) > FORMAT) return refuse('file-newer');
  const sizeAt = EPOCH_AT + 1 + (bytes[EPOCH_AT] ?? 0);
  const sealedAt = sizeAt + 4;
  if (bytes.length <= sealedAt) return refuse('file-cut');
  const epoch = String.fromCharCode(...bytes.subarray(EPOCH_AT + 1, sizeAt));
  const packing = bytes[FORMAT_AT + 1] ?? 2;
  if (bytes[FORMAT_AT] !== FORMAT || packing > 1 || !EPOCH.test(epoch)) return refuse('file-unreadable');
  const size = bytes.subarray(sizeAt, sealedAt).reduce((sum, byte) => sum * 256 + byte, 0);
  const sealed = bytes.slice(sealedAt);
  if (sealed.length < size) return refuse('file-cut');
  if (sealed.length > size || whole === null) return refuse('file-unreadable');
  return accept({
    gzipped: packing === 1,
    keyId: toBase64url(bytes.subarray(KEY_ID_AT, FILE_KEY_AT)),
    fileKey: bytes.slice(FILE_KEY_AT, EPOCH_AT),
    epoch,
    size,
    header: bytes.slice(0, sealedAt),
    sealed,
  });
}

/** From the mark, at the start of a line, to the end of the text. */
const LETTERS = /(?:^\ufeff?|[\r\n])[ \t]{0,4}(SiMadu-T[^]*)$/;

/** What the office alone reads: mutations exactly as they stand in the outbox. */
export const rescueContent = z.object({
  /** The exchange that the phone speaks. */
  v: z.int(),
  owner: id,
  replica: id,
  /** What the office once gave this replica in a session of the owner's: nobody else can name it. */
  proof: z.string().check(z.maxLength(64)),
  /** When the file was made, by the phone's clock, ms UTC. Never a source of truth. */
  clock: z.int(),
  /** Records on the phone without an outcome, those of this file included. */
  unsent: z.int().check(z.nonnegative(), z.maximum(UNSENT_LIMIT)),
  mutations: z.array(sentMutation).check(z.minLength(1), z.maxLength(RESCUE_MUTATIONS)),
});
export type RescueContent = z.infer<typeof rescueContent>;

/** What `GET /api/kunci?milik={owner}&replika={replica}` answers, in the owner's own session. */
export const officeKey = z.object({
  owner: id,
  replica: id,
  id: z.string().check(z.regex(/^[A-Za-z0-9_-]{11}$/)),
  /** The office's public key, uncompressed, base64url. */
  key: z.string().check(z.regex(/^[A-Za-z0-9_-]{87}$/)),
  /** To be put into every rescue file of this replica. */
  proof: z.string().check(z.maxLength(64)),
});
export type OfficeKey = z.infer<typeof officeKey>;

export const officeKeyPath = ({ owner, replica }: Pick<OfficeKey, 'owner' | 'replica'>): string =>
  `/api/kunci?milik=${owner}&replika=${replica}`;

/** What a carrier sends to `POST /api/titipan`: the whole text of a file. */
export const carryRequest = z.object({ text: z.string() });

const count = z.int().check(z.nonnegative());

/** What the carrier is told after the durable commit: numbers, and nothing of what was in it or whose it is. */
export const carryAnswer = z.object({
  /** SHA-256 of the text as the office read it: only this proves that this file arrived. */
  file: hash,
  /** Taken in just now; decided before; refused for good, which the author will be told; not taken in yet. */
  taken: count,
  known: count,
  refused: count,
  later: count,
  /** Of `refused`: the office has another body under the same id. It keeps both, and a person looks. */
  differ: z.optional(count),
  /**
   * Of `later`: what only the author's own phone may say. However often it is brought, it is never taken in; the
   * others of `later` may be when the file is brought again.
   */
  own: z.optional(count),
});
export type CarryAnswer = z.infer<typeof carryAnswer>;
