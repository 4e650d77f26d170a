import type { Cookies } from '@sveltejs/kit';
import { LOCK_COOKIE, LOCK_SECONDS, OPEN_COOKIE } from '#lib/protocol/shared-phone.ts';

interface Place {
  readonly cookies: Cookies;
  readonly url: URL;
}

/** Whether this browser asks for PINs: then its own door knows who is in front. */
export const asksForPin = ({ cookies }: Place): boolean => cookies.get(LOCK_COOKIE) !== undefined;

/**
 * Whether this person's screens are the ones that stand open. On a phone that asks for PINs somebody else may
 * have come to the front where there was no signal, or nobody may have looked for a while.
 */
export const standsOpen = (place: Place, userId: string): boolean =>
  !asksForPin(place) || place.cookies.get(OPEN_COOKIE) === userId;

/** Work at the desk keeps the phone from asking, as looking at its screens does. */
export function stayOpen(place: Place, userId: string): void {
  if (!asksForPin(place)) return;
  place.cookies.set(OPEN_COOKIE, userId, {
    path: '/',
    // The phone's own screens write it too.
    httpOnly: false,
    sameSite: 'lax',
    secure: place.url.protocol === 'https:',
    maxAge: LOCK_SECONDS,
  });
}
