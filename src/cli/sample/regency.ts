import {
  addDays,
  addMonths,
  dayInWib,
  firstDay,
  monthOf,
  startOfDay,
  type Day,
  type Instant,
  type Month,
} from '#lib/domain/day.ts';
import { readDesa } from '#lib/server/market/desa.ts';
import { Calendar } from './calendar.ts';
import { makeCareers } from './careers.ts';
import { keepLedger, type Ledger } from './ledger.ts';
import { Market } from './market.ts';
import { makeOffices, type SampleOffice } from './offices.ts';
import { Appointer, yearUpTo, type SamplePerson } from './people.ts';
import { sendFrom, type Delivery, type Phone } from './phones.ts';
import { Random } from './random.ts';
import { sittings } from './reviews.ts';
import { makeShops, type SampleShop } from './shops.ts';
import { schoolsFor, staffOffices } from './staffing.ts';
import { storyOf, STORYTELLERS } from './stories.ts';
import { wishesOf, type Wish } from './wishes.ts';

export interface RegencyOptions {
  readonly seed: number;
  readonly asn: number;
  readonly umkm: number;
  readonly products: number;
  /** The last instant that is told; the year ends on its WIB day. */
  readonly now: Instant;
}

/** A whole regency with a year of purchases, before it is written anywhere. */
export interface Regency extends Ledger {
  readonly now: Instant;
  readonly today: Day;
  /** The twelve months that are told, the current one last. */
  readonly months: readonly Month[];
  /** When offices, people and shops were taken in. */
  readonly madeAt: Instant;
  readonly offices: readonly SampleOffice[];
  readonly people: readonly SamplePerson[];
  /** The officer (a person's id) of each OPD. */
  readonly officers: ReadonlyMap<string, string>;
  readonly shops: readonly SampleShop[];
  readonly phones: readonly Phone[];
}

/** Two Bagian were merged so many months ago. */
const MERGED_AGO = 4;

/** Makes a regency: the same options make the same one. Throws a RangeError for sizes that cannot be. */
export function makeRegency(options: RegencyOptions): Regency {
  const { now } = options;
  const random = new Random(String(options.seed));
  const today = dayInWib(now);
  const months = yearUpTo(monthOf(today));
  const since = firstDay(months[0] ?? monthOf(today));
  const madeAt = startOfDay(addDays(since, -7)) + 9 * 3_600_000;
  const desa = readDesa();
  const { offices, people } = makeStaff(random, { options, desa, months, madeAt, today });
  const shops = makeShops({ ...options, random: random.fork('shops'), desa, madeAt });
  const opdOf = reportingOffices(offices);
  const officers = chooseOfficers(people, opdOf);
  const { phones, deliveries } = livePurchases(random, { people, shops, months, now, today });
  const ledger = keepLedger({
    random: random.fork('ledger'),
    deliveries,
    sittings: sittings(random.fork('sittings'), [...officers.keys()], {
      months,
      now,
      unhurried: toldIn(people, opdOf),
    }),
    now,
    opdOf,
    officerOf: officers,
  });
  return { ...ledger, now, today, months, madeAt, offices, people, officers, shops, phones };
}

interface StaffFacts {
  readonly options: RegencyOptions;
  readonly desa: ReturnType<typeof readDesa>;
  readonly months: readonly Month[];
  readonly madeAt: Instant;
  readonly today: Day;
}

function makeStaff(random: Random, { options, desa, months, madeAt, today }: StaffFacts) {
  const tree = makeOffices({
    random: random.fork('offices'),
    desa,
    schools: schoolsFor(options.asn),
    mergerMonth: addMonths(monthOf(today), -MERGED_AGO),
    madeAt,
  });
  const facts = { random: random.fork('people'), months, madeAt };
  const appointer = new Appointer(facts);
  const teams = staffOffices(random.fork('staffing'), tree, options.asn).map((staff) => ({
    staff,
    people: staff.seats.map((seat) => appointer.fill(seat)),
  }));
  makeCareers({ ...facts, random: random.fork('careers') }, tree, teams);
  return { offices: tree.offices, people: teams.flatMap((team) => team.people) };
}

/** The OPD that each office reports in: itself, or the nearest above. */
function reportingOffices(offices: readonly SampleOffice[]): Map<string, string> {
  const byId = new Map(offices.map((office) => [office.id, office]));
  const top = (office: SampleOffice): string => {
    const above = office.kind === 'opd' ? undefined : byId.get(office.parentId ?? '');
    return above ? top(above) : office.id;
  };
  return new Map(offices.map((office) => [office.id, top(office)]));
}

/** Who the cast names, else the last of those who work in the OPD's own office. */
function chooseOfficers(
  people: readonly SamplePerson[],
  opdOf: ReadonlyMap<string, string>,
): Map<string, string> {
  const officers = new Map<string, string>();
  const told = (person: SamplePerson) => person.cast?.roles?.includes('petugas-opd') === true;
  for (const person of [...people.filter((one) => !told(one) && !one.cast), ...people.filter(told)]) {
    if (opdOf.get(person.office.id) !== person.office.id) continue;
    if (person.appointments.some(({ until }) => until === null)) officers.set(person.office.id, person.id);
  }
  return officers;
}

/** The OPDs of people whose current month is told. */
const toldIn = (people: readonly SamplePerson[], opdOf: ReadonlyMap<string, string>): Set<string> =>
  new Set(people.filter(isTold).map((person) => opdOf.get(person.office.id) ?? ''));

const isTold = (person: SamplePerson): boolean => person.cast !== null && STORYTELLERS.has(person.name);

interface YearFacts {
  readonly people: readonly SamplePerson[];
  readonly shops: readonly SampleShop[];
  readonly months: readonly Month[];
  readonly now: Instant;
  readonly today: Day;
}

function livePurchases(random: Random, { people, shops, months, now, today }: YearFacts) {
  const chance = random.fork('purchases');
  const facts = {
    random: chance,
    calendar: new Calendar(chance),
    market: new Market(chance, shops),
    now,
    today,
  };
  const byName = new Map(shops.map((shop) => [shop.name, shop]));
  const current = monthOf(today);
  const wishes = (person: SamplePerson): Wish[] => {
    const told = isTold(person);
    const lived = told ? months.filter((month) => month !== current) : months;
    const chances = lived.flatMap((month) => wishesOf(facts, person, month));
    return told ? [...chances, ...storyOf(person.name, today, byName)] : chances;
  };
  const sending = { random: random.fork('phones'), now, since: startOfDay(firstDay(months[0] ?? current)) };
  const phones: Phone[] = [];
  const deliveries: Delivery[] = [];
  for (const person of people) {
    const sent = sendFrom(sending, person, wishes(person));
    if (sent.phone) phones.push(sent.phone);
    for (const delivery of sent.deliveries) deliveries.push(delivery);
  }
  return { phones, deliveries };
}
