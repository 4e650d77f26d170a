import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import * as z from 'zod/mini';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { REQUEST_BYTES, UNPACKED_BYTES } from '#lib/protocol/limits.ts';
import { parseJson } from './json.ts';

const unpack = promisify(gunzip);

export type BodyRefusal = 'malformed' | 'too-large' | 'unsupported-encoding';

/**
 * Reads a JSON or gzipped JSON body and parses it. The size is bounded before and after unpacking, so that
 * a small body cannot become a large one in memory. A body that is too large is read to its end and dropped,
 * by the adapter, so that its sender hears the answer.
 */
export async function readBody<T extends z.core.$ZodType>(
  request: Request,
  schema: T,
): Promise<Result<z.output<T>, BodyRefusal>> {
  const type = request.headers.get('content-type') ?? '';
  const encoding = request.headers.get('content-encoding');
  if (!/^application\/json\b/i.test(type)) return refuse('unsupported-encoding');
  if (encoding !== null && encoding !== 'gzip' && encoding !== 'identity')
    return refuse('unsupported-encoding');

  const bytes = await bytesOf(request);
  if (!bytes.ok) return bytes;
  const plain = encoding === 'gzip' ? await unpacked(bytes.value) : bytes;
  if (!plain.ok) return plain;

  const text = decoded(plain.value);
  const json = text === null ? refuse('malformed') : parseJson(text);
  const parsed = json.ok ? z.safeParse(schema, json.value) : null;
  return parsed?.success ? accept(parsed.data) : refuse('malformed');
}

const FORM = /^application\/x-www-form-urlencoded\b/i;

/** Whether a browser sent a page's form by itself. */
export const isForm = (request: Request): boolean => FORM.test(request.headers.get('content-type') ?? '');

/** Reads a form's fields; of two with one name the last stands. */
export async function readForm<T extends z.core.$ZodType>(
  request: Request,
  schema: T,
): Promise<Result<z.output<T>, BodyRefusal>> {
  const bytes = await bytesOf(request);
  if (!bytes.ok) return bytes;
  const parsed = z.safeParse(schema, Object.fromEntries(new URLSearchParams(bytes.value.toString('utf8'))));
  return parsed.success ? accept(parsed.data) : refuse('malformed');
}

/**
 * What the address of a form's page asked for, of these names: a page that is made once for everybody has
 * none of it in its form. Only pages of this site are known here, but people write addresses too.
 */
export function askedOfPage(request: Request, names: readonly string[]): URLSearchParams {
  const page = request.headers.get('referer') ?? '';
  const asked = URL.canParse(page) ? [...new URL(page).searchParams] : [];
  return new URLSearchParams(asked.filter(([name]) => names.includes(name)));
}

/** Reads a body of at most so many bytes; one that says it is larger is not read at all. */
export async function bytesOf(
  request: Request,
  limit: number = REQUEST_BYTES,
): Promise<Result<Buffer, BodyRefusal>> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return refuse('too-large');
  try {
    const bytes = Buffer.from(await request.arrayBuffer());
    return bytes.byteLength > limit ? refuse('too-large') : accept(bytes);
  } catch (cause) {
    // The adapter ends a body that is larger than its limit with an error of status 413; others were cut off.
    const status = cause instanceof Error && 'status' in cause ? cause.status : null;
    return refuse(status === 413 ? 'too-large' : 'malformed');
  }
}

async function unpacked(bytes: Buffer): Promise<Result<Buffer, BodyRefusal>> {
  try {
    return accept(await unpack(bytes, { maxOutputLength: UNPACKED_BYTES }));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    return refuse(code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'malformed');
  }
}

/** Null for bytes that are no UTF-8. */
function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
