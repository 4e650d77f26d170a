/**
 * `npm run screens`: takes docs/screens/ anew: every screen, phone and desk, light and dark, as small WebP.
 */
import { chromium } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { Network } from './world/network.ts';
import { Office } from './world/office.ts';
import { CHROMIUM_ARGS, systemChromium } from './world/phone.ts';
import makeSample from './world/sample.ts';
import { DESK_SCREENS, MARKET_SCREENS, PHONE_SCREENS, Viewer } from './world/screens.ts';

const FOLDER = 'docs/screens';
/** No picture of a long page is taller than this, in CSS pixels. */
const TALLEST = 2_400;

const removeSample = makeSample();
const network = new Network();
const origin = await network.open();
const office = await Office.start({ origin });
network.connect(office.port);
const browser = await chromium.launch({ ...systemChromium, args: CHROMIUM_ARGS });
mkdirSync(FOLDER, { recursive: true });

const devices = {
  phone: { width: 360, height: 640 },
  desk: { width: 1280, height: 800 },
};

for (const [device, viewport] of Object.entries(devices)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewer = new Viewer({ browser, origin, viewport, colorScheme });
    for (const screen of [...PHONE_SCREENS, ...MARKET_SCREENS, ...DESK_SCREENS]) {
      const page = await viewer.open(screen);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      // The tab bar stands at the bottom of what is seen: the window grows to the page instead of scrolling.
      await page.setViewportSize({
        width: viewport.width,
        height: Math.min(TALLEST, Math.max(viewport.height, height)),
      });
      const file = join(FOLDER, `${device}-${screen.name}-${colorScheme}.webp`);
      writeFileSync(
        file,
        await sharp(await page.screenshot())
          .webp({ quality: 70, effort: 6 })
          .toBuffer(),
      );
      console.log(file);
    }
    await viewer.close();
  }
}
await browser.close();
await office.close();
await network.close();
removeSample();
