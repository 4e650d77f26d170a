import { dayInWib, monthInWib, monthsOfYear, type Day, type Instant, type Month } from '#lib/domain/day.ts';
import { assess, settle, type Assessment, type ServiceRecord } from '#lib/domain/quota.ts';
import { standing, type Contact, type RecapStatus } from '#lib/domain/recap.ts';
import { arrivalDeadline, ruleFor, type RuleVersion } from '#lib/domain/rulebook.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';
import { readCarriers, type Carrier } from '../rescue/carriers.ts';
import { MEMORY_MS } from '#lib/protocol/limits.ts';
import { newestEmptied, type Emptied } from '../emptied.ts';
import { officeMonth, type RecapRequest } from './recap.ts';
import { membershipIn, readContacts, type Membership, type OfficeMonth } from './month.ts';
import { readPurchases } from './purchases.ts';
import { appointmentOf, exemptionOf } from './rows.ts';

/** One ASN's month with the reasons for every figure, as their office may see it. */
export interface PersonMonth {
  readonly asnId: string;
  readonly name: string;
  readonly nip: string;
  readonly unitName: string;
  readonly membership: Membership;
  readonly assessment: Assessment;
  readonly rule: RuleVersion;
  readonly deadline: Day;
  readonly provisional: boolean;
  readonly asOf: Instant;
  readonly contact: Contact | null;
  /** One of their phones was emptied by its browser not long ago. */
  readonly emptied: Emptied | null;
  /** Where each purchase's UMKM is, by purchase id. */
  readonly places: ReadonlyMap<string, string>;
  /** Who brought purchases here for this person, by purchase id. */
  readonly carriers: ReadonlyMap<string, Carrier>;
  readonly year: readonly YearMonth[];
}

/** What fills a cell of honey. */
export interface Sums {
  readonly obligation: Rupiah;
  readonly counted: Rupiah;
  readonly waiting: Rupiah;
  readonly met: boolean;
}

/** A month of the year. `elsewhere`: another office reports it, so its sums are not shown. */
export interface YearMonth {
  readonly month: Month;
  readonly state: RecapStatus | 'elsewhere' | 'ahead';
  readonly sums: Sums | null;
}

/** One ASN among those whose month an office reports. */
interface OfficeMember {
  readonly query: OfficeMonth;
  readonly rule: RuleVersion;
  readonly service: ServiceRecord;
  readonly membership: Membership;
}

/** Null when the office does not report this person's month: whoever asks learns nothing more. */
export async function officeMember(request: RecapRequest, asnId: string): Promise<OfficeMember | null> {
  const rule = ruleFor(request.rulebook, request.month);
  if (!rule || request.month > monthInWib(request.now)) return null;
  const query = await officeMonth(request);
  const service = await readService(request, asnId);
  const membership = membershipIn(query, service);
  return membership && { query, rule, service, membership };
}

/** Null when the office does not report this person's month, as with {@link officeMember}. */
export async function personMonth(request: RecapRequest, asnId: string): Promise<PersonMonth | null> {
  const { db, month, now, rulebook } = request;
  const member = await officeMember(request, asnId);
  const person = await db.selectFrom('person').selectAll().where('id', '=', asnId).executeTakeFirst();
  if (!person || !member) return null;
  const { query, rule, service, membership } = member;
  const placed = (await readPurchases(query, asnId)).get(asnId) ?? [];
  const deadline = arrivalDeadline(rule, month);
  return {
    asnId,
    name: person.name,
    nip: person.nip,
    unitName: query.offices.get(membership.appointment.unitId)?.name ?? '',
    membership,
    assessment: assess({ month, service, rulebook, purchases: placed.map(({ purchase }) => purchase) }),
    rule,
    deadline,
    provisional: dayInWib(now) <= deadline,
    asOf: now,
    contact: (await readContacts(query, asnId)).get(asnId) ?? null,
    emptied: await newestEmptied(db, asnId, now - MEMORY_MS),
    places: new Map(placed.map(({ purchase, place }) => [purchase.id, place])),
    carriers: await readCarriers(
      db,
      placed.map(({ purchase }) => purchase),
    ),
    year: await readYear(query, { asnId, service, now }),
  };
}

/** Everything the person's months are judged by, of all times. */
async function readService({ db }: RecapRequest, asnId: string): Promise<ServiceRecord> {
  const appointments = await db.selectFrom('appointment').selectAll().where('asn_id', '=', asnId).execute();
  const exemptions = await db.selectFrom('exemption').selectAll().where('asn_id', '=', asnId).execute();
  return { appointments: appointments.map(appointmentOf), exemptions: exemptions.map(exemptionOf) };
}

interface YearOf {
  readonly asnId: string;
  readonly service: ServiceRecord;
  readonly now: Instant;
}

async function readYear(query: OfficeMonth, { asnId, service, now }: YearOf): Promise<YearMonth[]> {
  const months = monthsOfYear(Number(query.month.slice(0, 4)));
  const totals = await query.db
    .selectFrom('month_total')
    .select(['month', 'counted', 'waiting'])
    .where('asn_id', '=', asnId)
    .where('month', 'in', months)
    .execute();
  return months.map((month) => {
    if (month > monthInWib(now)) return { month, state: 'ahead', sums: null };
    const obligation = membershipIn({ ...query, month }, service)?.amount;
    if (obligation === undefined) return { month, state: 'elsewhere', sums: null };
    const { counted, waiting } = totals.find((total) => total.month === month) ?? { counted: 0, waiting: 0 };
    const { met, shortfall } = settle(obligation, counted, waiting);
    const state = standing(obligation, met, shortfall);
    return { month, state, sums: { obligation, counted, waiting, met } };
  });
}
