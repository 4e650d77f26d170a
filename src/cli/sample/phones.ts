import type { Instant } from '#lib/domain/day.ts';
import type { PurchaseFields } from '#lib/domain/purchase.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { SamplePerson } from './people.ts';
import type { Random } from './random.ts';
import type { Wish } from './wishes.ts';

/** The sample regency has no photos. */
export type SampleBody = Exclude<MutationBody, { type: 'purchase.attach' }>;

/** A mutation on its way from a phone, with when the office gets it. */
export interface Delivery {
  readonly id: string;
  readonly person: SamplePerson;
  readonly replica: string;
  readonly n: number;
  readonly body: SampleBody;
  /** The mutation before it about the same purchase. */
  readonly after: string | null;
  readonly at: Instant;
  readonly told: Wish['told'];
}

/** A person's phone as the office knows it. Instants ms UTC, the offset office minus phone in ms. */
export interface Phone {
  readonly id: string;
  readonly owner: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly through: number;
  readonly unsent: number;
  readonly clockOffset: Instant;
}

export interface PhoneFacts {
  readonly random: Random;
  readonly now: Instant;
  /** When the first phones began to write. */
  readonly since: Instant;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Kecamatan with days without signal: Sumber, Kuripan, Tiris, Krucil, Lumbang. */
const FAINT = new Set(['35.13.02', '35.13.03', '35.13.07', '35.13.08', '35.13.24']);

interface Written {
  readonly id: string;
  readonly body: SampleBody;
  readonly after: string | null;
  readonly recordedAt: Instant;
  readonly told: Wish['told'];
}

/**
 * What a phone sends of what was written on it. A phone sends in the order of its numbers, so a mutation
 * arrives no later than the ones after it; what would come after `now`, or after the phone fell silent, is
 * still on the phone.
 */
export function sendFrom(
  facts: PhoneFacts,
  person: SamplePerson,
  wishes: readonly Wish[],
): { phone: Phone | null; deliveries: Delivery[] } {
  const written = wishes
    .flatMap((wish) => writtenFor(facts, wish))
    .filter(({ recordedAt }) => recordedAt <= facts.now)
    .sort((a, b) => a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : 1));
  const { random } = facts;
  if (written.length === 0 && random.chance(person.habit === 'diam' ? 0.75 : 0.4)) {
    return { phone: null, deliveries: [] };
  }
  const lastAt = lastContact(facts, person);
  const replica = random.id(facts.since + random.int(0, 20 * DAY));
  let sent = Infinity;
  const arrivals = written.map(({ recordedAt }) => recordedAt + delay(random, person)).reverse();
  const inOrder = arrivals.map((at) => (sent = Math.min(sent, at))).reverse();
  const deliveries = written.flatMap(({ recordedAt: _, ...mutation }, i): Delivery[] => {
    const at = inOrder[i] ?? Infinity;
    return at <= lastAt ? [{ ...mutation, person, replica, n: i + 1, at }] : [];
  });
  const firstAt = deliveries[0]?.at ?? Math.min(lastAt, facts.since + random.int(0, 60) * DAY);
  return {
    deliveries,
    phone: {
      id: replica,
      owner: person.id,
      firstAt,
      lastAt,
      through: deliveries.length,
      unsent: written.length - deliveries.length,
      clockOffset: random.chance(0.01) ? random.int(-9, 9) * HOUR : random.int(-4_000, 4_000),
    },
  };
}

function writtenFor({ random }: PhoneFacts, { fields, recordedAt, later, told }: Wish): Written[] {
  const id = random.id(recordedAt);
  const record: Written = {
    id,
    body: { type: 'purchase.record', fields: sayable(fields) },
    after: null,
    recordedAt,
    told,
  };
  if (later === null) return [record];
  const changedAt = recordedAt + later.after;
  const about = { purchase: id, base: id, reason: later.reason };
  const body: SampleBody = later.fields
    ? { type: 'purchase.correct', ...about, fields: sayable(later.fields) }
    : { type: 'purchase.withdraw', ...about };
  return [record, { id: random.id(changedAt), body, after: id, recordedAt: changedAt, told: null }];
}

const sayable = (fields: PurchaseFields) => ({ ...fields, items: [...fields.items] });

/** Minutes with signal; hours, days or a week without. ms. */
function delay(random: Random, person: SamplePerson): Instant {
  if (person.cast) return random.int(1, 10) * MINUTE;
  const faint = FAINT.has(person.office.kecamatan);
  const kind = random.weighted([
    ['now', faint ? 55 : 84],
    ['hours', faint ? 28 : 12],
    ['days', faint ? 15 : 3],
    ['weeks', faint ? 2 : 1],
  ] as const);
  if (kind === 'now') return random.int(5, 240) * 1_000;
  if (kind === 'hours') return random.int(20, 20 * 60) * MINUTE;
  return random.int(1, kind === 'days' ? 6 : 16) * DAY + random.int(0, 12) * HOUR;
}

/** When the office heard of the phone last: most today or yesterday, some weeks ago. */
function lastContact({ random, now }: PhoneFacts, { cast, habit }: SamplePerson): Instant {
  if (cast) return now - (cast.silentDays ?? 0) * DAY - random.int(2, 90) * MINUTE;
  if (habit === 'diam') return now - random.int(20, 70) * DAY - random.int(0, 900) * MINUTE;
  const kind = random.weighted([
    ['recent', 78],
    ['days', 16],
    ['weeks', habit === 'rajin' ? 3 : 12],
  ] as const);
  if (kind === 'recent') return now - random.int(3, 30 * 60) * MINUTE;
  return now - (kind === 'days' ? random.int(2, 8) : random.int(10, 35)) * DAY;
}
