import { briefly } from '#lib/protocol/exchange.ts';
import { jsonAnswer } from '#lib/server/encoding.ts';
import { exchange } from '#lib/server/exchange.ts';
import { readExchange } from '#lib/server/exchange-request.ts';
import { office } from '#lib/server/office.ts';
import { busyAnswer, problemAnswer } from '#lib/server/problem.ts';
import { isBusy } from '#lib/server/store/busy.ts';
import type { RequestHandler } from './$types';

/** One exchange with a phone: what it did comes in, what changed goes out. */
export const POST: RequestHandler = async ({ request, locals }) => {
  if (locals.access === null) return problemAnswer('signed-out');
  const { store, throttle, now, log } = office();
  const wait = await throttle.exchange(locals.access.userId);
  if (wait > 0) return problemAnswer('too-many-tries', wait);
  const asked = await readExchange(request);
  if (!asked.ok) return problemAnswer(asked.error);

  const onDefect = (err: unknown) => log.error({ request: locals.requestId, err });
  try {
    const answer = await exchange({ store, now, onDefect }, locals.access, asked.value);
    if (!answer.ok) return problemAnswer(answer.error);
    return jsonAnswer(briefly(answer.value), request.headers.get('accept-encoding'));
  } catch (error) {
    if (!isBusy(error)) throw error;
    onDefect(error);
    return busyAnswer();
  }
};
