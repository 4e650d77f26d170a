import { describe, expect, it } from 'vitest';
import { startOfDay } from './day.ts';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import {
  arrivalDeadline,
  daysToBuy,
  daysToSend,
  EXEMPTION_KINDS,
  EXEMPTION_NAMES,
  firstDayOfDecree,
  isLate,
  photosHurry,
  ruleFor,
  type Basis,
} from './rulebook.ts';
import { day, month, sampleRule } from './samples.ts';

describe('the version a month is lived under', () => {
  const first = sampleRule({ id: 'first', from: month('2025-01') });
  const second = sampleRule({ id: 'second', from: month('2026-07') });

  it.each<[month: string, id: string | null]>([
    ['2024-12', null],
    ['2025-01', 'first'],
    ['2026-06', 'first'],
    ['2026-07', 'second'],
    ['2030-01', 'second'],
  ])('%s: %s', (lived, id) => {
    expect(ruleFor([first, second], month(lived))?.id ?? null).toBe(id);
    expect(ruleFor([second, first], month(lived))?.id ?? null).toBe(id);
  });

  it('is the last written of two from the same month', () => {
    const mended = sampleRule({ id: 'mended', from: month('2025-01') });
    expect(ruleFor([first, mended], month('2025-03'))?.id).toBe('mended');
  });

  it('begins with the first day of the first version', () => {
    expect(firstDayOfDecree([second, first])).toBe('2025-01-01');
    expect(firstDayOfDecree(INSTRUKSI_9_2024)).toBe('2025-01-01');
    expect(firstDayOfDecree([])).toBeNull();
  });
});

describe('the tenggat', () => {
  it.each<[month: string, deadline: string]>([
    ['2026-11', '2026-12-05'],
    ['2026-12', '2027-01-05'],
    ['2024-02', '2024-03-05'],
  ])('of %s is %s', (lived, deadline) => {
    expect(arrivalDeadline(sampleRule(), month(lived))).toBe(deadline);
  });

  it('ends with the last millisecond of its day in WIB', () => {
    const end = startOfDay(day('2026-12-06'));
    expect(isLate(sampleRule(), month('2026-11'), end - 1)).toBe(false);
    expect(isLate(sampleRule(), month('2026-11'), end)).toBe(true);
  });

  it.each<[today: string, toBuy: number | null, toSend: number | null]>([
    ['2026-10-31', null, 35],
    ['2026-11-01', 29, 34],
    ['2026-11-24', 6, 11],
    ['2026-11-30', 0, 5],
    ['2026-12-01', null, 4],
    ['2026-12-05', null, 0],
    ['2026-12-06', null, null],
  ])('seen from %s leaves %s days to buy and %s to send', (today, toBuy, toSend) => {
    expect(daysToBuy(month('2026-11'), day(today))).toBe(toBuy);
    expect(daysToSend(sampleRule(), month('2026-11'), day(today))).toBe(toSend);
  });
});

describe('the decree as data', () => {
  it('says on every line where it is from', () => {
    const lines = Object.values(sampleRule()).flatMap((value: unknown) => basesIn(value));
    expect(lines).toHaveLength(18);
    for (const { kind, source } of lines) {
      expect(['decree', 'assumption']).toContain(kind);
      expect(source).not.toBe('');
    }
  });

  it('marks as assumption all that the decree does not settle', () => {
    const { minimum, ...rest } = sampleRule();
    const kinds = Object.values(rest).flatMap((value: unknown) => basesIn(value).map(({ kind }) => kind));
    expect(new Set(kinds)).toEqual(new Set(['assumption']));
    const bands = Object.entries(minimum).filter(([, line]) => line.basis.kind === 'assumption');
    expect(bands.map(([band]) => band)).toEqual(['paruh-waktu']);
  });

  it('names every exemption', () => {
    expect(Object.keys(EXEMPTION_NAMES).sort()).toEqual([...EXEMPTION_KINDS].sort());
  });
});

function basesIn(value: unknown): Basis[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('basis' in value) return [value.basis as Basis];
  return Object.values(value).flatMap((inner: unknown) => basesIn(inner));
}

describe('photos that are kept for a cheap network', () => {
  it.each<[today: string, hurry: boolean]>([
    ['2026-11-30', false],
    ['2026-12-01', false],
    ['2026-12-02', true],
    ['2026-12-05', true],
    ['2026-12-20', true],
  ])('of November, on %s, go over any network: %s', (today, hurry) => {
    const rule = sampleRule({ arrivalDay: { value: 5, basis: { kind: 'assumption', source: 'x' } } });
    expect(photosHurry(rule, month('2026-11'), day(today))).toBe(hurry);
  });
});
