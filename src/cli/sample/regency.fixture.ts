import { startOfDay, type Day } from '#lib/domain/day.ts';
import type { RegencyOptions } from './regency.ts';

/** The morning of a day, when the sample ends. */
export const on = (day: string) => startOfDay(day as Day) + 9 * 3_600_000;

/** What a fresh clone gets. */
export const DEFAULT: RegencyOptions = {
  seed: 1,
  asn: 600,
  umkm: 300,
  products: 3_000,
  now: on('2026-11-24'),
};

/** The least that fills every office. */
export const SMALL: RegencyOptions = { ...DEFAULT, asn: 550, umkm: 60, products: 200 };
