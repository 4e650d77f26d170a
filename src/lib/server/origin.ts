/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a changing request was sent by a page of another site. Browsers say so in `Origin`, and newer ones
 * in `Sec-Fetch-Site` too (`none`: the person themself, no page). A program sends neither and is let in:
 * it holds no cookie that a foreign page could use.
 */
export function isForeign(request: Request, ownOrigin: string): boolean {
  if (SAFE.has(request.method)) return false;
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.get('origin');
  return origin !== null && origin !== ownOrigin;
}
