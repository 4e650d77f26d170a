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
import { DESK_SCREENS, open, PHONE_SCREENS, type Screen } from './world/screens.ts';

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

async function take(screen: Screen, device: keyof typeof devices): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open({ browser, origin, screen, viewport: devices[device], colorScheme });
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    // The tab bar stands at the bottom of what is seen: the window grows to the page instead of scrolling.
    await page.setViewportSize({
      width: devices[device].width,
      height: Math.min(TALLEST, Math.max(devices[device].height, height)),
    });
    const png = await page.screenshot();
    const file = join(FOLDER, `${device}-${screen.name}-${colorScheme}.webp`);
    writeFileSync(file, await sharp(png).webp({ quality: 70, effort: 6 }).toBuffer());
    console.log(file);
    await page.context().close();
  }
}

for (const screen of [...PHONE_SCREENS, ...DESK_SCREENS]) {
  await take(screen, 'phone');
  await take(screen, 'desk');
}
await browser.close();
await office.close();
await network.close();
removeSample();
