import {
  addDays,
  addMonths,
  firstDay,
  lastDay,
  monthOf,
  startOfDay,
  type Day,
  type Month,
} from '#lib/domain/day.ts';
import type { PurchaseFields, UmkmRef, Verdict } from '#lib/domain/purchase.ts';
import type { SampleShop } from './shops.ts';
import type { Wish } from './wishes.ts';

/*
 * The current month of a few people, told and not left to chance, so that each state a purchase can be in
 * is found on the first screen one opens.
 */

interface Told {
  /** The cast member's name. */
  readonly who: string;
  /** How many days ago, but never before this month began. */
  readonly ago: number;
  /** The name of a shop of the registry, or of one that is typed. */
  readonly shop: string;
  /** Where a typed shop is. */
  readonly place?: string;
  readonly amount: number;
  readonly note?: string;
  readonly verdict?: Verdict;
  readonly reason?: string;
  /** Another day than the one it was bought on. */
  readonly day?: 'future' | 'before-decree' | 'last-month';
  readonly then?: { readonly reason: string; readonly amount: number | null };
}

const OUTSIDE = 'Produk dibuat di luar Kabupaten Probolinggo.';
const sah = { verdict: 'sah' as const };

export const STORIES: readonly Told[] = [
  { who: 'Ratna Puspita', ago: 21, shop: 'Keripik Tengger', amount: 12_000, ...sah },
  { who: 'Ratna Puspita', ago: 12, shop: 'Jamu Godhong Asri', amount: 8_000, note: 'Untuk arisan' },
  {
    who: 'Ratna Puspita',
    ago: 9,
    shop: 'Toko Sumber Rejeki',
    place: 'Pasar Krucil',
    amount: 15_000,
    verdict: 'belum-dihitung',
    reason: OUTSIDE,
  },
  { who: 'Ratna Puspita', ago: 2, shop: 'Warung Bu Marwati', place: 'Desa Betek, Krucil', amount: 12_000 },

  { who: 'Suharyono Widodo', ago: 20, shop: 'Kopi Lereng Krucil', amount: 45_000, ...sah },
  { who: 'Suharyono Widodo', ago: 16, shop: 'Madu Lereng Argopuro', amount: 45_000, ...sah },
  { who: 'Suharyono Widodo', ago: 11, shop: 'Bahari Pesisir', amount: 30_000, ...sah },
  { who: 'Suharyono Widodo', ago: 8, shop: 'Dringu Asri', amount: 20_000, ...sah },
  { who: 'Suharyono Widodo', ago: 5, shop: 'Keripik Tengger', amount: 15_000 },
  { who: 'Suharyono Widodo', ago: 1, shop: 'Susu Segar Bermi', amount: 10_000 },

  { who: 'Endang Purwati', ago: 15, shop: 'Batik Ronggo Ayu', amount: 60_000, ...sah },
  { who: 'Endang Purwati', ago: 6, shop: 'Kopi Lereng Krucil', amount: 40_000, ...sah },
  {
    who: 'Endang Purwati',
    ago: 4,
    shop: 'Kebun Harum',
    amount: 18_000,
    verdict: 'perlu-dilengkapi',
    reason: 'Nama barang belum ditulis. Mohon ditambahkan di catatan.',
  },

  { who: 'Lilik Maryati', ago: 17, shop: 'Susu Segar Bermi', amount: 30_000 },
  { who: 'Lilik Maryati', ago: 10, shop: 'Madu Lereng Argopuro', amount: 22_500 },
  { who: 'Lilik Maryati', ago: 3, shop: 'Lapak Ning Badriyah', place: 'Desa Bermi, Krucil', amount: 22_500 },

  { who: 'Achmad Riyadi', ago: 13, shop: 'Dringu Asri', amount: 35_000 },
  {
    who: 'Achmad Riyadi',
    ago: 7,
    shop: 'Kopi Lereng Krucil',
    amount: 4_000,
    then: { reason: 'Keliru menulis jumlah: kurang satu nol', amount: 40_000 },
  },

  { who: 'Hadi Prasojo', ago: 14, shop: 'Anyaman Wono', amount: 30_000, ...sah },
  { who: 'Hadi Prasojo', ago: 6, shop: 'Susu Segar Bermi', amount: 20_000, ...sah },
  {
    who: 'Hadi Prasojo',
    ago: 6,
    shop: 'Susu Segar Bermi',
    amount: 20_000,
    then: { reason: 'Tercatat dua kali', amount: null },
  },

  { who: 'Wahyu Adi Santoso', ago: 18, shop: 'Kopi Lereng Krucil', amount: 28_000 },
  { who: 'Wahyu Adi Santoso', ago: 9, shop: 'Susu Segar Bermi', amount: 7_000 },
  {
    who: 'Wahyu Adi Santoso',
    ago: 5,
    shop: 'Minimarket Jaya',
    place: 'Jalan raya Krucil',
    amount: 25_000,
    verdict: 'belum-dihitung',
    reason: 'Penjualnya toko waralaba, bukan UMKM. Mohon pilih UMKM Kabupaten Probolinggo.',
  },

  { who: 'Umi Kholifah', ago: 6, shop: 'Madu Lereng Argopuro', amount: 45_000 },
  { who: 'Umi Kholifah', ago: 5, shop: 'Keripik Tengger', amount: 15_000 },
  { who: 'Umi Kholifah', ago: 4, shop: 'Susu Segar Bermi', amount: 15_000 },

  { who: 'Moh. Faisol Anam', ago: 19, shop: 'Kopi Lereng Krucil', amount: 28_000 },
  { who: 'Moh. Faisol Anam', ago: 11, shop: 'Keripik Tengger', amount: 30_000 },
  { who: 'Moh. Faisol Anam', ago: 4, shop: 'Jamu Godhong Asri', amount: 21_000 },
  { who: 'Moh. Faisol Anam', ago: 2, shop: 'Bahari Pesisir', amount: 16_000, day: 'last-month' },

  { who: 'Siti Khumairoh', ago: 2, shop: 'Susu Segar Bermi', amount: 14_000, day: 'future' },
  { who: 'Siti Khumairoh', ago: 2, shop: 'Kopi Lereng Krucil', amount: 15_000, day: 'before-decree' },
];

