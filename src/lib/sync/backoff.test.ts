import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff, FIRST_REST, LONGEST_REST, restFor } from './backoff.ts';

describe('a rest after failures', () => {
  const limits: { attempt: number; limit: number }[] = [
    { attempt: 0, limit: FIRST_REST },
    { attempt: 1, limit: 2 * FIRST_REST },
    { attempt: 5, limit: 32 * FIRST_REST },
    { attempt: 8, limit: LONGEST_REST },
    { attempt: 5_000, limit: LONGEST_REST },
  ];
  it.each(limits)('after failure $attempt is anything below $limit ms', ({ attempt, limit }) => {
    expect(backoff(attempt, () => 0)).toBe(0);
    expect(backoff(attempt, () => 0.5)).toBe(limit / 2);
    expect(backoff(attempt, () => 1 - Number.EPSILON)).toBeLessThan(limit);
  });

  it('never exceeds the longest, whatever chance says', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(), chance, (attempt, random) => {
        const ms = backoff(attempt, () => random);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThan(LONGEST_REST);
      }),
    );
  });

  const asked: { title: string; retryAfter: number | null; floor: number }[] = [
    { title: 'nothing', retryAfter: null, floor: 0 },
    { title: 'thirty seconds', retryAfter: 30, floor: 30_000 },
    { title: 'a day, of which an hour is honoured', retryAfter: 86_400, floor: 3_600_000 },
    { title: 'a negative time', retryAfter: -5, floor: 0 },
  ];
  it.each(asked)('lasts at least what the office asked for: $title', ({ retryAfter, floor }) => {
    expect(restFor(0, retryAfter, () => 0)).toBe(floor);
    expect(restFor(0, retryAfter, () => 0.5)).toBe(floor + FIRST_REST / 2);
  });
});
