import { addDays, daysOf, firstDay, lastDay, monthOf, type Day, type Month } from './day.ts';
import { daysCovered, holdsOn, type Appointment } from './position.ts';
import type { Purchase } from './purchase.ts';
import { ruleFor, type Basis, type ExemptionKind, type Rulebook, type RuleVersion } from './rulebook.ts';
import type { Rupiah } from './rupiah.ts';

/** A span in which an ASN is free of the obligation; both days included, `until` null while it lasts. */
export interface Exemption {
  readonly id: string;
  readonly asnId: string;
  readonly kind: ExemptionKind;
  readonly from: Day;
  readonly until: Day | null;
}

/** Everything one ASN's months are judged by, besides the purchases. */
export interface ServiceRecord {
  readonly appointments: readonly Appointment[];
  readonly exemptions: readonly Exemption[];
}

export interface Obligation {
  /** In rupiah, 0 when free. */
  readonly amount: Rupiah;
  /** The position that counts, null when none is held. */
  readonly appointment: Appointment | null;
  readonly reason: ObligationReason;
  readonly basis: Basis | null;
  readonly choice: PositionChoice;
}

/**
 * How the position was chosen: the only one of the month, the one held on the rule's day of several one
 * after the other, or one of two held at once.
 */
type PositionChoice = 'only-post' | 'position-day' | 'double-post';

type ObligationReason =
  'band' | 'no-rule' | 'not-in-service' | 'partial-service' | 'band-without-minimum' | ExemptionKind;

/** What a month demands of an ASN, and why. */
export function obligationIn(month: Month, service: ServiceRecord, rulebook: Rulebook): Obligation {
  const rule = ruleFor(rulebook, month);
  if (!rule) return { amount: 0, appointment: null, reason: 'no-rule', basis: null, choice: 'only-post' };
  const post = choosePost(month, service.appointments, rule);
  const free = (reason: ObligationReason, basis: Basis) => ({ amount: 0, reason, basis, ...post });
  if (post.appointment === null) return free('not-in-service', rule.positionDay.basis);
  if (rule.partialServiceFree.value && !wholeMonthInService(month, service.appointments)) {
    return free('partial-service', rule.partialServiceFree.basis);
  }
  const exemption = exemptionIn(month, service.exemptions, rule);
  if (exemption) return free(exemption, rule.exemptions.basis);
  const line = rule.minimum[post.appointment.band];
  if (line.value === 0) return free('band-without-minimum', line.basis);
  return { amount: line.value, reason: 'band', basis: line.basis, ...post };
}

/**
 * The position that counts in a month: the one held on the rule's day, of two the definitive (or the
 * highest); for who starts later in the month, the first one held in it.
 */
export const countingAppointment = (
  month: Month,
  appointments: readonly Appointment[],
  rule: RuleVersion,
): Appointment | null => choosePost(month, appointments, rule).appointment;

function choosePost(
  month: Month,
  appointments: readonly Appointment[],
  rule: RuleVersion,
): Pick<Obligation, 'appointment' | 'choice'> {
  const [only, ...others] = appointments;
  if (only && others.length === 0 && holdsThroughout(only, month)) {
    return { appointment: only, choice: 'only-post' };
  }
  const inMonth = appointments.filter((appointment) => daysCovered(appointment, month) > 0);
  const ruleDay = addDays(firstDay(month), rule.positionDay.value - 1);
  const starts = inMonth.map(({ from }) => from).filter((from) => from > ruleDay);
  const held = [ruleDay, ...starts.sort()]
    .map((day) => inMonth.filter((appointment) => holdsOn(appointment, day)))
    .find((posts) => posts.length > 0);
  if (held === undefined) return { appointment: null, choice: 'only-post' };
  const choice = held.length > 1 ? 'double-post' : inMonth.length > 1 ? 'position-day' : 'only-post';
  return { appointment: foremost(held, rule), choice };
}

function foremost(held: readonly Appointment[], rule: RuleVersion): Appointment | null {
  const rank = (appointment: Appointment): readonly [number, number, string] => [
    rule.doublePost.value === 'definitif' && appointment.kind !== 'definitif' ? 1 : 0,
    -rule.minimum[appointment.band].value,
    appointment.id,
  ];
  return [...held].sort((a, b) => compare(rank(a), rank(b)))[0] ?? null;
}

function compare(a: readonly [number, number, string], b: readonly [number, number, string]): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1);
}

/**
 * Whether some position was held on every day of the month. A gap inside it is the end of one service and
 * the start of another, so it frees the month as either would.
 */
function wholeMonthInService(month: Month, appointments: readonly Appointment[]): boolean {
  if (appointments.some((held) => holdsThroughout(held, month))) return true;
  return daysOf(month).every((day) => appointments.some((held) => holdsOn(held, day)));
}

