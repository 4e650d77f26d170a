import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib';

export type Encoding = 'br' | 'gzip' | 'identity';

/** `content-encoding: gzip` and its line end: what packing must save to be worth it. */
const HEADER_BYTES = 24;

/** The best of our encodings that a request accepts. Weights are passed over, `q=0` is not. */
export function acceptedEncoding(header: string | null): Encoding {
  const accepted = new Set(
    (header ?? '')
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';', 1)[0]),
  );
  return accepted.has('br') ? 'br' : accepted.has('gzip') ? 'gzip' : 'identity';
}

/** JSON, packed when that makes it smaller. */
export function jsonAnswer(body: unknown, accept: string | null): Response {
  const plain = Buffer.from(JSON.stringify(body));
  const encoding = acceptedEncoding(accept);
  const packed = encoding === 'identity' ? plain : pack(plain, encoding);
  const worth = packed.length + HEADER_BYTES < plain.length;
  const said = worth ? packed : plain;
  return new Response(new Uint8Array(said), {
    headers: {
      'content-type': 'application/json',
      // Said, because the adapter would send even a few bytes in chunks.
      'content-length': String(said.length),
      ...(worth ? { 'content-encoding': encoding } : {}),
    },
  });
}

/** Quality 5: a page of changes takes a millisecond, and 11 would make it one part in ten smaller. */
function pack(plain: Buffer, encoding: 'br' | 'gzip'): Buffer {
  if (encoding === 'gzip') return gzipSync(plain);
  return brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 5,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}

/** What is kept under brotli, as this encoding wants it. */
export function reencode(brotli: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'br') return brotli;
  const plain = brotliDecompressSync(brotli);
  return encoding === 'gzip' ? gzipSync(plain, { level: 9 }) : plain;
}
