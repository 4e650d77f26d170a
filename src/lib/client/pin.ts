import type { Instant } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { insist } from './give-way.ts';
import type { PhoneDb, PinRow } from './phone.ts';
import { freeReserve } from './reserve.ts';

/*
 * A PIN opens an account on this phone without the office. It is a lock on the screen: six digits keep a
 * colleague or a child out of somebody's screens, not a person with a cable out of the phone's storage. So its
 * hash only has to be slow enough to be no plain text, and tries are counted where a reload does not forget them.
 */

export const PIN_DIGITS = 6;

/** About a tenth of a second on a phone of 2021. */
const ROUNDS = 100_000;

/** Tries in a row after which only the office opens the account again. One in 100,000 guesses right by then. */
export const PIN_TRIES = 10;

/** Seconds to wait after so many wrong tries. The first few are slips of the thumb. */
const WAITS: readonly (readonly [tries: number, seconds: number])[] = [
  [9, 3_600],
  [8, 900],
  [7, 300],
  [6, 60],
  [5, 30],
];

/** none: this account has no PIN here. blocked: only signing in helps. */
export type PinRefusal =
  | { readonly kind: 'none' | 'blocked' }
  | { readonly kind: 'wrong'; readonly left: number; readonly seconds: number }
  | { readonly kind: 'wait'; readonly seconds: number };

export const isPin = (typed: string): boolean => /^\d{6}$/.test(typed);

/** One digit over and over, or digits in a row up or down: what is tried first. */
export function isWeakPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  return [0, 1, -1].some((step) => steps.every((one) => one === step));
}

/** Sets or replaces the account's PIN; tries start anew. Rejects where the browser cannot hash or write. */
export async function setPin(phone: PhoneDb, id: string, pin: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const derived = await derive(pin, { salt, rounds: ROUNDS });
  const row: PinRow = { id, salt, rounds: ROUNDS, derived, tries: 0, triedAt: 0 };
  await insist(() => phone.pins.put(row), [freeReserve]);
}

interface PinTry {
  readonly id: string;
  readonly pin: string;
  /** Phone clock. */
  readonly now: Instant;
}

/** Whether the PIN is right. The try is on the disk before it is looked at: ending the page gives none back. */
export async function tryPin(phone: PhoneDb, { id, pin, now }: PinTry): Promise<Result<null, PinRefusal>> {
  const counted = await insist(() => countTry(phone, id, now), [freeReserve]);
  if (!counted.ok) return counted;
  const { derived, tries } = counted.value;
  if (same(derived, await derive(pin, counted.value))) {
    // Where that does not fit any more, the try stays counted; the door opens all the same.
    await phone.pins.update(id, { tries: 0 }).catch(() => undefined);
    return accept(null);
  }
  if (tries >= PIN_TRIES) return refuse({ kind: 'blocked' });
  return refuse({ kind: 'wrong', left: PIN_TRIES - tries, seconds: waitAfter(tries) });
}

const countTry = (phone: PhoneDb, id: string, now: Instant): Promise<Result<PinRow, PinRefusal>> =>
  phone.transaction('rw', phone.pins, async () => {
    const row = await phone.pins.get(id);
    if (row === undefined) return refuse<PinRefusal>({ kind: 'none' });
    const stands = standing(row, now);
    if (stands !== null) return refuse(stands);
    const counted = { ...row, tries: row.tries + 1, triedAt: now };
    await phone.pins.put(counted);
    return accept(counted);
  });

/** What stands before another try now: a wait, a block, or nothing. */
export function standing({ tries, triedAt }: PinRow, now: Instant): PinRefusal | null {
  if (tries >= PIN_TRIES) return { kind: 'blocked' };
  const wait = waitAfter(tries) * 1_000;
  // A clock that was set back makes nobody wait for years; one set forward is why tries are also counted.
  const left = Math.min(wait, triedAt + wait - now);
  return left > 0 ? { kind: 'wait', seconds: Math.ceil(left / 1_000) } : null;
}

const waitAfter = (tries: number): number => WAITS.find(([from]) => tries >= from)?.[1] ?? 0;

async function derive(
  pin: string,
  { salt, rounds }: Pick<PinRow, 'salt' | 'rounds'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds },
    key,
    256,
  );
  return new Uint8Array(bits);
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
