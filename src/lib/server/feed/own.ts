import type { Selectable } from 'kysely';
import { dayInWib, type Day, type Instant } from '#lib/domain/day.ts';
import { opdOf } from '#lib/domain/office.ts';
import { holdsOn, type Appointment } from '#lib/domain/position.ts';
import { memberOf, type Facts, type Member } from '../facts.ts';
import { purchaseOf } from '../recap/rows.ts';
import { Prepared } from '../store/prepared.ts';
import type { PurchaseTable } from '../store/schema.ts';
import type { Tx } from '../store/tx.ts';
import { wholePositions, type News, type Said, type Told } from './page.ts';

/** Purchases read at once: about a page of them, and more than one request brings. */
const LIMIT = 400;

type Row = Selectable<PurchaseTable>;

const purchasesSince = new Prepared<{ asnId: string; at: number; limit: number }, Row>((db, hole) =>
  db
    .selectFrom('purchase')
    .selectAll()
    .where('asn_id', '=', hole('asnId'))
    .where('seq', '>', hole('at'))
    .orderBy('seq')
    .limit(hole('limit')),
);

export interface OwnRequest {
  readonly facts: Facts;
  readonly userId: string;
  /** Everything up to here was told. */
  readonly at: number;
  /** When the entry there was written. */
  readonly writtenAt: Instant;
  readonly now: Instant;
}

/** What an account has not heard of itself: who it is to the office, and its purchases. */
export async function ownNews(tx: Tx, { facts, userId, at, writtenAt, now }: OwnRequest): Promise<News> {
  const member = await memberOf(tx, facts, userId);
  if (!member) return { scope: 'own', rows: [], upTo: null };
  const read = (limit: number) => purchasesSince.all(tx, { asnId: userId, at, limit });
  const { rows, upTo } = await wholePositions(read, LIMIT);
  const told: Told[] = rows.map((row) => ({ seq: row.seq, change: purchaseChange(row) }));
  // Before anything else: a new phone needs it first, and a cursor that moved past its position hears it never.
  const today = dayInWib(now);
  const moved = movesBetween(member.service.appointments, dayInWib(writtenAt), today);
  if (at === 0 || Math.max(member.seq, facts.officesAt) > at || moved) {
    told.unshift({ seq: rows[0]?.seq ?? 0, change: profileOf(userId, { member, facts, today }) });
  }
  return { scope: 'own', rows: told, upTo };
}

/** Empty lists and texts are left out: the phone's schema fills them in. */
function purchaseChange(row: Row): Said {
  const { umkm, day, amount, items, payment, note, verdict, reason, flags, photos, photosWanted } =
    purchaseOf(row);
  return {
    kind: 'purchase',
    id: row.id,
    umkm,
    day,
    amount,
    ...(items.length === 0 ? {} : { items: [...items] }),
    payment,
    ...(note === '' ? {} : { note }),
    verdict,
    ...(reason === '' ? {} : { reason }),
    ...(flags.length === 0 ? {} : { flags: [...flags] }),
    receivedAt: row.received_at,
    version: row.version,
    ...(photos.length === 0 ? {} : { photos: [...photos] }),
    ...(photosWanted.length === 0 ? {} : { wanted: [...photosWanted] }),
  };
}

interface ProfileFacts {
  readonly member: Member;
  readonly facts: Facts;
  readonly today: Day;
}

function profileOf(asnId: string, { member, facts, today }: ProfileFacts): Said {
  const { appointments, exemptions } = member.service;
  const unit = facts.offices.get(postOn(today, appointments)?.unitId ?? '');
  const opd = unit ? opdOf(facts.offices, unit.id, today) : null;
  return {
    kind: 'profile',
    asnId,
    name: member.name,
    nipTail: member.nip.slice(-3),
    opd: opd?.name ?? '',
    unit: unit?.name ?? '',
    kecamatan: unit?.kecamatan ?? '',
    appointments: appointments.map(({ asnId: _, ...appointment }) => appointment),
    exemptions: exemptions.map(({ asnId: _, ...exemption }) => exemption),
  };
}

/** Whether a post known before began or ended since: the profile names the office of today. */
const movesBetween = (appointments: readonly Appointment[], told: Day, today: Day): boolean =>
  told < today &&
  appointments.some(
    ({ from, until }) => (from > told && from <= today) || (until !== null && until >= told && until < today),
  );

/** Where a person works on a day: the definitive post before an acting one, else the one held last. */
function postOn(day: Day, appointments: readonly Appointment[]): Appointment | undefined {
  const held = appointments.filter((appointment) => holdsOn(appointment, day));
  const latest = [...appointments].sort((a, b) => (a.from < b.from ? 1 : -1));
  return held.find(({ kind }) => kind === 'definitif') ?? held[0] ?? latest[0];
}
