import { error } from '@sveltejs/kit';
import { productData, scriptText } from '#lib/server/market/linked-data.ts';
import { productPage } from '#lib/server/market/shelf.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const found = await productPage(office().store.db, params.id);
  if (found === null) error(404, problemBody('not-found'));
  const picture = `/gambar/bagikan/${found.good.product.art}.png`;
  return {
    ...found,
    picture,
    linkedData: scriptText(productData(found.good, url.origin, url.origin + picture)),
  };
};
