import {
  addDays,
  addMonths,
  firstDay,
  monthOf,
  startOfDay,
  type Day,
  type Instant,
  type Month,
} from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Payment, PurchaseFields, Verdict } from '#lib/domain/purchase.ts';
import { obligationIn } from '#lib/domain/quota.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';
import type { Calendar } from './calendar.ts';
import { MONTH_MET } from './habits.ts';
import type { Basket, Market } from './market.ts';
import type { SamplePerson } from './people.ts';
import type { Random } from './random.ts';

/** What somebody wrote down on their phone, and what they may do to it later. */
export interface Wish {
  readonly fields: PurchaseFields;
  /** When it was written down, ms UTC. */
  readonly recordedAt: Instant;
  readonly later: {
    readonly after: Instant;
    readonly reason: string;
    readonly fields: PurchaseFields | null;
  } | null;
  /** What the story says that was decided about it. */
  readonly told: { readonly verdict: Verdict; readonly reason: string } | null;
}

export interface WishFacts {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly market: Market;
  /** The last instant that is told. */
  readonly now: Instant;
  readonly today: Day;
}

const SHARES = {
  /** Who is free and buys all the same. */
  free: 0.15,
  corrected: 0.012,
  withdrawn: 0.006,
  noted: 0.07,
  futureDate: 0.0006,
  beforeDecree: 0.0003,
};
const MOST_A_MONTH = 6;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAYMENT_SHARES: readonly (readonly [Payment, number])[] = [
  ['tunai', 62],
  ['qris', 30],
  ['transfer', 8],
];
const NOTES = [
  'Suguhan rapat',
  'Oleh-oleh',
  'Untuk arisan',
  'Bekal anak',
  'Konsumsi pengajian',
  'Pesan lewat WhatsApp',
  'Diantar ke kantor',
  'Titip teman seruangan',
];
const CORRECTIONS = ['Jumlah salah ketik', 'Keliru menulis jumlah', 'Ada barang yang belum dihitung'];
const WITHDRAWALS = ['Tercatat dua kali', 'Barang dikembalikan', 'Ternyata belanja kantor'];

/** Everything one person writes down in one month, in no order. */
export function wishesOf(facts: WishFacts, person: SamplePerson, month: Month): Wish[] {
  const { random, market } = facts;
  const target = targetOf(facts, person, month);
  if (target === 0) return [];
  const { kecamatan } = person.office;
  const favourites = market.favourites(kecamatan);
  const wishes: Wish[] = [];
  let sum = 0;
  while (sum < target && wishes.length < MOST_A_MONTH) {
    const whole = wishes.length >= random.int(1, 3);
    const basket = market.basket(favourites, kecamatan, target - sum, whole);
    sum += basket.amount;
    wishes.push(wishOf(facts, facts.calendar.pick(month), basket));
  }
  return wishes.filter((wish) => wish.recordedAt <= facts.now);
}

/** How much somebody means to spend in a month, in rupiah. */
function targetOf({ random, today }: WishFacts, person: SamplePerson, month: Month): Rupiah {
  const obligation = obligationIn(month, person, INSTRUKSI_9_2024).amount;
  if (obligation === 0) return random.chance(SHARES.free) ? random.int(2, 8) * 5_000 : 0;
  const missed = person.cast?.missedAgo;
  const met =
    missed === undefined
      ? random.chance(MONTH_MET[person.habit])
      : month !== addMonths(monthOf(today), -missed);
  if (met) return Math.round(obligation * (1 + random.next() ** 2 * 0.5));
  const nothing = person.habit === 'diam' ? 0.8 : 0.3;
  return random.chance(nothing) ? 0 : Math.round(obligation * (0.2 + random.next() * 0.6));
}

function wishOf(facts: WishFacts, bought: Day, basket: Basket): Wish {
  const { random } = facts;
  const at = startOfDay(bought) + random.int(7 * 60, 20 * 60) * MINUTE;
  // Now and then somebody writes it down a day or more later.
  const recordedAt = at + (random.chance(0.12) ? random.int(8, 60) * HOUR : random.int(1, 90) * MINUTE);
  const fields: PurchaseFields = {
    ...basket,
    day: mistyped(random, bought),
    payment: random.weighted(PAYMENT_SHARES),
    note: random.chance(SHARES.noted) ? random.pick(NOTES) : '',
  };
  return { fields, recordedAt, later: changeOfMind(random, fields), told: null };
}

/** The day as it was typed: a month or a year beside the right one, once in a thousand times. */
function mistyped(random: Random, day: Day): Day {
  if (random.chance(SHARES.futureDate)) return addDays(day, 31);
  if (random.chance(SHARES.beforeDecree)) return addDays(firstDay('2024-11' as Month), random.int(0, 29));
  return day;
}

function changeOfMind(random: Random, fields: PurchaseFields): Wish['later'] {
  const after = random.int(1, 40 * 60) * MINUTE;
  if (random.chance(SHARES.withdrawn)) return { after, reason: random.pick(WITHDRAWALS), fields: null };
  if (!random.chance(SHARES.corrected)) return null;
  const amount = fields.amount + random.pick([-1_000, 1_000, 2_000, 5_000]);
  const mended = { ...fields, items: [], amount: Math.max(1_000, amount) };
  return { after, reason: random.pick(CORRECTIONS), fields: mended };
}
