import { LOCK_COOKIE, LOCK_SECONDS, OPEN_COOKIE } from '#lib/protocol/shared-phone.ts';
import { farewells, thisPhone, writeHere } from './accounts-here.ts';

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
  const noted = (await settings.get('seen'))?.value;
  return ![noted, unwritten].some((note) => note !== undefined && vouches(note, id, now));
}

/** Whose screens were looked at, and when: `<id> <ms>`. One person's look opens nobody else's screens. */
const seenNote = (id: string, now: number): string => `${id} ${String(now)}`;

/** A note of an earlier release names nobody, and vouches for nobody. */
function vouches(note: string, id: string, now: number): boolean {
  const [who, at] = note.split(' ');
  // A clock that was set by hand is no proof that anybody looked.
  return who === id && Math.abs(now - Number(at)) <= LOCK_SECONDS * 1_000;
}

/** What the phone had no room to note: it counts as long as this page lives. */
let unwritten: string | undefined;

/**
 * Notes that the account's owner looks at this screen now, here and for the pages that the office draws. Nobody
 * is kept out because the phone is too full to write that down.
 */
export async function noteSeen(id: string, now: number): Promise<void> {
  const { pins, settings } = thisPhone();
  if ((await pins.get(id)) !== undefined) {
    const note = seenNote(id, now);
    unwritten = await writeHere(() => settings.put({ key: 'seen', value: note })).then(
      () => undefined,
      () => note,
    );
  }
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
