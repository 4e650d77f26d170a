import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Month } from '#lib/domain/day.ts';
import HoneyCell from './HoneyCell.svelte';

const NOVEMBER = { month: '2026-11' as Month, obligation: 50_000, previousMet: true };

/** The y at which a wave begins: the level that is drawn. */
const levelY = (path: Element | null) =>
  Number(/^M-112 (-?[\d.]+)c/.exec(path?.getAttribute('d') ?? '')?.[1]);

test('The cell says its sums to who listens', async () => {
  const screen = await render(HoneyCell, { ...NOVEMBER, counted: 20_000, waiting: 12_000 });
  await expect
    .element(screen.getByRole('img'))
    .toHaveAccessibleName('November: Rp32.000 dari Rp50.000. Rp20.000 dihitung, Rp12.000 menunggu.');
  await expect.element(screen.getByText('Okt')).toBeInTheDocument();
  await expect.element(screen.getByText('Des')).toBeInTheDocument();
});

test('What waits stands above what is counted, and no figure is crossed by either level', async () => {
  for (const counted of [0, 5_000, 12_500, 20_000, 25_000, 33_000, 45_000]) {
    const screen = await render(HoneyCell, { ...NOVEMBER, counted, waiting: 4_000 });
    const levels = [...screen.container.querySelectorAll('path.level')].map(levelY);
    expect(levels.length).toBe(counted === 0 ? 1 : 2);
    if (levels.length === 2) expect(levels[0]).toBeLessThan(levels[1] ?? NaN);
    for (const figure of screen.container.querySelectorAll('text.sum, text.of')) {
      const baseline = Number(figure.getAttribute('y'));
      const top = baseline - 0.72 * Number.parseFloat(getComputedStyle(figure).fontSize);
      for (const y of levels)
        expect(y < top || y > baseline, `${counted}: ${y} in ${top}-${baseline}`).toBe(true);
    }
  }
});

test('A met month is sealed, and one without obligation is not', async () => {
  const met = await render(HoneyCell, { ...NOVEMBER, counted: 50_000, waiting: 0 });
  expect(met.container.querySelectorAll('.seal')).toHaveLength(1);
  await met.rerender({ obligation: 0 });
  expect(met.container.querySelectorAll('.seal')).toHaveLength(0);
  await expect.element(met.getByText('tanpa kewajiban')).toBeInTheDocument();
});

test('An empty month shows no level', async () => {
  const screen = await render(HoneyCell, { ...NOVEMBER, counted: 0, waiting: 0 });
  expect(screen.container.querySelectorAll('.level')).toHaveLength(0);
});
