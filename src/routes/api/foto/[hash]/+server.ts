import { jsonAnswer } from '#lib/server/encoding.ts';
import { office } from '#lib/server/office.ts';
import { receivePart } from '#lib/server/photos/request.ts';
import { ownPhoto, photoResponse } from '#lib/server/photos/show.ts';
import { busyAnswer, problemAnswer } from '#lib/server/problem.ts';
import { isBusy } from '#lib/server/store/busy.ts';
import type { RequestHandler } from './$types';

/** A part of a photo that the account's purchases want; see protocol/photo.ts. */
export const POST: RequestHandler = async ({ request, params, locals }) => {
  if (locals.access === null) return problemAnswer('signed-out');
  const { userId } = locals.access;
  const { photos, throttle, log } = office();
  const wait = await throttle.photoPart(userId);
  if (wait > 0) return problemAnswer('too-many-tries', wait);
  try {
    const answer = await receivePart({ photos, throttle }, userId, { request, hash: params.hash });
    if (answer.ok) return jsonAnswer(answer.value, null);
    return problemAnswer(answer.error.code, answer.error.retryAfter);
  } catch (error) {
    if (!isBusy(error)) throw error;
    log.error({ request: locals.requestId, err: error });
    return busyAnswer();
  }
};

/** A photo of one's own, under the name that the phone sent it by. */
export const GET: RequestHandler = async ({ params, locals }) => {
  if (locals.access === null) return problemAnswer('signed-out');
  const bytes = await ownPhoto(office(), { owner: locals.access.userId, hash: params.hash });
  return bytes === null ? problemAnswer('not-found') : photoResponse(bytes);
};
