import { fromBase64url } from '#lib/protocol/base64url.ts';
import {
  DERIVED_BYTES,
  RESCUE_INFO,
  rescueHeader,
  rescueText,
  type OfficeKey,
  type RescueContent,
} from '#lib/protocol/rescue.ts';

/** What goes into a file. */
export interface Sealing {
  /** Says to people what the file is; one line. */
  readonly line: string;
  readonly office: OfficeKey;
  /** The office's history as the phone last heard it, or null. */
  readonly epoch: string | null;
  readonly content: RescueContent;
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;
/** Bytes of the tag that AES-GCM adds. */
const TAG = 16;

/**
 * Makes a rescue file that only the office can read; not even this phone can, afterwards. Rejects where the
 * browser has no WebCrypto (a page without https) or the office's key is none.
 */
export async function seal({ line, office, epoch, content }: Sealing): Promise<string> {
  const plain = new TextEncoder().encode(JSON.stringify(content));
  const packed = await gzipped(plain);
  const body = packed ?? plain;
  const pair = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
  const fileKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const header = rescueHeader({
    gzipped: packed !== null,
    keyId: office.id,
    fileKey,
    epoch: epoch ?? '',
    size: body.length + TAG,
  });
  const { key, iv } = await derive(pair.privateKey, office, header);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: header }, key, body);
  return rescueText(line, header, new Uint8Array(sealed));
}

/** Key and nonce out of the secret that the file's key and the office's share. */
async function derive(privateKey: CryptoKey, office: OfficeKey, salt: Uint8Array<ArrayBuffer>) {
  const { subtle } = crypto;
  const point = fromBase64url(office.key) ?? new Uint8Array();
  const theirs = await subtle.importKey('raw', point, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, privateKey, 256);
  const secret = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode(RESCUE_INFO);
  const bytes = DERIVED_BYTES.key + DERIVED_BYTES.nonce;
  const derived = await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, secret, bytes * 8);
  const key = await subtle.importKey('raw', derived.slice(0, DERIVED_BYTES.key), 'AES-GCM', false, [
    'encrypt',
  ]);
  return { key, iv: new Uint8Array(derived.slice(DERIVED_BYTES.key)) };
}

/** Null where the browser cannot, or nothing is won. */
async function gzipped(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!('CompressionStream' in globalThis)) return null;
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream('gzip'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  return packed.length < plain.length ? packed : null;
}
