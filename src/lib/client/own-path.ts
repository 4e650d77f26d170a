/**
 * The page of ours that an address names, as path and query, or null when it leads anywhere else. Browsers
 * drop tabs and turn backslashes before they read an address, so it is read as they read it, not matched.
 */
export function ownPath(asked: string | null, origin: string): string | null {
  if (!asked?.startsWith('/')) return null;
  let url: URL;
  try {
    url = new URL(asked, origin);
  } catch {
    return null;
  }
  // `/.//other.site` is ours as read once, and somebody else's when its path is read again.
  return url.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search : null;
}
