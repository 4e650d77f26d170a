import {
  addDays,
  addMonths,
  firstDay,
  lastDay,
  startOfDay,
  type Instant,
  type Month,
} from '#lib/domain/day.ts';
import type { Purchase, Verdict } from '#lib/domain/purchase.ts';
import type { Random } from './random.ts';

/** An office's officer sits down to look at a month's purchases. */
export interface Sitting {
  readonly at: Instant;
  readonly opdId: string;
  readonly month: Month;
  /** The share of what lies there that is looked at. */
  readonly share: number;
}

export interface Decision {
  readonly verdict: Verdict;
  readonly reason: string;
}

const HOUR = 3_600_000;
const NOT_COUNTED = [
  'Produk dibuat di luar Kabupaten Probolinggo.',
  'Penjualnya toko waralaba, bukan UMKM.',
  'Dibayar dari anggaran kantor; yang dihitung belanja pribadi.',
  'Belanja yang sama sudah tercatat pada tanggal itu.',
];
const INCOMPLETE = [
  'Nama barang belum ditulis. Mohon ditambahkan di catatan.',
  'Nama penjual kurang jelas. Mohon dilengkapi.',
  'Jumlah tidak sama dengan nota. Mohon diperiksa kembali.',
];

/**
 * After each month once, and once in the middle of the current one where an office is quick: not in the
 * `unhurried` ones, whose current month is told.
 */
export function sittings(
  random: Random,
  opdIds: readonly string[],
  { months, now, unhurried }: { months: readonly Month[]; now: Instant; unhurried: ReadonlySet<string> },
): Sitting[] {
  const made: Sitting[] = [];
  for (const month of months) {
    for (const opdId of opdIds) {
      const after = firstDay(addMonths(month, 1));
      const at = startOfDay(addDays(after, random.int(5, 8))) + random.int(8 * 60, 15 * 60) * 60_000;
      made.push({ at, opdId, month, share: 1 });
      const middle = startOfDay(addDays(lastDay(month), -random.int(14, 18))) + 10 * HOUR;
      if (month === months[months.length - 1] && !unhurried.has(opdId) && random.chance(0.5)) {
        made.push({ at: middle, opdId, month, share: 0.7 });
      }
    }
  }
  return made.filter(({ at }) => at <= now);
}

/** What an officer decides about a purchase, or null when they leave it for later. */
export function decide(random: Random, purchase: Purchase): Decision | null {
  const sah: Decision = { verdict: 'sah', reason: '' };
  const no = (reason: string): Decision => ({ verdict: 'belum-dihitung', reason });
  if (purchase.verdict !== 'belum-diperiksa') return null;
  if (purchase.flags.includes('future-date') || purchase.flags.includes('before-decree')) return null;
  if (purchase.flags.includes('unlisted-umkm')) {
    return random.weighted([
      [{ verdict: 'sah', reason: 'Sudah dipastikan DKUPP: UMKM Kabupaten Probolinggo.' }, 50],
      [no(NOT_COUNTED[0] ?? ''), 15],
      [null, 35],
    ]);
  }
  if (purchase.flags.includes('late')) return random.chance(0.5) ? sah : null;
  return random.weighted([
    [sah, 88],
    [{ verdict: 'perlu-dilengkapi', reason: random.pick(INCOMPLETE) }, 1],
    [no(random.pick(NOT_COUNTED)), 1],
    [null, 10],
  ]);
}
