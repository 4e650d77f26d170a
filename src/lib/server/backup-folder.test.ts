import { expect, it } from 'vitest';
import { copyName, outdated } from './backup-folder.ts';

const HOUR = 3_600_000;
/** 24 November 2026, 10.00 WIB. */
const now = Date.UTC(2026, 10, 24, 3);
const hourly = (hours: number) =>
  Array.from({ length: hours }, (_, ago) => copyName(now - ago * HOUR, '.db'));
const kept = (names: readonly string[], days: number) => {
  const old = new Set(outdated(names, now, days));
  return names.filter((name) => !old.has(name)).map((name) => name.slice(7, 20));
};

it('keeps all copies of two days, then the last one of each day', () => {
  const stay = kept(hourly(24 * 6), 14);
  expect(stay.slice(0, 49)).toEqual(hourly(49).map((name) => name.slice(7, 20)));
  expect(stay.slice(49)).toEqual(['2026-11-21T23', '2026-11-20T23', '2026-11-19T23', '2026-11-18T23']);
});

it('keeps one a day for as many days as are wanted', () => {
  const stay = kept(hourly(24 * 400), 14);
  expect(stay).toHaveLength(49 + 12);
  expect(stay.at(-1)).toBe('2026-11-10T23');
});

it('never removes the newest one, however long ago it was made', () => {
  const [newest = '', older = ''] = [
    copyName(now - 900 * 24 * HOUR, '.db'),
    copyName(now - 901 * 24 * HOUR, '.db'),
  ];
  expect(outdated([newest, older], now, 14)).toEqual([older]);
  expect(outdated([newest], now, 14)).toEqual([]);
  expect(outdated([], now, 14)).toEqual([]);
});
