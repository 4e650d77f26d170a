import lighthouse from 'lighthouse';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Office } from '../e2e/world/office.ts';
import { CHROMIUM_ARGS } from '../e2e/world/phone.ts';
import { Network } from '../e2e/world/network.ts';
import type { Row } from './table.ts';

/** Every page that is looked at, by what it is called. Search engines come to the public one alone. */
const PAGES = [
  { page: 'sign-in page', find: async () => '/masuk', searched: false },
  { page: 'a product in the market', find: firstProduct, searched: true },
] as const;

async function firstProduct(origin: string): Promise<string> {
  const front = await (await fetch(`${origin}/pasar`)).text();
  return /\/produk\/[\w-]+/.exec(front)?.[0] ?? '/produk';
}

/** Lighthouse's mobile profile (slow 4G, CPU slowed 4 times, simulated). */
export async function lighthouseRows(): Promise<Row[]> {
  const network = new Network();
  const origin = await network.open();
  const office = await Office.start({ origin });
  network.connect(office.port);
  const profile = mkdtempSync(join(tmpdir(), 'simadu-lighthouse-'));
  const browser = spawn(
    '/usr/bin/chromium',
    [
      ...CHROMIUM_ARGS,
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  try {
    const port = await debuggingPort(profile);
    const rows: Row[] = [];
    for (const { page, find, searched } of PAGES) {
      const address = origin + (await find(origin));
      const result = await lighthouse(address, { port, output: 'json', logLevel: 'error' });
      const row = (name: string, key: string, budget: number): Row => ({
        name: `Lighthouse mobile, ${page}: ${name}`,
        value: Math.round((result?.lhr.categories[key]?.score ?? 0) * 100),
        unit: 'points',
        budget,
        want: 'at least',
        how: `Lighthouse ${result?.lhr.lighthouseVersion ?? ''}`,
      });
      rows.push(
        row('performance', 'performance', 95),
        row('accessibility', 'accessibility', 100),
        row('best practices', 'best-practices', 100),
        ...(searched ? [row('SEO', 'seo', 100)] : []),
      );
    }
    return rows;
  } finally {
    browser.kill('SIGKILL');
    await office.close();
    await network.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Chromium writes the port it chose into its profile. */
async function debuggingPort(profile: string): Promise<number> {
  for (const began = process.uptime(); process.uptime() - began < 30;) {
    try {
      const port = Number(readFileSync(join(profile, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
      if (port > 0) return port;
    } catch {
      // not written yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Chromium did not open its debugging port.');
}
