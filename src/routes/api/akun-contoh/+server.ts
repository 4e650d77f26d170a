import { json } from '@sveltejs/kit';
import * as z from 'zod/mini';
import { sampleAccount } from '#lib/protocol/account.ts';
import { office } from '#lib/server/office.ts';
import type { RequestHandler } from './$types';

/** Accounts to try, while sample data is loaded; an empty list in earnest. */
export const GET: RequestHandler = async () => {
  const row = await office()
    .store.db.selectFrom('meta')
    .select('value')
    .where('key', '=', 'sample')
    .executeTakeFirst();
  return json(row === undefined ? [] : z.array(sampleAccount).parse(JSON.parse(row.value)));
};
