import { error } from '@sveltejs/kit';
import { sitemapPart } from '#lib/server/market/sitemap.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, url }) => {
  const xml = await sitemapPart(office().store.db, url.origin, params.part);
  if (xml === null) error(404, problemBody('not-found'));
  return new Response(xml, {
    headers: { 'content-type': 'application/xml', 'cache-control': 'public, max-age=3600' },
  });
};
