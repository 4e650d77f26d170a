import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { isCatalogue, kecamatanOf } from '#lib/protocol/scope.ts';
import type { Cursor } from '#lib/protocol/exchange.ts';
import { isTight } from './reserve.ts';
import { overLimit } from './bytes.ts';
import { connection } from './connection.ts';

/*
 * What waits on a phone that is short of room or of prepaid data. Records never do.
 */

/** The person told the browser to save data. */
export const savesData = (): boolean => connection()?.saveData === true;

/**
 * Whether a scope is asked for. Short of data: the rulebook and the own kecamatan's goods. Short of room: the
 * rulebook, and the own kecamatan's goods where they are on the phone already.
 */
export function isWanted({ scope, at }: Cursor, home: KecamatanCode | null): boolean {
  if (!isCatalogue(scope)) return true;
  const own = kecamatanOf(scope) === home;
  return isTight() ? own && at > 0 : own || !overLimit();
}

/** Why goods of another kecamatan do not come now; null when they do. */
export const goodsWait = (): 'room' | 'data' | null => (isTight() ? 'room' : overLimit() ? 'data' : null);

/**
 * Whether photos may go by this network as far as data is concerned. Over the limit, or where the person told
 * the browser to save data, they wait for Wi-Fi; where the browser cannot say which network it is (iOS,
 * desktops), only the limit holds them.
 */
export function photosMayGo(): boolean {
  const type = connection()?.type;
  if (type === 'wifi' || type === 'ethernet') return true;
  return !overLimit() && !(savesData() && type === 'cellular');
}

const MINUTE = 60_000;

/** ms between questions for news when nothing is unsent, or null for the engine's own rhythm. */
export const newsEvery = (): number | null =>
  overLimit() ? 24 * 60 * MINUTE : savesData() ? 60 * MINUTE : null;
