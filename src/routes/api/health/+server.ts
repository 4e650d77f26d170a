import { json } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import type { RequestHandler } from './$types';

/** Whether the store answers, for whoever watches over the office. */
export const GET: RequestHandler = async () => {
  const row = await office()
    .store.db.selectFrom('meta')
    .select('value')
    .where('key', '=', 'epoch')
    .executeTakeFirst();
  return json({ ok: true, epoch: row?.value ?? null });
};
