import { sitemapIndex } from '#lib/server/market/sitemap.ts';
import { office } from '#lib/server/office.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url }) =>
  new Response(await sitemapIndex(office().store.db, url.origin), {
    headers: { 'content-type': 'application/xml', 'cache-control': 'public, max-age=3600' },
  });
