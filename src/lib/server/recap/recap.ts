import type { Kysely } from 'kysely';
import {
  addDays,
  addMonths,
  dayInWib,
  firstDay,
  monthInWib,
  startOfDay,
  type Day,
  type Instant,
  type Month,
} from '#lib/domain/day.ts';
import type { Office } from '#lib/domain/office.ts';
import { umkmKey } from '#lib/domain/purchase.ts';
import { summariseFigures, type Recap, type RecapRow } from '#lib/domain/recap.ts';
import { arrivalDeadline, ruleFor, type Rulebook, type RuleVersion } from '#lib/domain/rulebook.ts';
import { candidates, readFigures, type OfficeMonth } from './month.ts';
import { readOffices } from '../facts.ts';
import { readCompact } from '../store/compact.ts';
import type { Schema } from '../store/schema.ts';

export interface RecapRequest {
  readonly db: Kysely<Schema>;
  readonly rulebook: Rulebook;
  /** The OPD that asks; null is the whole regency. Scope is in every query that follows. */
  readonly officeId: string | null;
  readonly month: Month;
  readonly now: Instant;
}

/** An office's month as it stands at `asOf` (UTC). */
export interface OfficeRecap {
  readonly office: Office | null;
  readonly rule: RuleVersion;
  readonly recap: Recap;
  readonly asOf: Instant;
  /** Last day on which the month's purchases arrive in time. */
  readonly deadline: Day;
  /** The deadline has not passed: the figures still move. */
  readonly provisional: boolean;
  /** Whose silence or unsent records may explain a shortfall, longest silence first. */
  readonly quiet: readonly QuietRow[];
}

/** Somebody whose phone may hold what the month still lacks. */
export interface QuietRow extends RecapRow {
  /** Nothing was heard for days; otherwise a phone that was heard said that it still holds records. */
  readonly silent: boolean;
}

/**
 * The recap of an OPD for a month: month totals settled against the obligations of that month. Null when
 * the month is before the decree or has not begun, or when there is no such office.
 */
export async function officeRecap(request: RecapRequest): Promise<OfficeRecap | null> {
  const { month, now } = request;
  const rule = ruleFor(request.rulebook, month);
  if (!rule || month > monthInWib(now)) return null;
  const query = await officeMonth(request);
  const office = request.officeId === null ? null : query.offices.get(request.officeId);
  if (office === undefined) return null;
  const people = await readFigures(query);
  const recap = summariseFigures(
    month,
    people,
    await countUmkm(query, new Set(people.map((person) => person.asnId))),
  );
  const deadline = arrivalDeadline(rule, month);
  return {
    office,
    rule,
    recap,
    asOf: now,
    deadline,
    provisional: dayInWib(now) <= deadline,
    quiet: quietPeople(recap.rows, month, now),
  };
}

/** Adds the tree of offices to what was asked. */
export async function officeMonth(request: RecapRequest): Promise<OfficeMonth> {
  return { ...request, offices: await readOffices(request.db) };
}

const REACHED = ['asn_id', 'umkm_id', 'umkm_name'] as const;

/**
 * Different UMKM that these people of the office reached with what counts or waits. Not counted for the
 * whole regency: it would take every purchase of the month.
 */
async function countUmkm(query: OfficeMonth, people: ReadonlySet<string>): Promise<number | null> {
  if (query.officeId === null) return null;
  const reached = query.db
    .selectFrom('purchase')
    .select(REACHED)
    .where('asn_id', 'in', candidates(query))
    .where('month', '=', query.month)
    .where('verdict', 'not in', ['ditarik', 'belum-dihitung']);
  const rows = await readCompact(query.db, reached, REACHED);
  const keys = rows
    .filter((row) => people.has(row.asn_id))
    .map(({ umkm_id: id, umkm_name: name }) =>
      umkmKey(id === null ? { kind: 'typed', name, place: '' } : { kind: 'listed', id, name }),
    );
  return new Set(keys).size;
}

/**
 * Days without a word after which silence is worth a question, when the month is still short. A phone
 * that was opened anywhere with signal has spoken, so a week is long even in Krucil. *Asumsi*.
 */
const QUIET_DAYS = 7;

function quietPeople(rows: readonly RecapRow[], month: Month, now: Instant): QuietRow[] {
  const monthEnd = startOfDay(firstDay(addMonths(month, 1)));
  const since = Math.min(startOfDay(addDays(dayInWib(now), -QUIET_DAYS)), monthEnd);
  const lastHeard = (row: RecapRow) => row.contact?.at ?? 0;
  const silent = (row: RecapRow) => lastHeard(row) < since;
  return rows
    .filter((row) => (row.contact?.unsent ?? 0) > 0 || (row.status === 'short' && silent(row)))
    .map((row) => ({ ...row, silent: silent(row) }))
    .sort((a, b) => lastHeard(a) - lastHeard(b));
}
