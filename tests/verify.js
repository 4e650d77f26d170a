/**
 * One word checks everything: types, lint, law, format, dead code, unit, property, browser, end to end.
 * Each step prints its own output; a table with the counts stands at the end. Stops at nothing, so that
 * one run shows all that is wrong; ends with 1 when anything was. What only reads the code runs side by side,
 * each on one core; what runs the code has the machine for itself.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = mkdtempSync(join(tmpdir(), 'simadu-verify-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const oldPhoneReport = join(reports, 'old-phone.json');

const reading = [
  ['lint', 'npm run -s lint'],
  ['types', 'npm run -s check'],
  ['format', 'npm run -s format'],
  ['law', 'npm run -s law'],
  ['dead code', 'npm run -s dead'],
];
const running = [
  [
    'unit, property, contract, browser',
    `npx vitest run --reporter=default --reporter=json --outputFile.json=${vitestReport}`,
  ],
  ['build', 'npm run -s build'],
  ['end to end', 'npm run -s e2e -- --project today', { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport }],
  ['old phone', 'npm run -s e2e -- --project "Chromium 90"', { PLAYWRIGHT_JSON_OUTPUT_NAME: oldPhoneReport }],
];

const only = process.argv.slice(2);
const rows = [];

/** What a step prints comes as it prints it, or, beside others, when it has ended. */
async function run([name, command, env], { aside }) {
  if (only.length > 0 && !only.includes(name)) return;
  const title = `\n── ${name}: ${command}`;
  if (!aside) console.log(title);
  const began = Date.now();
  const child = spawn(command, {
    shell: true,
    stdio: aside ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    env: { ...process.env, ...env },
  });
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => printed.push(bytes));
  const [status] = await once(child, 'close');
  if (aside) console.log(`${title}\n${Buffer.concat(printed).toString()}`);
  rows.push({ name, ok: status === 0, seconds: Math.round((Date.now() - began) / 1000) });
}

// Lint and types both read what this writes.
await run(['sync', 'npx svelte-kit sync'], { aside: false });
const queue = [...reading];
const reader = async () => {
  for (let step = queue.shift(); step; step = queue.shift()) await run(step, { aside: true });
};
await Promise.all([reader(), reader()]);
for (const step of running) await run(step, { aside: false });

function counts(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return 'no report';
  }
}
const played = (file) => () =>
  counts(
    file,
    ({ stats }) =>
      `${stats.expected} passed, ${stats.unexpected} failed, ${stats.flaky} flaky, ${stats.skipped} skipped`,
  );
const said = {
  'unit, property, contract, browser': () =>
    counts(
      vitestReport,
      (r) => `${r.numPassedTests} passed, ${r.numFailedTests} failed, ${r.numPendingTests} skipped`,
    ),
  'end to end': played(playwrightReport),
  'old phone': played(oldPhoneReport),
};

console.log('\n');
for (const { name, ok, seconds } of rows) {
  console.log(
    `${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(36)} ${String(seconds).padStart(4)} s  ${said[name]?.() ?? ''}`,
  );
}
rmSync(reports, { recursive: true, force: true });
const failed = rows.filter((row) => !row.ok).length;
console.log(failed === 0 ? '\nAll of it holds.' : `\n${failed} of ${rows.length} steps failed.`);
process.exit(failed === 0 ? 0 : 1);
