import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './world/test.ts';
import { DESK_SCREENS, PHONE_SCREENS, Viewer } from './world/screens.ts';

const LOOKS = [
  { device: 'phone', viewport: { width: 360, height: 640 } },
  { device: 'desk', viewport: { width: 1280, height: 800 } },
] as const;

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { device, viewport } of LOOKS) {
    test(`axe finds nothing on any screen, ${device}, ${colorScheme}`, async ({
      openOffice,
      browser,
      origin,
    }) => {
      test.setTimeout(600_000);
      await openOffice();
      const found: string[] = [];
      const viewer = new Viewer({ browser, origin, viewport, colorScheme });
      for (const screen of [...PHONE_SCREENS, ...DESK_SCREENS]) {
        const page = await viewer.open(screen);
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, nodes } of violations) found.push(`${screen.name}: ${id}: ${nodes[0]?.html ?? ''}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${screen.name}: scrolls sideways by ${wide} px`);
      }
      await viewer.close();
      expect(found).toEqual([]);
    });
  }
}
