import { expect, test } from 'vitest';
import type { Exclusive } from '#lib/sync/ports.ts';
import { inTurn } from './turn.ts';

const free: Exclusive = async (work) => {
  await work();
  return true;
};

test('one exchange runs at a time, and who is in front goes before who waited longer', async () => {
  const said: string[] = [];
  const ends: (() => void)[] = [];
  const exchange = (name: string, rank: 'front' | 'behind') =>
    inTurn(
      rank,
      free,
    )(async () => {
      said.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      said.push(`${name} ended`);
    });
  const all = [exchange('ani', 'behind'), exchange('budi', 'behind'), exchange('citra', 'front')];
  for (const one of all.keys()) {
    await expect.poll(() => ends.length).toBe(one + 1);
    ends[one]?.();
  }
  await Promise.all(all);
  expect(said).toEqual(['ani', 'ani ended', 'citra', 'citra ended', 'budi', 'budi ended']);
});

test('an exchange that fails hands its turn on', async () => {
  const broken = inTurn('front', () => Promise.reject(new Error('no room')));
  await expect(broken(() => Promise.resolve())).rejects.toThrow('no room');
  expect(await inTurn('behind', free)(() => Promise.resolve())).toBe(true);
});
