import * as z from 'zod/mini';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { exchangeRequest, type ExchangeRequest } from '#lib/protocol/exchange.ts';
import type { ProblemCode } from '#lib/protocol/problems.ts';
import { OLDEST_PROTOCOL, PROTOCOL } from '#lib/protocol/version.ts';
import { readBody } from './body.ts';

/** All that can be expected of any version. */
const envelope = z.looseObject({ v: z.int() });

/** Reads what a replica asks. The version is looked at before the rest: another one may say it otherwise. */
export async function readExchange(request: Request): Promise<Result<ExchangeRequest, ProblemCode>> {
  const body = await readBody(request, envelope);
  if (!body.ok) return body;
  if (body.value.v < OLDEST_PROTOCOL) return refuse('old-version');
  if (body.value.v > PROTOCOL) return refuse('new-version');
  const read = exchangeRequest.safeParse(body.value);
  return read.success ? accept(read.data) : refuse('malformed');
}
