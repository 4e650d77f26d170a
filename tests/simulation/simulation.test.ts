import { describe, expect, it } from 'vitest';
import { live, type Plan, type WorldEnd } from './worlds.ts';

/*
 * Some worlds of `npm run simulate`, small: villages of seven, three months each. `npm run simulate -- --months
 * 10000` lives through many more.
 */

async function ends(plan: Plan): Promise<WorldEnd[]> {
  const all: WorldEnd[] = [];
  for await (const end of live(plan)) all.push(end);
  return all;
}

describe('a world in a box', () => {
  it.each([
    ['on the phones’ memory', '1', 0],
    ['on the phones’ databases', '2', 1],
  ])('%s keeps every promise at rest, whatever happened', async (_where, seed, dexie) => {
    const [end] = await ends({ seed, worlds: [0], people: 7, dexie });
    expect(end?.broken).toBeNull();
    expect(end?.tally.purchases).toBe(212);
    expect(Object.values(end?.counts ?? {}).reduce((sum, times) => sum + times, 0)).toBeGreaterThan(100);
  });

  it('goes the same way again from the same seed, and another way from another', async () => {
    const village = { worlds: [0], people: 2, dexie: 0.5 };
    const [[once], [again], [other]] = [
      await ends({ ...village, seed: 'a' }),
      await ends({ ...village, seed: 'a' }),
      await ends({ ...village, seed: 'b' }),
    ];
    expect(again?.digest).toBe(once?.digest);
    expect(other?.digest).not.toBe(once?.digest);
  });
});