/** People whose current month is told here. */
export const STORYTELLERS = new Set(STORIES.map(({ who }) => who));

/** The told purchases of one person in the month of `today`. */
export function storyOf(who: string, today: Day, shops: ReadonlyMap<string, SampleShop>): Wish[] {
  return STORIES.filter((told) => told.who === who).map((told, i) => wishFrom(told, { today, shops, i }));
}

function wishFrom(
  told: Told,
  { today, shops, i }: { today: Day; shops: ReadonlyMap<string, SampleShop>; i: number },
): Wish {
  const month = monthOf(today);
  const bought = latest(addDays(today, -told.ago), firstDay(month));
  const fields: PurchaseFields = {
    umkm: umkmOf(told, shops),
    day: dayTyped(told, bought, month),
    amount: told.amount,
    items: [],
    payment: i % 3 === 1 ? 'qris' : 'tunai',
    note: told.note ?? '',
  };
  const { then, verdict } = told;
  return {
    fields,
    // Before office hours, so that a told month is whole on the morning of today.
    recordedAt: startOfDay(bought) + (6 * 60 + 10 + i * 7) * 60_000,
    later: then
      ? {
          after: 25 * 60_000,
          reason: then.reason,
          fields: then.amount === null ? null : { ...fields, amount: then.amount },
        }
      : null,
    told: verdict ? { verdict, reason: told.reason ?? '' } : null,
  };
}

function umkmOf({ shop, place }: Told, shops: ReadonlyMap<string, SampleShop>): UmkmRef {
  if (place !== undefined) return { kind: 'typed', name: shop, place };
  const found = shops.get(shop);
  if (!found) throw new Error(`no shop is called ${shop}`);
  return { kind: 'listed', id: found.id, name: found.name };
}

function dayTyped({ day }: Told, bought: Day, month: Month): Day {
  if (day === 'future') return addDays(bought, 31);
  if (day === 'before-decree') return '2024-12-27' as Day;
  return day === 'last-month' ? addDays(lastDay(addMonths(month, -1)), -3) : bought;
}

const latest = (a: Day, b: Day): Day => (a > b ? a : b);
