import { json } from '@sveltejs/kit';
import { carryRequest } from '#lib/protocol/rescue.ts';
import { readBody } from '#lib/server/body.ts';
import { office } from '#lib/server/office.ts';
import { busyAnswer, problemAnswer } from '#lib/server/problem.ts';
import { carry } from '#lib/server/rescue/carry.ts';
import { isBusy } from '#lib/server/store/busy.ts';
import type { RequestHandler } from './$types';

/** A rescue file that somebody carries for its author: the carrier hears how many records it held. */
export const POST: RequestHandler = async ({ request, locals }) => {
  if (locals.access === null) return problemAnswer('signed-out');
  const { store, throttle, now, log } = office();
  const wait = await throttle.file(locals.access.userId);
  if (wait > 0) return problemAnswer('too-many-tries', wait);
  const asked = await readBody(request, carryRequest);
  if (!asked.ok) return problemAnswer(asked.error);
  const onDefect = (err: unknown) => log.error({ request: locals.requestId, err });
  try {
    const carried = await carry({ store, now, onDefect }, locals.access.userId, asked.value.text);
    return carried.ok ? json(carried.value.answer) : problemAnswer(carried.error);
  } catch (error) {
    if (!isBusy(error)) throw error;
    onDefect(error);
    return busyAnswer();
  }
};
