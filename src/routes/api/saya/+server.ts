import { json } from '@sveltejs/kit';
import { accountOf } from '#lib/server/access.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** Whose session this is. */
export const GET: RequestHandler = ({ locals: { access } }) =>
  access === null ? problemAnswer('signed-out') : json(accountOf(access));
