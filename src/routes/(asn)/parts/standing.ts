import {
  addMonths,
  formatDay,
  monthName,
  monthOf,
  monthsOfYear,
  type Day,
  type Month,
} from '#lib/domain/day.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import { assess, type Assessment, type MonthFacts } from '#lib/domain/quota.ts';
import { arrivalDeadline, daysToBuy, daysToSend, ruleFor, type Rulebook } from '#lib/domain/rulebook.ts';
import { formatRupiah } from '#lib/domain/rupiah.ts';
import type { CombMonth } from '#lib/ui/comb-month.ts';
import { sharesOf } from '#lib/ui/hexagon.ts';
import type { KeyRow } from '#lib/ui/key-row.ts';

/** A sentence in pieces: the facts in it are set in bold. */
export type Said = readonly (string | { readonly fact: string })[];

const fact = (text: string | number) => ({ fact: String(text) });

/** The one sentence that tells how a month stands, on the phone's first screen. */
export function sayStanding(assessment: Assessment, today: Day, rulebook: Rulebook): Said {
  const { month, obligation, counted, waiting, shortfall, met } = assessment;
  const name = monthName(month);
  const rule = ruleFor(rulebook, month);
  if (obligation.amount === 0) return [fact(`${name} tanpa kewajiban.`)];
  if (met) return [fact(`${name} penuh.`), ' Terima kasih, Bapak/Ibu.'];
  if (shortfall === 0) {
    return [fact(`${name} cukup`), ' bila semua dihitung. ', fact(formatRupiah(waiting)), ' masih menunggu.'];
  }
  const toBuy = daysToBuy(month, today);
  if (toBuy === 0) return ['Kurang ', fact(formatRupiah(shortfall)), ' lagi, ', fact('hari terakhir'), '.'];
  if (toBuy !== null) {
    return ['Kurang ', fact(formatRupiah(shortfall)), ' lagi, masih ada ', fact(`${toBuy} hari`), '.'];
  }
  const toSend = rule === null ? null : daysToSend(rule, month, today);
  if (rule !== null && toSend !== null) {
    const until = toSend === 0 ? 'hari ini' : formatDay(arrivalDeadline(rule, month));
    return [
      'Kurang ',
      fact(formatRupiah(shortfall)),
      '. Catatan ',
      name,
      ' ditunggu sampai ',
      fact(until),
      '.',
    ];
  }
  return [
    `Belanja ${name} yang tercatat `,
    fact(formatRupiah(counted + waiting)),
    ' dari ',
    fact(formatRupiah(obligation.amount)),
    '.',
  ];
}

/** What the parts of the month's cell are, each with its sum. */
export function keyOf({ lines, obligation, counted, waiting, shortfall }: Assessment): KeyRow[] {
  const unsent = lines.filter((line) => line.effect === 'waiting' && line.reason === 'unsent');
  const people = lines.filter((line) => line.effect === 'waiting' && line.reason !== 'unsent');
  const checked = lines.filter((line) => line.reason === 'checked');
  const sum = (some: typeof lines) => some.reduce((total, line) => total + line.purchase.amount, 0);
  const rows: KeyRow[] = [];
  const add = (part: KeyRow['part'], name: string, amount: number) =>
    rows.push({ part, name, sum: formatRupiah(amount) });
  if (checked.length > 0) add('checked', 'Sah, diperiksa petugas', sum(checked));
  if (counted > sum(checked) || counted === 0) add('counted', 'Sudah dihitung', counted - sum(checked));
  if (unsent.length > 0) add('waiting', `${unsent.length} belanja menunggu dikirim`, sum(unsent));
  if (people.length > 0) add('waiting', `${people.length} belanja menunggu petugas`, sum(people));
  if (shortfall > 0) add('short', 'Kurang', shortfall);
  const more = counted + waiting - obligation.amount;
  if (obligation.amount > 0 && more > 0) add('more', 'Lebih dari wajib', more);
  return rows;
}

type Facts = Omit<MonthFacts, 'month' | 'purchases'> & { readonly purchases: readonly Purchase[] };

/** Judges several months at once, each with its own purchases only. */
export function assessMonths(months: readonly Month[], facts: Facts): Map<Month, Assessment> {
  const byMonth = new Map<Month, Purchase[]>(months.map((month) => [month, []]));
  for (const purchase of facts.purchases) byMonth.get(monthOf(purchase.day))?.push(purchase);
  return new Map(
    [...byMonth].map(([month, purchases]) => [month, assess({ ...facts, month, purchases })] as const),
  );
}

/** The year's twelve cells. `known` is false while the phone does not know the person's position yet. */
export function combOf(year: number, assessments: ReadonlyMap<Month, Assessment>, now: Month): CombMonth[] {
  return monthsOfYear(year).map((month) => {
    const assessment = assessments.get(month);
    if (assessment === undefined || month > now || assessment.obligation.reason === 'no-rule') {
      return { month, state: 'later', counted: 0, filled: 0, href: null };
    }
    const { obligation, counted, waiting } = assessment;
    const href = month === now ? '/beranda' : `/beranda?bulan=${month}`;
    return {
      month,
      state: combState(assessment, month === now),
      ...sharesOf({ counted, waiting, obligation: obligation.amount }),
      href,
    };
  });
}

function combState({ obligation, met, shortfall }: Assessment, now: boolean): CombMonth['state'] {
  if (met) return 'met';
  if (now) return 'now';
  if (obligation.amount === 0) return 'free';
  return shortfall === 0 ? 'waiting' : 'short';
}

/** The comb in a sentence: `9 bulan penuh, Mei belum penuh. November masih bisa penuh.` */
export function sayComb(months: readonly CombMonth[]): string {
  const count = (state: CombMonth['state']) => months.filter((month) => month.state === state);
  const met = count('met').length;
  const short = count('short').map(({ month }) => monthName(month));
  const now = count('now')[0];
  const parts = [met === 0 ? 'Belum ada bulan penuh' : `${met} bulan penuh`];
  if (short.length > 3) parts.push(`${short.length} bulan belum penuh`);
  else if (short.length > 0) parts.push(`${listed(short)} belum penuh`);
  return `${parts.join(', ')}.${now ? ` ${monthName(now.month)} masih bisa penuh.` : ''}`;
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} dan ${names[names.length - 1] ?? ''}`;

/** Last month, while its purchases can still arrive in time and something of it is open. */
export function openLastMonth(
  assessments: ReadonlyMap<Month, Assessment>,
  today: Day,
  rulebook: Rulebook,
): { readonly assessment: Assessment; readonly until: Day; readonly unsent: number } | null {
  const month = addMonths(monthOf(today), -1);
  const assessment = assessments.get(month);
  const rule = ruleFor(rulebook, month);
  if (!assessment || !rule || daysToSend(rule, month, today) === null) return null;
  const unsent = assessment.lines.filter((line) => line.reason === 'unsent').length;
  if (assessment.shortfall === 0 && unsent === 0) return null;
  return { assessment, until: arrivalDeadline(rule, month), unsent };
}
