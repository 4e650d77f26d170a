import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { existsSync, readdirSync } from 'node:fs';
import { defineConfig, type ViteUserConfig as UserConfig } from 'vitest/config';

/** Phones of 2021 have Chrome 88 and up. */
const OLDEST_PHONE = 'chrome88';

/** `vite build --mode cli` builds the programs that `npm start` needs, because Node 20 runs no TypeScript. */
const programs: UserConfig = {
  build: {
    ssr: true,
    outDir: 'build/cli',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: Object.fromEntries(
        readdirSync('src/cli', { withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
          .map((entry) => [entry.name.replace('.ts', ''), `src/cli/${entry.name}`]),
      ),
      output: { entryFileNames: '[name].js' },
    },
  },
};

const systemChromium = existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined;

const app: UserConfig = {
  plugins: [sveltekit()],
  // Its entry for bundlers is the ES5 build behind a wrapper: 2 kB more, and nothing of it can be left out.
  resolve: { alias: { dexie: 'dexie/dist/modern/dexie.mjs' } },
  build: { target: OLDEST_PHONE, cssTarget: OLDEST_PHONE },
  // The account library names Svelte among its peers, which would make it a part to compile and to bundle.
  ssr: { external: ['better-auth'] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'tests/contract/**/*.test.ts', 'tests/simulation/**/*.test.ts'],
          exclude: ['src/**/*.svelte.test.ts', 'src/**/*.browser.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['src/**/*.svelte.test.ts', 'src/**/*.browser.test.ts'],
          // All files share one origin's storage: what one does to it must not meet another.
          fileParallelism: false,
          setupFiles: ['tests/browser-setup.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                ...(systemChromium === undefined ? {} : { executablePath: systemChromium }),
                args: [
                  '--no-sandbox',
                  '--disable-gpu',
                  '--disable-quic',
                  '--no-first-run',
                  '--disable-background-networking',
                  '--disable-component-update',
                  '--disable-sync',
                ],
              },
            }),
          },
        },
      },
    ],
  },
};

export default defineConfig(({ mode }) => (mode === 'cli' ? programs : app));
