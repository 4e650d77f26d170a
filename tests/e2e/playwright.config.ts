import { defineConfig } from '@playwright/test';

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
  reporter: [['list'], ['json']],
});
