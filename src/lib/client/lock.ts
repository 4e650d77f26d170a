import { LOCK_COOKIE, LOCK_SECONDS, OPEN_COOKIE } from '#lib/protocol/shared-phone.ts';
import { farewells, thisPhone } from './accounts-here.ts';

/*
 * When the phone asks for the PIN: after ten minutes in which nobody looked, counted across closing and killing
 * the browser. A camera that kills it in between is back in time. Without a PIN nothing ever asks.
 */

const YEAR_SECONDS = 365 * 86_400;

/** ms between notes that somebody looks. */
const TICK = 60_000;

/** Whether the account opens only by its PIN now. */
export async function isLocked(id: string, now: number): Promise<boolean> {
  const { pins, settings } = thisPhone();
  if ((await pins.get(id)) === undefined) return false;
  const seen = Number((await settings.get('seen'))?.value ?? Number.NaN);
  // A clock that was set by hand is no proof that anybody looked.
  return !(Math.abs(now - seen) <= LOCK_SECONDS * 1_000);
}

/** Notes that the account's owner looks at this screen now, here and for the pages that the office draws. */
export async function noteSeen(id: string, now: number): Promise<void> {
  const { pins, settings } = thisPhone();
  if ((await pins.get(id)) !== undefined) await settings.put({ key: 'seen', value: String(now) });
  await showOpen(id);
}

/**
 * Tells the office's pages whose screens stand open; null: nobody's. Only a phone that asks for PINs tells
 * anything, and one that has a log-out to say yet: the cookie of that session still opens its desk.
 */
export async function showOpen(id: string | null): Promise<void> {
  const asks = (await thisPhone().pins.count()) > 0 || (await farewells()).length > 0;
  writeCookie(LOCK_COOKIE, asks ? { value: '1', seconds: YEAR_SECONDS } : null);
  writeCookie(OPEN_COOKIE, asks && id !== null ? { value: id, seconds: LOCK_SECONDS } : null);
}

/** Whether the office's pages are told who is in front. */
export const tellsOpen = (): boolean => document.cookie.includes(`${LOCK_COOKIE}=`);

function writeCookie(name: string, said: { readonly value: string; readonly seconds: number } | null): void {
  const { value, seconds } = said ?? { value: '', seconds: 0 };
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${name}=${value}; Path=/; Max-Age=${String(seconds)}; SameSite=Lax${secure}`;
}

/** Watches over an open screen until it is ended; calls back once when nobody looked for too long. */
export function watchOver(id: string, onlocked: () => void): () => void {
  let ended = false;
  const look = async () => {
    if (ended) return;
    if (await isLocked(id, Date.now())) {
      ended = true;
      await showOpen(null);
      onlocked();
    } else if (document.visibilityState === 'visible') await noteSeen(id, Date.now());
  };
  const listener = () => {
    // A phone that cannot read its own database says so elsewhere.
    look().catch(() => undefined);
  };
  const timer = setInterval(listener, TICK);
  document.addEventListener('visibilitychange', listener);
  return () => {
    ended = true;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', listener);
  };
}
