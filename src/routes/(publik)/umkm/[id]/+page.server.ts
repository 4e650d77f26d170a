import { error } from '@sveltejs/kit';
import { scriptText, shopData } from '#lib/server/market/linked-data.ts';
import { shopPage } from '#lib/server/market/shelf.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const found = await shopPage(office().store.db, params.id);
  if (found === null) error(404, problemBody('not-found'));
  return { ...found, linkedData: scriptText(shopData(found.shop, url.origin)) };
};
