import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { officesUnder, opdOf, type Office } from './office.ts';
import { day, sampleOffice } from './samples.ts';

const tree = (...offices: Office[]) => new Map(offices.map((office) => [office.id, office]));
const unit = (id: string, parentId: string | null) => sampleOffice({ id, parentId, kind: 'unit' });
const opd = (id: string, change: Partial<Office> = {}) => sampleOffice({ id, ...change });

describe('the OPD an office reports in', () => {
  const closed = opd('lama', { until: day('2026-01-31'), parentId: 'setda' });
  const orphan = opd('lama', { until: day('2026-01-31') });

  it.each<[title: string, offices: Office[], asked: [of: string, on: string], expected: string | null]>([
    ['an OPD, itself', [opd('dinkes')], ['dinkes', '2026-11-01'], 'dinkes'],
    ['a unit, the OPD above', [opd('dinkes'), unit('pkm', 'dinkes')], ['pkm', '2026-11-01'], 'dinkes'],
    [
      'a unit of a unit, the OPD above both',
      [opd('dinkes'), unit('pkm', 'dinkes'), unit('pustu', 'pkm')],
      ['pustu', '2026-11-01'],
      'dinkes',
    ],
    [
      'an OPD below another, itself',
      [opd('setda'), opd('hukum', { parentId: 'setda' })],
      ['hukum', '2026-11-01'],
      'hukum',
    ],
    ['one that is closed, as long as it stood', [opd('setda'), closed], ['lama', '2026-01-31'], 'lama'],
    ['one that is closed, the OPD above', [opd('setda'), closed], ['lama', '2026-02-01'], 'setda'],
    [
      'one that is closed below none, still itself',
      [orphan, unit('seksi', 'lama')],
      ['seksi', '2026-02-01'],
      'lama',
    ],
    [
      'one that does not stand yet, still itself',
      [opd('baru', { from: day('2027-01-01') })],
      ['baru', '2026-11-01'],
      'baru',
    ],
    ['a unit below none', [unit('pkm', null)], ['pkm', '2026-11-01'], null],
    ['a unit below something unknown', [unit('pkm', 'hilang')], ['pkm', '2026-11-01'], null],
    ['an unknown office', [], ['hilang', '2026-11-01'], null],
    ['a circle', [unit('a', 'b'), unit('b', 'a')], ['a', '2026-11-01'], null],
    ['its own parent', [unit('a', 'a')], ['a', '2026-11-01'], null],
  ])('of %s', (_title, offices, [of, on], expected) => {
    expect(opdOf(tree(...offices), of, day(on))?.id ?? null).toBe(expected);
  });
});

describe('the offices under one', () => {
  it('are itself and all below', () => {
    const offices = [opd('dinkes'), unit('pkm', 'dinkes'), unit('pustu', 'pkm'), opd('dindik')];
    expect(officesUnder(offices, 'dinkes')).toEqual(new Set(['dinkes', 'pkm', 'pustu']));
    expect(officesUnder(offices, 'dindik')).toEqual(new Set(['dindik']));
    expect(officesUnder(offices, 'hilang')).toEqual(new Set(['hilang']));
  });

  it('are found in any tree, with circles or without', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const parents = fc.tuple(...ids.map(() => fc.constantFrom(null, ...ids)));
    fc.assert(
      fc.property(parents, fc.constantFrom(...ids), (above, root) => {
        const offices = ids.map((id, index) => unit(id, above[index] ?? null));
        const under = officesUnder(offices, root);
        expect(under.has(root)).toBe(true);
        for (const { id, parentId } of offices) {
          if (parentId !== null && under.has(parentId)) expect(under.has(id)).toBe(true);
        }
      }),
    );
  });

  it('a unit is under the OPD that it reports in', () => {
    const offices = [opd('dinkes'), unit('pkm', 'dinkes'), unit('pustu', 'pkm'), opd('dindik')];
    for (const { id } of offices) {
      const reports = opdOf(tree(...offices), id, day('2026-11-01'));
      expect(reports && officesUnder(offices, reports.id).has(id)).toBe(true);
    }
  });
});
