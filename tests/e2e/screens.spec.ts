import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './world/test.ts';
import { DESK_SCREENS, MARKET_SCREENS, PHONE_SCREENS, Viewer } from './world/screens.ts';

const LOOKS = [
  { device: 'phone', viewport: { width: 360, height: 640 } },
  { device: 'desk', viewport: { width: 1280, height: 800 } },
] as const;

for (const { device, viewport } of LOOKS) {
  test(`axe finds nothing on any screen, light or dark, ${device}`, async ({
    openOffice,
    browser,
    origin,
  }) => {
    test.setTimeout(300_000);
    await openOffice();
    const found: string[] = [];
    const viewer = new Viewer({ browser, origin, viewport, colorScheme: 'light' });
    for (const screen of [...PHONE_SCREENS, ...MARKET_SCREENS, ...DESK_SCREENS]) {
      const page = await viewer.open(screen);
      for (const colorScheme of ['light', 'dark'] as const) {
        const name = `${screen.name}, ${colorScheme}`;
        await page.emulateMedia({ colorScheme });
        const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
        expect(isDark(ground), name).toBe(colorScheme === 'dark');
        // No screen has frames: without looking for any it takes half the time.
        const axe = new AxeBuilder({ page }).setLegacyMode();
        // Nothing but the colours is another one in the dark.
        if (colorScheme === 'dark') axe.withRules(['color-contrast', 'link-in-text-block']);
        const { violations } = await axe.analyze();
        for (const { id, nodes } of violations) found.push(`${name}: ${id}: ${nodes[0]?.html ?? ''}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${name}: scrolls sideways by ${String(wide)} px`);
      }
    }
    await viewer.close();
    expect(found).toEqual([]);
  });
}

/** Of a computed colour, `rgb(…)`. */
const isDark = (color: string): boolean =>
  (color.match(/\d+/g) ?? []).slice(0, 3).every((part) => Number(part) < 96);
