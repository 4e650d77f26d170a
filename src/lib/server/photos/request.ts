import { accept, refuse, type Result } from '#lib/domain/result.ts';
import * as fields from '#lib/protocol/fields.ts';
import { PHOTO_BYTES_TAKEN, PHOTO_PART_BYTES } from '#lib/protocol/limits.ts';
import type { PhotoAnswer } from '#lib/protocol/photo.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { bytesOf } from '../body.ts';
import type { PhotoDesk } from './desk.ts';

/** Which photo and which part of it a request brings: `from` is where the part begins, `size` all bytes. */
interface Asked {
  readonly hash: string;
  readonly from: number;
  readonly size: number;
}

/**
 * Reads a part of a photo and has it taken. What can be refused by address and headers is refused before the
 * body is read: a photo that nobody named, one that is too large, a part that is.
 */
export async function receivePart(
  desk: PhotoDesk,
  owner: string,
  { request, hash }: { readonly request: Request; readonly hash: string },
): Promise<Result<PhotoAnswer, ProblemCode>> {
  const asked = askedOf(request, hash);
  if (!asked.ok) return asked;
  const { from, size } = asked.value;
  const obstacle = await desk.obstacle({ owner, hash });
  if (obstacle !== null) return refuse(obstacle);
  const bytes = await bytesOf(request, PHOTO_PART_BYTES);
  if (!bytes.ok) return bytes;
  if (from + bytes.value.length > size) return refuse('malformed');
  return desk.take({ owner, hash, size }, { from, bytes: bytes.value });
}

function askedOf(request: Request, hash: string): Result<Asked, ProblemCode> {
  const { searchParams } = new URL(request.url);
  const [from, size] = [bytesIn(searchParams.get('dari')), bytesIn(searchParams.get('ukuran'))];
  if (!fields.hash.safeParse(hash).success || from === null || size === null || from > size)
    return refuse('malformed');
  if (size > PHOTO_BYTES_TAKEN) return refuse('too-large');
  // An empty part has no type.
  const type = request.headers.get('content-type') ?? 'application/octet-stream';
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (!/^application\/octet-stream\b/i.test(type) || encoding !== 'identity')
    return refuse('unsupported-encoding');
  return accept({ hash, from, size });
}

const bytesIn = (text: string | null): number | null =>
  text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
