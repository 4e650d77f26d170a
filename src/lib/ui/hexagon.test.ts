import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { halfWidthAt, honeyPath, levelOf, sharesOf } from './hexagon.ts';

/** The share of the cell's area below a level, summed up in thin slices. */
function areaBelow(level: number): number {
  const slices = 20_000;
  let below = 0;
  let whole = 0;
  for (let i = 0; i < slices; i += 1) {
    const at = (i + 0.5) / slices;
    whole += halfWidthAt(at);
    if (at < level) below += halfWidthAt(at);
  }
  return below / whole;
}

describe('The level of the honey', () => {
  test('has the share of the area below it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(areaBelow(levelOf(share))).toBeCloseTo(share, 3);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    { share: -1, level: 0 },
    { share: 0, level: 0 },
    { share: 0.5, level: 0.5 },
    { share: 1, level: 1 },
    { share: 7, level: 1 },
  ])('stands at $level for a share of $share', ({ share, level }) => {
    expect(levelOf(share)).toBeCloseTo(level, 10);
  });
});

describe('The path of the honey', () => {
  test('is the whole cell from nothing to all', () => {
    expect(honeyPath({ width: 100, height: 100 }, 0, 1)).toBe(
      'M50 100L100 75L100 25L50 0L50 0L0 25L0 75L50 100z',
    );
  });

  test('is empty when nothing is between the two shares', () => {
    expect(honeyPath({ width: 100, height: 100 }, 0.4, 0.4)).toBe('');
  });
});

describe('The shares of a month', () => {
  test.each([
    { counted: 0, waiting: 0, obligation: 50_000, shares: { counted: 0, filled: 0 } },
    { counted: 20_000, waiting: 12_000, obligation: 50_000, shares: { counted: 0.4, filled: 0.64 } },
    { counted: 60_000, waiting: 9_000, obligation: 50_000, shares: { counted: 1, filled: 1 } },
    { counted: 0, waiting: 0, obligation: 0, shares: { counted: 0, filled: 0 } },
    { counted: 5_000, waiting: 0, obligation: 0, shares: { counted: 1, filled: 1 } },
  ])('$counted counted and $waiting waiting of $obligation', ({ shares, ...sums }) => {
    expect(sharesOf(sums)).toEqual(shares);
  });
});
