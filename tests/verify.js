/**
 * One word checks everything: types, lint, law, format, dead code, unit, property, browser, end to end.
 * Each step prints its own output; a table with the counts stands at the end. Stops at nothing, so that
 * one run shows all that is wrong; ends with 1 when anything was.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const reports = mkdtempSync(join(tmpdir(), 'simadu-verify-'));
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const oldPhoneReport = join(reports, 'old-phone.json');

const steps = [
  ['types', 'npm run -s check'],
  ['lint', 'npm run -s lint'],
  ['law', 'npm run -s law'],
  ['format', 'npm run -s format'],
  ['dead code', 'npm run -s dead'],
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
for (const [name, command, env] of steps) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`\n── ${name}: ${command}`);
  const began = Date.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
  rows.push({ name, ok: status === 0, seconds: Math.round((Date.now() - began) / 1000) });
}

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
