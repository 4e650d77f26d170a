import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeFigures } from './figures-in-cell.ts';

/** Half the height of the wave and of its line: what the eye sees as the level. */
const LINE = 4;
const level = fc.integer({ min: -120, max: 120 });

describe('The figures in the cell', () => {
  test('are never crossed by a level, wherever the honey stands', () => {
    fc.assert(
      fc.property(level, level, fc.integer({ min: 4, max: 12 }), (one, other, letters) => {
        const honey = Math.max(one, other);
        const soft = Math.min(one, other);
        const place = placeFigures(letters, honey, soft);
        for (const y of [honey, soft]) {
          const crossesSum = y + LINE > place.sum - place.size * 0.72 && y - LINE < place.sum;
          const crossesOf = y + LINE > place.of - 12.5 && y - LINE < place.of;
          expect({ y, place, crossesSum, crossesOf }).toMatchObject({ crossesSum: false, crossesOf: false });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('keep their order and stay in the cell', () => {
    fc.assert(
      fc.property(level, fc.integer({ min: 4, max: 12 }), (honey, letters) => {
        const place = placeFigures(letters, honey, null);
        expect(place.sum - place.size * 0.72).toBeGreaterThanOrEqual(-67);
        expect(place.of - 12.5).toBeGreaterThan(place.sum);
        expect(place.of).toBeLessThanOrEqual(81);
      }),
    );
  });

  test('stand in the middle when no level is near', () => {
    expect(placeFigures(8, null, null)).toEqual({
      sum: 2,
      of: 26,
      size: 38,
      sumInHoney: false,
      ofInHoney: false,
    });
  });

  test('have the colour of the ground they stand on', () => {
    expect(placeFigures(8, -130, null)).toMatchObject({ sumInHoney: true, ofInHoney: true });
    expect(placeFigures(8, 8, null)).toMatchObject({ sumInHoney: false });
    expect(placeFigures(8, 110, null)).toMatchObject({ sumInHoney: false, ofInHoney: false });
  });

  test('of a long sum are smaller', () => {
    expect(placeFigures('Rp1.250.000'.length, null, null).size).toBeLessThan(28);
  });
});
