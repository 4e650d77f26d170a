import {
  addDays,
  addMonths,
  firstDay,
  lastDay,
  type Day,
  type Instant,
  type Month,
} from '#lib/domain/day.ts';
import type { Appointment, Band } from '#lib/domain/position.ts';
import type { Exemption, ServiceRecord } from '#lib/domain/quota.ts';
import type { ExemptionKind } from '#lib/domain/rulebook.ts';
import { CAST, type CastMember } from './cast.ts';
import { HABIT_SHARES, type Habit } from './habits.ts';
import { personName, type Sex } from './names.ts';
import { NipRegister } from './nip.ts';
import type { SampleOffice } from './offices.ts';
import type { Random } from './random.ts';
import type { Seat } from './staffing.ts';

/** An ASN of the sample. */
export interface SamplePerson extends ServiceRecord {
  readonly id: string;
  readonly name: string;
  readonly nip: string;
  /** Where the seat is now. */
  readonly office: SampleOffice;
  readonly seat: Seat;
  readonly appointments: Appointment[];
  readonly exemptions: readonly Exemption[];
  readonly habit: Habit;
  readonly cast: CastMember | null;
}

/** What people are made from: a stream of chance, the months that are told, and when the data came in. */
export interface PeopleFacts {
  readonly random: Random;
  readonly months: readonly Month[];
  readonly madeAt: Instant;
}

/** Part-time PPPK were appointed in December 2025, after the decree. */
const PART_TIME_FROM = '2025-12-01' as Day;
const FIRST_PPPK = '2021-02-01' as Day;
const SHARES = { joiner: 0.04, retiring: 0.015, exempt: 0.035 };
/** The share of PPPK among those who are not officials. */
const PPPK_SHARE: Partial<Record<Band, number>> = { fungsional: 0.4, pelaksana: 0.25, 'paruh-waktu': 1 };
const TENGGER_PLACES = new Set(['35.13.01', '35.13.02', '35.13.24']);
/** Women hold a little more than half of the seats. */
const WOMEN_SHARE = 0.53;

/** One person to a seat, without a superior yet: that is known once everybody sits. */
export class Appointer {
  private readonly nips = new NipRegister();

  constructor(private readonly facts: PeopleFacts) {
    for (const { nip } of CAST) this.nips.claim(nip);
  }

  fill(seat: Seat): SamplePerson {
    const { random, madeAt } = this.facts;
    const { cast, office, post } = seat;
    const sex: Sex = cast?.sex ?? (random.chance(WOMEN_SHARE) ? 'f' : 'm');
    const id = random.id(madeAt);
    const tenure = this.tenure(seat);
    const birth = this.birth(seat, tenure.retiring);
    return {
      id,
      name: cast?.name ?? personName(random, sex, TENGGER_PLACES.has(office.kecamatan)),
      nip: cast?.nip ?? this.number(seat, { sex, birth, from: tenure.from }),
      office,
      seat,
      appointments: [
        {
          id: random.id(madeAt),
          asnId: id,
          unitId: office.id,
          title: post.title,
          band: post.band,
          kind: 'definitif',
          from: tenure.from,
          until: tenure.until,
          superiorId: null,
        },
      ],
      exemptions: this.exemptions(id, { seat, sex, birth }),
      habit: seat.habit ?? random.weighted(HABIT_SHARES),
      cast,
    };
  }

  private number({ post }: Seat, { sex, birth, from }: { sex: Sex; birth: Day; from: Day }): string {
    const { random } = this.facts;
    const kind = random.chance(PPPK_SHARE[post.band] ?? 0) ? 'pppk' : 'pns';
    const start = kind === 'pppk' ? laterOf(from, FIRST_PPPK) : this.entry(birth, from);
    return this.nips.next({ kind, birth, start, sex, tail: random.int(1, 40) });
  }

  /** Most have held their post for years; some joined in the year, a few retire within it. */
  private tenure({ post, rank, habit }: Seat): { from: Day; until: Day | null; retiring: boolean } {
    const { random, months } = this.facts;
    const long = `20${random.int(18, 24)}-${random.pick(['01', '04', '06', '10'])}-01` as Day;
    if (post.band === 'paruh-waktu') return { from: PART_TIME_FROM, until: null, retiring: false };
    // Where a bit of everything is shown, everybody stays.
    const moves = habit === null && rank === 2;
    if (moves && random.chance(SHARES.joiner)) {
      const month = random.pick(months.slice(1));
      return { from: addDays(firstDay(month), random.pick([0, 0, 1, 14])), until: null, retiring: false };
    }
    if (moves && random.chance(SHARES.retiring)) {
      return { from: long, until: lastDay(random.pick(months.slice(2, -1))), retiring: true };
    }
    return { from: long, until: null, retiring: false };
  }

  private birth({ post, rank }: Seat, retiring: boolean): Day {
    const { random, months } = this.facts;
    const now = Number(months[0]?.slice(0, 4));
    const age: readonly [number, number] = retiring
      ? [58, 60]
      : post.band === 'pimpinan-tinggi' || rank === 0
        ? [46, 57]
        : rank === 1
          ? [36, 55]
          : [25, 55];
    const year = now - random.int(...age);
    return `${year}-${two(random.int(1, 12))}-${two(random.int(1, 28))}` as Day;
  }

  /** When a PNS entered the service: in their twenties, and before the post they hold. */
  private entry(birth: Day, from: Day): Day {
    const { random } = this.facts;
    const year = Math.min(Number(birth.slice(0, 4)) + random.int(22, 30), Number(from.slice(0, 4)));
    const entry = `${year}-${random.pick(['01', '03', '04', '12'])}-01` as Day;
    return entry > from ? from : entry;
  }

  private exemptions(asnId: string, { seat, sex, birth }: { seat: Seat; sex: Sex; birth: Day }): Exemption[] {
    const { random, months, madeAt } = this.facts;
    const told = seat.cast?.exemption;
    if (told === undefined && (seat.habit !== null || seat.rank < 2 || !random.chance(SHARES.exempt)))
      return [];
    const young = sex === 'f' && Number(birth.slice(0, 4)) > 1983;
    const kind: ExemptionKind =
      told ??
      random.weighted([
        ['cuti-melahirkan', young ? 6 : 0],
        ['sakit-lama', 2],
        ['tugas-belajar', 2],
        ['cuti-luar-tanggungan', 1],
      ]);
    // A told one lasts over today; others fall anywhere in the year.
    const month = told ? (months[months.length - 2] ?? random.pick(months)) : random.pick(months);
    const from = addDays(firstDay(month), told ? 0 : random.int(0, 20));
    const length = kind === 'cuti-melahirkan' ? 91 : kind === 'sakit-lama' ? random.int(40, 120) : null;
    const until = length === null ? null : addDays(from, length - 1);
    return [{ id: random.id(madeAt), asnId, kind, from, until }];
  }
}

const two = (value: number) => String(value).padStart(2, '0');
const laterOf = (a: Day, b: Day): Day => (a > b ? a : b);

/** The first days of the months that moves are dated to. */
export const moveDays = (months: readonly Month[]): Day[] =>
  months.slice(1).flatMap((month) => [firstDay(month), addDays(firstDay(month), 14)]);

/** The months of a year that ends with `last`. */
export const yearUpTo = (last: Month): Month[] =>
  Array.from({ length: 12 }, (_, i) => addMonths(last, i - 11));
