import type { Reply } from '#lib/sync/ports.ts';
import { noteRequest } from './bytes.ts';

/** ms until a request is given up: the largest answer, a pack of 30 kB, takes a second on EDGE. */
const PATIENCE = 30_000;

export interface RequestOptions {
  readonly method?: 'GET' | 'POST';
  /** JSON text, or bytes as they are. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** Gives the request up from outside. */
  readonly signal?: AbortSignal;
  /** ms until it is given up, {@link PATIENCE} unless told. */
  readonly patience?: number;
  /** Packs never change under their hash and may be kept by the browser; everything else is never kept. */
  readonly cacheable?: boolean;
}

/**
 * One request to the office. A redirect is no answer (captive portals redirect), a body cut in the middle is
 * none, and what does not say that it is JSON has the body null. Never throws for the network's sake.
 */
export async function request(path: string, options: RequestOptions = {}): Promise<Reply> {
  const limit = new AbortController();
  const giveUp = () => {
    limit.abort();
  };
  const timer = setTimeout(giveUp, options.patience ?? PATIENCE);
  if (options.signal?.aborted === true) giveUp();
  options.signal?.addEventListener('abort', giveUp);
  let sent = 0;
  let answer: Response | null = null;
  try {
    const packed = options.body === undefined ? null : await pack(options.body);
    sent = packed === null ? 0 : lengthOf(packed.body);
    const response = await fetch(path, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      redirect: 'error',
      // Bytes that say nothing here: where it comes from, and that no cache may answer (none answers a POST).
      referrerPolicy: 'no-referrer',
      cache: options.cacheable === true || options.method === 'POST' ? 'default' : 'no-store',
      signal: limit.signal,
      ...packed,
    });
    answer = response;
    return {
      kind: 'answered',
      status: response.status,
      body: await readJson(response),
      retryAfter: seconds(response.headers.get('retry-after')),
    };
  } catch {
    return { kind: 'unreachable' };
  } finally {
    clearTimeout(timer);
    if (navigator.onLine || answer !== null) noteRequest(path, sent, answer);
    options.signal?.removeEventListener('abort', giveUp);
  }
}

/** Below this many characters gzip's own frame eats what it saves. */
const WORTH_PACKING = 200;

interface Packed {
  readonly body: Blob | string | Uint8Array<ArrayBuffer>;
  readonly headers: Record<string, string>;
}

/** Bytes; of a text, which is ASCII but for names, about. */
const lengthOf = (body: Packed['body']): number =>
  typeof body === 'string' ? body.length : 'size' in body ? body.size : body.byteLength;

async function pack(text: string | Uint8Array<ArrayBuffer>): Promise<Packed> {
  // Bytes are a photo's, and packed already.
  if (typeof text !== 'string')
    return { body: text, headers: { 'content-type': 'application/octet-stream' } };
  const plain: Packed = { body: text, headers: { 'content-type': 'application/json' } };
  if (text.length < WORTH_PACKING || !('CompressionStream' in globalThis)) return plain;
  const source = new Blob([text]);
  const gzipped = await new Response(source.stream().pipeThrough(new CompressionStream('gzip'))).blob();
  // A blob with a type of its own would say it twice.
  return gzipped.size + 26 < source.size
    ? { body: gzipped.slice(), headers: { ...plain.headers, 'content-encoding': 'gzip' } }
    : plain;
}

async function readJson(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    await response.body?.cancel();
    return null;
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** `Retry-After` in seconds; its other form, a date, is not used by the office. */
const seconds = (header: string | null): number | null =>
  header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
