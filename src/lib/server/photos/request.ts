import { accept, refuse, type Result } from '#lib/domain/result.ts';
import * as fields from '#lib/protocol/fields.ts';
import { PHOTO_BYTES_TAKEN, PHOTO_PART_BYTES } from '#lib/protocol/limits.ts';
import type { PhotoAnswer } from '#lib/protocol/photo.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import type { Throttle } from '../accounts/throttle.ts';
import { bytesOf } from '../body.ts';
import type { PhotoDesk } from './desk.ts';

/** Which photo and which part of it a request brings: `from` is where the part begins, `size` all bytes. */
interface Asked {
  readonly hash: string;
  readonly from: number;
  readonly size: number;
}

/** Why a part is not taken, and after how many seconds it may come again, where that is known. */
export interface PartRefusal {
  readonly code: ProblemCode;
  readonly retryAfter?: number;
}

/** Where photos are taken, and what slows down who sends too many. */
export interface PhotoDoor {
  readonly photos: PhotoDesk;
  readonly throttle: Throttle;
}

/** Seconds until a photo may come again that found the line full. */
const LINE_REST = 5;

/**
 * Reads a part of a photo and has it taken. What can be refused by address and headers is refused before the
 * body is read: a photo that nobody named, one that is too large, a part that is.
 */
export async function receivePart(
  { photos: desk, throttle }: PhotoDoor,
  owner: string,
  { request, hash }: { readonly request: Request; readonly hash: string },
): Promise<Result<PhotoAnswer, PartRefusal>> {
  const no = (code: ProblemCode) => refuse({ code, ...(code === 'busy' ? { retryAfter: LINE_REST } : {}) });
  const asked = askedOf(request, hash);
  if (!asked.ok) return no(asked.error);
  const { from, size } = asked.value;
  const obstacle = await desk.obstacle({ owner, hash });
  if (obstacle !== null) return no(obstacle);
  const wait = await throttle.photoBytes(owner, 0);
  if (wait > 0) return refuse({ code: 'photo-day-full', retryAfter: wait });
  const bytes = await bytesOf(request, PHOTO_PART_BYTES);
  if (!bytes.ok) return no(bytes.error);
  if (from + bytes.value.length > size) return no('malformed');
  await throttle.photoBytes(owner, bytes.value.length);
  const taken = await desk.take({ owner, hash, size }, { from, bytes: bytes.value });
  return taken.ok ? taken : no(taken.error);
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
