import type { RequestHandler } from './$types';

/** The market is for everybody to find; screens of the app show nothing without an account. */
export const GET: RequestHandler = ({ url }) =>
  new Response(`User-agent: *\nDisallow: /api/\nSitemap: ${url.origin}/sitemap.xml\n`, {
    headers: { 'content-type': 'text/plain', 'cache-control': 'public, max-age=86400' },
  });