/** Nearly everybody's case, told without walking the days: a recap asks it for thousands of people. */
const holdsThroughout = (held: Appointment, month: Month): boolean =>
  holdsOn(held, firstDay(month)) && holdsOn(held, lastDay(month));

/**
 * The exemption that frees the month, or null. All recognised spans count together, so that a leave
 * granted letter by letter frees a month as one letter would; the kind that covers most is named.
 */
function exemptionIn(
  month: Month,
  exemptions: readonly Exemption[],
  rule: RuleVersion,
): ExemptionKind | null {
  const spans = exemptions.filter(
    (span) => rule.exemptions.value.includes(span.kind) && daysCovered(span, month) > 0,
  );
  if (spans.length === 0) return null;
  const days = daysOf(month);
  const covered = (these: readonly Exemption[]) =>
    days.filter((day) => these.some((span) => holdsOn(span, day))).length;
  if (covered(spans) < days.length * rule.exemptionShare.value) return null;
  const share = (kind: ExemptionKind) => covered(spans.filter((span) => span.kind === kind));
  return rule.exemptions.value.reduce((most, kind) => (share(kind) > share(most) ? kind : most));
}

/** Why a purchase counts, waits, or does not count. */
export type LineReason =
  | 'checked'
  | 'unchecked'
  | 'unsent'
  | 'flagged'
  | 'incomplete'
  | 'not-yet-looked-at'
  | 'rejected'
  | 'withdrawn'
  | 'refused';

export interface AssessmentLine {
  readonly purchase: Purchase;
  readonly effect: 'counted' | 'waiting' | 'excluded';
  readonly reason: LineReason;
}

/** One ASN, one month. All sums in rupiah. */
export interface Assessment {
  readonly month: Month;
  readonly obligation: Obligation;
  readonly counted: Rupiah;
  readonly waiting: Rupiah;
  /** max(0, obligation - counted - waiting). */
  readonly shortfall: Rupiah;
  /** Only when what is counted reaches the obligation; a free month is neither met nor missed. */
  readonly met: boolean;
  readonly lines: readonly AssessmentLine[];
}

export interface MonthFacts {
  readonly month: Month;
  readonly service: ServiceRecord;
  readonly rulebook: Rulebook;
  /** Any purchases of this ASN; those of other months are passed over. Of a repeated id the last one counts. */
  readonly purchases: Iterable<Purchase>;
}

/** Judges one month of one ASN: the same function on the phone, in the office's totals and in exports. */
export function assess({ month, service, rulebook, purchases }: MonthFacts): Assessment {
  const obligation = obligationIn(month, service, rulebook);
  const countsOnArrival = ruleFor(rulebook, month)?.countsOnArrival.value ?? false;
  const byId = new Map<string, Purchase>();
  for (const purchase of purchases) byId.set(purchase.id, purchase);
  const lines = [...byId.values()]
    .filter((purchase) => monthOf(purchase.day) === month)
    .sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? -1 : 1))
    .map((purchase) => judge(purchase, countsOnArrival));
  const sum = (effect: AssessmentLine['effect']) =>
    lines.reduce((total, line) => (line.effect === effect ? total + line.purchase.amount : total), 0);
  const counted = sum('counted');
  const waiting = sum('waiting');
  return { month, obligation, counted, waiting, ...settle(obligation.amount, counted, waiting), lines };
}

/** What an obligation leaves open, from sums alone: recaps settle stored sums, `assess` settles its own. */
export const settle = (
  obligation: Rupiah,
  counted: Rupiah,
  waiting: Rupiah,
): Pick<Assessment, 'shortfall' | 'met'> => ({
  shortfall: Math.max(0, obligation - counted - waiting),
  met: obligation > 0 && counted >= obligation,
});

function judge(purchase: Purchase, countsOnArrival: boolean): AssessmentLine {
  const line = (effect: AssessmentLine['effect'], reason: LineReason) => ({ purchase, effect, reason });
  if (purchase.verdict === 'ditarik') return line('excluded', 'withdrawn');
  if (purchase.verdict === 'belum-dihitung') return line('excluded', 'rejected');
  if (purchase.delivery === 'tersimpan') {
    return purchase.refusal === null ? line('waiting', 'unsent') : line('excluded', 'refused');
  }
  if (purchase.verdict === 'sah') return line('counted', 'checked');
  if (purchase.verdict === 'perlu-dilengkapi') return line('waiting', 'incomplete');
  if (purchase.flags.length > 0) return line('waiting', 'flagged');
  return countsOnArrival ? line('counted', 'unchecked') : line('waiting', 'not-yet-looked-at');
}
