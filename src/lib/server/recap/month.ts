import type { Kysely } from 'kysely';
import { addDays, firstDay, lastDay, type Instant, type Month } from '#lib/domain/day.ts';
import { officesUnder, opdOf, type Office } from '#lib/domain/office.ts';
import type { Appointment } from '#lib/domain/position.ts';
import { obligationIn, type Exemption, type Obligation, type ServiceRecord } from '#lib/domain/quota.ts';
import type { Contact, MonthFigures, RecapFigures, RecapPerson } from '#lib/domain/recap.ts';
import { ruleFor, type Rulebook } from '#lib/domain/rulebook.ts';
import { MEMORY_MS } from '#lib/protocol/limits.ts';
import { appointmentOf, exemptionOf } from './rows.ts';
import { readCompact } from '../store/compact.ts';
import type { Schema } from '../store/schema.ts';

/** An office's month to be read. `officeId` null is the whole regency. */
export interface OfficeMonth {
  readonly db: Kysely<Schema>;
  readonly rulebook: Rulebook;
  readonly offices: ReadonlyMap<string, Office>;
  readonly officeId: string | null;
  readonly month: Month;
  readonly now: Instant;
}

/** What a month demanded of an ASN of the office, by the post that counts: `appointment` is never null. */
export type Membership = Obligation & { readonly appointment: Appointment };

/**
 * Whether an ASN's month belongs in the office's recap: the counting appointment of the month lies in the
 * OPD or in one of its units, as the tree stood on the day that counts. Null when not, also for who was in
 * service nowhere.
 */
export function membershipIn(query: OfficeMonth, service: ServiceRecord): Membership | null {
  const { month, rulebook, offices, officeId } = query;
  const obligation = obligationIn(month, service, rulebook);
  const rule = ruleFor(rulebook, month);
  if (!rule || !isHeld(obligation)) return null;
  if (officeId !== null) {
    const { appointment } = obligation;
    const positionDay = addDays(firstDay(month), rule.positionDay.value - 1);
    const day = appointment.from > positionDay ? appointment.from : positionDay;
    if (opdOf(offices, appointment.unitId, day)?.id !== officeId) return null;
  }
  return obligation;
}

const isHeld = (obligation: Obligation): obligation is Membership => obligation.appointment !== null;

/** An ASN of the office's recap, with what their month is judged by. */
export interface Member {
  readonly service: ServiceRecord;
  readonly obligation: Membership;
}

/** Everybody whose month belongs in the office's recap, by id. */
export async function readMembers(query: OfficeMonth): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  for (const [asnId, service] of await readServices(query)) {
    const obligation = membershipIn(query, service);
    if (obligation) members.set(asnId, { service, obligation });
  }
  return members;
}

const APPOINTMENT = [
  'id',
  'asn_id',
  'office_id',
  'title',
  'band',
  'kind',
  'from_day',
  'until_day',
  'superior_id',
] as const;

/** Appointments and exemptions that touch the month, of everybody who held a post in the office in it. */
async function readServices(query: OfficeMonth): Promise<Map<string, ServiceRecord>> {
  const { db, month } = query;
  const services = new Map<string, { appointments: Appointment[]; exemptions: Exemption[] }>();
  const held = db
    .selectFrom('appointment')
    .select(APPOINTMENT)
    .where('from_day', '<=', lastDay(month))
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', firstDay(month))]))
    .$if(query.officeId !== null, (q) => q.where('asn_id', 'in', candidates(query)));
  const appointments = await readCompact(db, held, APPOINTMENT);
  for (const row of appointments) {
    const service = services.get(row.asn_id);
    if (service) service.appointments.push(appointmentOf(row));
    else services.set(row.asn_id, { appointments: [appointmentOf(row)], exemptions: [] });
  }
  const exemptions = await db
    .selectFrom('exemption')
    .select(['id', 'asn_id', 'kind', 'from_day', 'until_day'])
    .where('from_day', '<=', lastDay(month))
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', firstDay(month))]))
    .$if(query.officeId !== null, (q) => q.where('asn_id', 'in', candidates(query)))
    .execute();
  for (const row of exemptions) services.get(row.asn_id)?.exemptions.push(exemptionOf(row));
  return services;
}

