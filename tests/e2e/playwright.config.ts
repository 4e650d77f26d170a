import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, systemChromium } from './world/phone.ts';

/** Every test starts its own office on a copy of one sample regency, and its own phones: nothing is shared. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  globalSetup: './world/sample.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  projects: [
    { name: 'today', testIgnore: '**/old-phone/**' },
    { name: 'Chromium 90', testMatch: '**/old-phone/*.spec.ts' },
  ],
  use: { launchOptions: { ...systemChromium, args: CHROMIUM_ARGS } },
  reporter: [['list'], ['json']],
});
