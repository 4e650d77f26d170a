import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysOf } from './day.ts';
import {
  BAND_NAMES,
  BANDS,
  daysCovered,
  holdsOn,
  positionName,
  superiorOn,
  type Appointment,
} from './position.ts';
import { day, month, sampleAppointment } from './samples.ts';

describe('a dated span', () => {
  it.each<[on: string, holds: boolean]>([
    ['2026-11-09', false],
    ['2026-11-10', true],
    ['2026-11-20', true],
    ['2026-11-21', false],
  ])('from the 10th to the 20th holds on %s: %s', (on, holds) => {
    expect(holdsOn({ from: day('2026-11-10'), until: day('2026-11-20') }, day(on))).toBe(holds);
  });

  it('without an end holds for ever', () => {
    expect(holdsOn({ from: day('2026-11-10'), until: null }, day('2099-01-01'))).toBe(true);
  });

  it('covers as many days of a month as it holds on', () => {
    const anyDay = fc.integer({ min: -70, max: 70 }).map((count) => addDays(day('2026-11-15'), count));
    fc.assert(
      fc.property(anyDay, fc.option(anyDay), (from, until) => {
        const november = month('2026-11');
        const held = daysOf(november).filter((each) => holdsOn({ from, until }, each));
        expect(daysCovered({ from, until }, november)).toBe(held.length);
      }),
    );
  });
});

describe('a position', () => {
  it.each<[kind: Appointment['kind'], name: string]>([
    ['definitif', 'Sekretaris'],
    ['plt', 'Plt. Sekretaris'],
    ['plh', 'Plh. Sekretaris'],
  ])('that is held %s is called %s', (kind, name) => {
    expect(positionName({ kind, title: 'Sekretaris' })).toBe(name);
  });

  it('of every band has a name', () => {
    expect(Object.keys(BAND_NAMES).sort()).toEqual([...BANDS].sort());
  });
});

describe('the direct superior', () => {
  const staff = sampleAppointment({ id: 'a', superiorId: 'kasi', until: day('2026-11-09') });
  const moved = sampleAppointment({ id: 'b', superiorId: 'kabid', from: day('2026-11-10') });
  const acting = sampleAppointment({ id: 'c', superiorId: 'camat', kind: 'plt', from: day('2019-01-01') });
  const head = sampleAppointment({ id: 'd', superiorId: null });

  it.each<[title: string, posts: Appointment[], on: string, superior: string | null]>([
    ['before a transfer', [staff, moved], '2026-11-09', 'kasi'],
    ['after a transfer', [staff, moved], '2026-11-10', 'kabid'],
    ['of the definitive post of two', [acting, moved], '2026-11-10', 'kabid'],
    ['of an acting post when it is the only one', [acting], '2026-11-10', 'camat'],
    ['of nobody above', [head], '2026-11-10', null],
    ['before any post', [moved], '2026-11-09', null],
  ])('%s', (_title, posts, on, superior) => {
    expect(superiorOn(posts, day(on))).toBe(superior);
    expect(superiorOn([...posts].reverse(), day(on))).toBe(superior);
  });
});
