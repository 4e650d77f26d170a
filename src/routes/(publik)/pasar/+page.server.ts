import { areas, newestGoods } from '#lib/server/market/shelf.ts';
import { office } from '#lib/server/office.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
  const { db } = office().store;
  return { newest: await newestGoods(db), areas: await areas(db) };
};
