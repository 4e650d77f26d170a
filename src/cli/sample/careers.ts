import { addDays, type Day } from '#lib/domain/day.ts';
import type { Appointment, Band } from '#lib/domain/position.ts';
import type { OfficeTree, SampleOffice } from './offices.ts';
import { moveDays, type PeopleFacts, type SamplePerson } from './people.ts';
import type { Staff } from './staffing.ts';

/*
 * What happens to posts in the year: superiors, acting heads, transfers, promotions, and the merger.
 */

const SHARES = { transferred: 0.06, promoted: 0.12, standIn: 0.1 };
/** The band somebody came from when they were promoted. */
const STEP_BELOW: Partial<Record<Band, readonly [Band, string]>> = {
  pengawas: ['pelaksana', 'Penelaah Teknis Kebijakan'],
  administrator: ['pengawas', 'Kepala Subbagian Umum dan Kepegawaian'],
};

interface Team {
  readonly staff: Staff;
  readonly people: readonly SamplePerson[];
}

/** Makes the year's careers. People are changed in place: `teams` are theirs alone until this is done. */
export function makeCareers(facts: PeopleFacts, tree: OfficeTree, teams: readonly Team[]): void {
  const heads = appointSuperiors(facts, teams);
  promote(facts, teams);
  transfer(facts, teams, heads);
  merge(facts, tree, teams);
}

/** Who directs whom. Returns the head of each office, acting ones included. */
function appointSuperiors(facts: PeopleFacts, teams: readonly Team[]): Map<string, SamplePerson> {
  const heads = new Map<string, SamplePerson>();
  const secretary = teams.find(({ staff }) => staff.office.place === 'setda')?.people[0];
  for (const { staff, people } of teams) {
    const [head, ...others] = people;
    if (!head) continue;
    heads.set(staff.office.id, head);
    const above = heads.get(staff.office.parentId ?? '') ?? secretary;
    const aboveId = above && above.id !== head.id ? above.id : null;
    setSuperior(head, aboveId);
    if (staff.vacant) {
      const from = facts.random.pick(moveDays(facts.months));
      head.appointments.push({
        ...acting(facts, head, staff.office),
        ...staff.vacant,
        kind: 'plt',
        from,
        superiorId: aboveId,
      });
    }
    const middle = others.filter((person) => person.seat.rank === 1);
    for (const person of others) {
      const direct = person.seat.rank === 2 && middle.length > 0 ? facts.random.pick(middle) : head;
      setSuperior(person, direct.id);
    }
    standIn(facts, staff, { head, deputy: middle[0], aboveId });
  }
  return heads;
}

/** A Plh for a fortnight, while the head was away. */
function standIn(
  facts: PeopleFacts,
  { office, vacant }: Staff,
  people: { head: SamplePerson; deputy: SamplePerson | undefined; aboveId: string | null },
): void {
  const { head, deputy, aboveId } = people;
  if (!deputy || vacant || office.place === 'setda' || !facts.random.chance(SHARES.standIn)) return;
  const from = facts.random.pick(moveDays(facts.months).slice(0, -3));
  const { title, band } = head.seat.post;
  const span = { from, until: addDays(from, 13), superiorId: aboveId };
  deputy.appointments.push({ ...acting(facts, deputy, office), title, band, kind: 'plh', ...span });
}

const acting = (
  { random, madeAt }: PeopleFacts,
  person: SamplePerson,
  office: SampleOffice,
): Pick<Appointment, 'id' | 'asnId' | 'unitId' | 'until'> => ({
  id: random.id(madeAt),
  asnId: person.id,
  unitId: office.id,
  until: null,
});

const change = (person: SamplePerson, index: number, with_: Partial<Appointment>) => {
  const held = person.appointments[index];
  if (held) person.appointments[index] = { ...held, ...with_ };
};
const setSuperior = (person: SamplePerson, superiorId: string | null) => change(person, 0, { superiorId });

/** Puts an earlier post before the one somebody holds for good, which then begins on `day`. */
function precede(
  { random, madeAt }: PeopleFacts,
  person: SamplePerson,
  { day, ...earlier }: Partial<Appointment> & { day: Day },
): void {
  const held = person.appointments[0];
  if (!held || held.from >= day || (held.until !== null && held.until <= day)) return;
  person.appointments.unshift({ ...held, ...earlier, id: random.id(madeAt), until: addDays(day, -1) });
  change(person, 1, { from: day });
}

function promote(facts: PeopleFacts, teams: readonly Team[]): void {
  for (const { people } of teams) {
    for (const person of people) {
      const below = STEP_BELOW[person.seat.post.band];
      if (person.cast || person.seat.rank !== 1 || !below) continue;
      if (!facts.random.chance(SHARES.promoted) || person.appointments.length > 1) continue;
      const [band, title] = below;
      precede(facts, person, { day: facts.random.pick(moveDays(facts.months)), band, title });
    }
  }
}

/** Pairs of the same title change places on one day. */
function transfer(
  facts: PeopleFacts,
  teams: readonly Team[],
  heads: ReadonlyMap<string, SamplePerson>,
): void {
  const byTitle = new Map<string, SamplePerson[]>();
  for (const person of teams.flatMap((team) => team.people)) {
    const movable = person.seat.rank === 2 && person.seat.habit === null && person.appointments.length === 1;
    if (!movable || !facts.random.chance(SHARES.transferred)) continue;
    const { title } = person.seat.post;
    byTitle.set(title, [...(byTitle.get(title) ?? []), person]);
  }
  for (const people of byTitle.values()) {
    for (let i = 0; i + 1 < people.length; i += 2) {
      const [one, other] = [people[i], people[i + 1]];
      if (!one || !other || one.office === other.office) continue;
      const day = facts.random.pick(moveDays(facts.months));
      for (const [person, from] of [
        [one, other.office],
        [other, one.office],
      ] as const) {
        precede(facts, person, { day, unitId: from.id, superiorId: heads.get(from.id)?.id ?? null });
      }
    }
  }
}

/** Whoever works in the merged office came from one of the old ones on the day of the merger. */
function merge(
  { random, madeAt }: PeopleFacts,
  { mergers, mergedOn }: OfficeTree,
  teams: readonly Team[],
): void {
  for (const person of teams.flatMap((team) => team.people)) {
    const split = person.appointments.flatMap((held) => {
      const old = mergers.filter(({ into }) => into.id === held.unitId).map((merger) => merger.old);
      if (old.length === 0 || held.from >= mergedOn) return [held];
      const before = { ...held, unitId: random.pick(old).id };
      if (held.until !== null && held.until < mergedOn) return [before];
      return [
        { ...before, id: random.id(madeAt), until: addDays(mergedOn, -1) },
        { ...held, from: mergedOn },
      ];
    });
    person.appointments.splice(0, person.appointments.length, ...split);
  }
}
