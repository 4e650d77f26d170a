import { dayInWib, monthInWib, type Day, type Instant, type Month } from '#lib/domain/day.ts';
import type { Office } from '#lib/domain/office.ts';
import { umkmKey } from '#lib/domain/purchase.ts';
import { assess, type AssessmentLine } from '#lib/domain/quota.ts';
import { lineReason } from '#lib/domain/reason.ts';
import { summarise, type RecapEntry, type RecapRow, type RecapTotals } from '#lib/domain/recap.ts';
import { arrivalDeadline, ruleFor, type RuleVersion } from '#lib/domain/rulebook.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';
import {
  dayAndMonth,
  EFFECT_NAMES,
  evidence,
  photoEvidence,
  standingSentence,
  STATUS_NAMES,
} from '../desk-words.ts';
import { readMembers, readPeople, type OfficeMonth } from './month.ts';
import { readPurchases, type PlacedPurchase } from './purchases.ts';
import { headOf, type Signatory } from './signature.ts';
import { officeMonth, type RecapRequest } from './recap.ts';

/** An office's month in the report's form: what XLSX, CSV and paper all say. NIP are whole here. */
export interface RecapForm {
  readonly month: Month;
  readonly office: Office | null;
  readonly rule: RuleVersion;
  readonly asOf: Instant;
  /** Whether the figures still move, and when they were read. */
  readonly standing: string;
  readonly people: readonly FormPerson[];
  readonly purchases: readonly FormPurchase[];
  readonly totals: RecapTotals;
  readonly signatory: Signatory | null;
}

export interface FormPerson extends RecapRow {
  /** Name and place of each UMKM among what counts or waits. */
  readonly umkm: string;
  /** `3, 12, 24 Nov`: the days on which was bought what counts or waits. */
  readonly days: string;
  readonly evidence: string;
  readonly statusName: string;
}

/** A purchase of the month. `number` is its person's in the form. */
export interface FormPurchase {
  readonly number: number;
  readonly name: string;
  readonly nip: string;
  readonly day: Day;
  readonly umkm: string;
  readonly place: string;
  readonly amount: Rupiah;
  /** `foto ada` */
  readonly evidence: string;
  readonly status: string;
  readonly reason: string;
}

/** The form of an office's month, judged from its purchases. Null when there is none, as in `officeRecap`. */
export async function recapForm(request: RecapRequest): Promise<RecapForm | null> {
  const { month, now, rulebook, db, officeId } = request;
  const rule = ruleFor(rulebook, month);
  if (!rule || month > monthInWib(now)) return null;
  const query = await officeMonth(request);
  const office = officeId === null ? null : query.offices.get(officeId);
  if (office === undefined) return null;
  const placed = await readPurchases(query);
  const entries = await readEntries(query, placed);
  const { rows, totals } = summarise(month, entries);
  const lines = placedLines(entries, placed);
  const deadline = arrivalDeadline(rule, month);
  const provisional = dayInWib(now) <= deadline;
  return {
    month,
    office,
    rule,
    asOf: now,
    standing: standingSentence({ asOf: now, provisional, deadline }),
    people: rows.map((row) => formPerson(row, lines.get(row.asnId) ?? [])),
    purchases: rows.flatMap((row) => (lines.get(row.asnId) ?? []).map((line) => formPurchase(row, line))),
    totals,
    signatory: officeId === null ? null : await headOf(db, officeId, dayInWib(now)),
  };
}

type Placed = ReadonlyMap<string, readonly PlacedPurchase[]>;

async function readEntries(query: OfficeMonth, placed: Placed): Promise<RecapEntry[]> {
  const { month, rulebook } = query;
  const members = await readMembers(query);
  return (await readPeople(query, members)).flatMap((person) => {
    const service = members.get(person.asnId)?.service;
    const purchases = (placed.get(person.asnId) ?? []).map(({ purchase }) => purchase);
    return service ? { ...person, assessment: assess({ month, service, rulebook, purchases }) } : [];
  });
}

type PlacedLine = AssessmentLine & { readonly place: string };

/** Every judged purchase with the place of its UMKM, by person. */
function placedLines(entries: readonly RecapEntry[], placed: Placed): Map<string, PlacedLine[]> {
  const lines = entries.map(({ asnId, assessment }) => {
    const places = new Map((placed.get(asnId) ?? []).map(({ purchase, place }) => [purchase.id, place]));
    const withPlace = assessment.lines.map((line) => ({
      ...line,
      place: places.get(line.purchase.id) ?? '',
    }));
    return [asnId, withPlace] as const;
  });
  return new Map(lines);
}

function formPerson(row: RecapRow, lines: readonly PlacedLine[]): FormPerson {
  const taken = lines.filter((line) => line.effect !== 'excluded');
  const umkm = new Map(
    taken.map(({ purchase, place }) => [umkmKey(purchase.umkm), nameAndPlace(purchase.umkm.name, place)]),
  );
  return {
    ...row,
    umkm: [...umkm.values()].join('; '),
    days: daysOf(taken.map(({ purchase }) => purchase.day)),
    evidence: evidence(row).join(', '),
    statusName: STATUS_NAMES[row.status],
  };
}

const nameAndPlace = (name: string, place: string) => (place === '' ? name : `${name} (${place})`);

/** `3, 12, 24 Nov`; the days are of one month and in order. */
function daysOf(days: readonly Day[]): string {
  const [last, ...before] = [...new Set(days)].reverse();
  if (last === undefined) return '';
  return [...before.reverse().map((day) => String(Number(day.slice(8)))), dayAndMonth(last)].join(', ');
}

const formPurchase = ({ number, name, nip }: RecapRow, line: PlacedLine): FormPurchase => ({
  number,
  name,
  nip,
  day: line.purchase.day,
  umkm: line.purchase.umkm.name,
  place: line.place,
  amount: line.purchase.amount,
  evidence: photoEvidence(line.purchase),
  status: EFFECT_NAMES[line.effect],
  reason: lineReason(line),
});
