/**
 * Headers that every answer begins with, by path. They are set before SvelteKit sees the request, because
 * the adapter serves static and prerendered files without asking `handle`; an answer may say more, or other.
 */
export function headersFor(path: string, https: boolean): Readonly<Record<string, string>> {
  if (path.startsWith('/api/')) return API;
  if (path.startsWith('/_app/immutable/')) return ASSET;
  if (/\.(svg|png|webp|ico)$/.test(path)) return PICTURE;
  if (/\.[a-z0-9]+$/.test(path)) return FRESH;
  return https ? { ...PAGE, ...HSTS } : PAGE;
}

const ASSET = { 'x-content-type-options': 'nosniff' };

/** Headers are most of a small exchange, so programs get only what protects them. */
const API = { ...ASSET, 'cache-control': 'no-store' };

/** Pictures and icons may be a day old. */
const PICTURE = { ...ASSET, 'cache-control': 'public, max-age=86400' };

/** The worker and the manifest are asked for again each time, and mostly answered 304. */
const FRESH = { ...ASSET, 'cache-control': 'no-cache' };

/**
 * Pages. The policy of scripts and styles is SvelteKit's, in a header or, prerendered, in the page; framing
 * can only be forbidden in a header. The referrer stays on the site: with `no-referrer` browsers would
 * send forms with `Origin: null`.
 */
const PAGE = {
  ...FRESH,
  'content-security-policy': "frame-ancestors 'none'",
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** A year, and only where the office is reached over TLS. */
const HSTS = { 'strict-transport-security': 'max-age=31536000' };
