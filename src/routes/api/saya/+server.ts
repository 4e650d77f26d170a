import { json } from '@sveltejs/kit';
import type { Account } from '#lib/protocol/account.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** Whose session this is. */
export const GET: RequestHandler = ({ locals: { access } }) =>
  access === null
    ? problemAnswer('signed-out')
    : json({ id: access.userId, name: access.name, roles: [...access.roles] } satisfies Account);