/** Who may belong to the office in the month: a superset, as a subquery, so that scope is in every query. */
export function candidates({ db, offices, officeId, month }: OfficeMonth) {
  const under = officeId === null ? [] : [...officesUnder(offices.values(), officeId)];
  return db
    .selectFrom('appointment')
    .select('asn_id')
    .where('office_id', 'in', under)
    .where('from_day', '<=', lastDay(month))
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', firstDay(month))]));
}

const PERSON = ['id', 'name', 'nip'] as const;

/** The members as people, with their unit and last contact. */
export async function readPeople(
  query: OfficeMonth,
  members: ReadonlyMap<string, Member>,
): Promise<RecapPerson[]> {
  const contacts = await readContacts(query);
  const named = query.db
    .selectFrom('person')
    .select(PERSON)
    .$if(query.officeId !== null, (q) => q.where('id', 'in', candidates(query)));
  const people = await readCompact(query.db, named, PERSON);
  return people.flatMap(({ id, name, nip }) => {
    const member = members.get(id);
    if (!member) return [];
    const unitName = query.offices.get(member.obligation.appointment.unitId)?.name ?? '';
    return { asnId: id, name, nip, unitName, contact: contacts.get(id) ?? null };
  });
}

const NOTHING_BOUGHT: MonthFigures = {
  counted: 0,
  waiting: 0,
  umkmCount: 0,
  checked: 0,
  unchecked: 0,
  flagged: 0,
  rejected: 0,
};

/** The members with their stored figures, ready to be summed up. Reads no purchases. */
export async function readFigures(query: OfficeMonth): Promise<RecapFigures[]> {
  const members = await readMembers(query);
  const totals = await readTotals(query);
  return (await readPeople(query, members)).flatMap(({ asnId, name, nip, unitName, contact }) => {
    const obligation = members.get(asnId)?.obligation;
    const figures = totals.get(asnId) ?? NOTHING_BOUGHT;
    return obligation ? { asnId, name, nip, unitName, contact, obligation, figures } : [];
  });
}

const TOTAL = [
  'asn_id',
  'counted',
  'waiting',
  'umkm_count',
  'checked',
  'unchecked',
  'flagged',
  'rejected',
] as const;

async function readTotals(query: OfficeMonth): Promise<Map<string, MonthFigures>> {
  const totals = query.db
    .selectFrom('month_total')
    .select(TOTAL)
    .where('month', '=', query.month)
    .$if(query.officeId !== null, (q) => q.where('asn_id', 'in', candidates(query)));
  const rows = await readCompact(query.db, totals, TOTAL);
  return new Map(
    rows.map((row) => [
      row.asn_id,
      {
        counted: row.counted,
        waiting: row.waiting,
        umkmCount: row.umkm_count,
        checked: row.checked,
        unchecked: row.unchecked,
        flagged: row.flagged,
        rejected: row.rejected,
      },
    ]),
  );
}

const HEARD = ['owner', 'last_at', 'unsent'] as const;

/** No phone holds more; what one says beyond it is no number to add up. */
const MOST_UNSENT = 100_000;

/**
 * Newest contact of any of a person's phones, and all that those phones said they still hold. A phone that
 * was not heard for as long as phones remember was emptied or lost: what it held is not waited for.
 */
export async function readContacts(query: OfficeMonth, asnId?: string): Promise<Map<string, Contact>> {
  const heard = query.db
    .selectFrom('replica')
    .select(HEARD)
    .$if(query.officeId !== null, (q) => q.where('owner', 'in', candidates(query)))
    .$if(asnId !== undefined, (q) => q.where('owner', '=', asnId ?? ''));
  const since = query.now - MEMORY_MS;
  const contacts = new Map<string, Contact>();
  for (const { owner, last_at: at, unsent } of await readCompact(query.db, heard, HEARD)) {
    const held = at < since ? 0 : Math.min(unsent, MOST_UNSENT);
    const other = contacts.get(owner);
    contacts.set(owner, { at: Math.max(at, other?.at ?? 0), unsent: held + (other?.unsent ?? 0) });
  }
  return contacts;
}
