import { CAST, type CastMember } from './cast.ts';
import type { Habit } from './habits.ts';
import { KRUCIL, type OfficeTree, type SampleOffice } from './offices.ts';
import { leadersFor, PLANS, type Post } from './posts.ts';
import type { Random } from './random.ts';

/** A seat in an office, before anybody sits on it. */
export interface Seat {
  readonly office: SampleOffice;
  readonly post: Post;
  /** 0 for who leads the office, 1 for the others who lead, 2 for everybody else. */
  readonly rank: 0 | 1 | 2;
  readonly cast: CastMember | null;
  /** Given where the sample wants a bit of everything. */
  readonly habit: Habit | null;
}

/** An office with its seats. */
export interface Staff {
  readonly office: SampleOffice;
  readonly seats: readonly Seat[];
  /** The head's post while nobody holds it for good: the first of the seats acts. */
  readonly vacant: Post | null;
}

/** The office that the sample shows most has this many people. */
const KRUCIL_SEATS = 20;
const KRUCIL_HABITS: readonly Habit[] = ['rajin', 'diam', 'rajin', 'sedang', 'rajin', 'diam'];
/** Heads that are missing for a while, where another can act for them. */
const VACANT_SHARE = 0.08;

/** How many schools a regency of so many ASN has: a half of them work there, about seven in each. */
export const schoolsFor = (asn: number): number => Math.round((asn * 0.48) / 7);

/** Shares out `asn` seats over the offices of today. Throws a RangeError when they are too few for them. */
export function staffOffices(random: Random, tree: OfficeTree, asn: number): Staff[] {
  const offices = tree.offices.filter((office) => office.until === null);
  const least = offices.map(leastSeats);
  const rest = asn - least.reduce((sum, seats) => sum + seats, 0);
  if (rest < 0) throw new RangeError(`There are too few ASN for ${String(offices.length)} offices.`);
  const weights = offices.map((office) => (office.name === KRUCIL ? 0 : PLANS[office.place].weight));
  const more = shareOut(rest, weights);
  return offices.map((office, i) => seatsOf(random, office, (least[i] ?? 0) + (more[i] ?? 0)));
}

/** Whole parts of `total` in proportion to the weights; they sum up to `total` (largest remainders). */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (total * weight) / whole);
  const parts = exact.map(Math.floor);
  const order = exact
    .map((value, i) => [value - Math.floor(value), i] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  let left = total - parts.reduce((sum, part) => sum + part, 0);
  for (const [, i] of order) if (left-- > 0) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}

/** An office of the cast has room for them beside its leaders. */
function leastSeats(office: SampleOffice): number {
  if (office.name === KRUCIL) return KRUCIL_SEATS;
  const cast = castOf(office).length;
  return Math.max(PLANS[office.place].least, cast === 0 ? 0 : cast + 3);
}

const castOf = (office: SampleOffice) => CAST.filter((member) => member.office === office.name);

function seatsOf(random: Random, office: SampleOffice, count: number): Staff {
  const cast = castOf(office);
  const leaders = [...leadersFor(office, count)];
  const canAct = ['bagian', 'dinas', 'badan', 'kecamatan'].includes(office.place) && leaders.length > 1;
  const vacant =
    canAct && cast.length === 0 && random.chance(VACANT_SHARE) ? (leaders.shift() ?? null) : null;
  const seats = leaders.map((post, i): Seat => {
    const rank = i === 0 && vacant === null ? 0 : 1;
    const member = cast.find((known) => known.post.title === post.title) ?? null;
    return { office, post, rank, cast: member, habit: member?.habit ?? null };
  });
  const seated = new Set(seats.map((seat) => seat.cast));
  for (const member of cast) {
    if (!seated.has(member))
      seats.push({ office, post: member.post, rank: 2, cast: member, habit: member.habit });
  }
  while (seats.length < count) {
    const post = random.weighted(PLANS[office.place].staff);
    const habit = office.name === KRUCIL ? (KRUCIL_HABITS[count - seats.length - 1] ?? null) : null;
    seats.push({ office, post, rank: 2, cast: null, habit });
  }
  return { office, seats: seats.slice(0, count), vacant };
}
