import {
  addMonths,
  dayInWib,
  formatMonth,
  monthInWib,
  parseMonth,
  type Instant,
  type Month,
} from '#lib/domain/day.ts';
import { ruleFor } from '#lib/domain/rulebook.ts';
import type { Access } from '../access.ts';
import { readRulebook } from '../facts.ts';
import type { Office } from '../office.ts';
import type { RecapRequest } from './recap.ts';

/**
 * What an officer at the desk asks for: their own OPD's month, whatever the address says. Null when the
 * address holds no month, or the officer serves no OPD: that must never become the whole regency.
 */
export async function deskRequest(
  { store, now }: Pick<Office, 'store' | 'now'>,
  access: Access | null,
  month: string,
): Promise<RecapRequest | null> {
  const parsed = parseMonth(month);
  const officeId = access?.officeId ?? null;
  if (!parsed.ok || officeId === null) return null;
  const rulebook = await readRulebook(store.db);
  return { db: store.db, rulebook, officeId, month: parsed.value, now: now() };
}

export interface MonthLink {
  readonly month: Month;
  readonly name: string;
}

/** The months beside this one that have a recap: not before the decree, not ahead of now. */
export function neighbours({ month, rulebook, now }: RecapRequest): {
  readonly before: MonthLink | null;
  readonly after: MonthLink | null;
} {
  const link = (other: Month) => ({ month: other, name: formatMonth(other) });
  const before = addMonths(month, -1);
  const after = addMonths(month, 1);
  return {
    before: ruleFor(rulebook, before) ? link(before) : null,
    after: after <= monthInWib(now) ? link(after) : null,
  };
}

/** The month before, while its recap is still due: its name and the last day to send it. */
export function dueRecap({
  month,
  rulebook,
  now,
}: RecapRequest): (MonthLink & { readonly day: number }) | null {
  const before = addMonths(monthInWib(now), -1);
  const rule = ruleFor(rulebook, before);
  if (!rule || month === before || wibDayOfMonth(now) > rule.recapDay.value) return null;
  return { month: before, name: formatMonth(before), day: rule.recapDay.value };
}

const wibDayOfMonth = (now: Instant): number => Number(dayInWib(now).slice(8));
