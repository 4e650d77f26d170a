/**
 * `npm run bench [-- --only phone,visit,store,memory,office,recap,lighthouse] [--json FILE]`: builds (unless
 * SIMADU_BUILD names a build), measures, prints each figure beside its budget and the floor or peer of the same run. Ends with 0 also when a budget is missed:
 * it tells, the reader judges.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { makeSampleOf } from '../e2e/world/sample.ts';
import { lighthouseRows } from './lighthouse.ts';
import { officeRows } from './office.ts';
import { memoryRow } from './memory.ts';
import { PeersWorld } from './peers.ts';
import { phoneRows, visitRows } from './phone.ts';
import { recapRows } from './recap.ts';
import { takeInRows } from './take-in.ts';
import { print, writeJson, type Row } from './table.ts';

const { values } = parseArgs({ options: { json: { type: 'string' }, only: { type: 'string' } } });
const peers = new PeersWorld();
const parts: Record<string, () => Promise<Row[]>> = {
  phone: async () => phoneRows(await peers.open()),
  visit: visitRows,
  store: async () => takeInRows(await peers.open()),
  memory: async () => [await memoryRow()],
  office: officeRows,
  recap: recapRows,
  lighthouse: lighthouseRows,
};
const chosen = values.only === undefined ? Object.keys(parts) : values.only.split(',');

if (process.env['SIMADU_BUILD'] === undefined)
  execFileSync('npm', ['run', '-s', 'build'], { stdio: 'inherit' });
const removeSample = makeSampleOf({ umkm: 1_200, products: 10_000 });
const rows: Row[] = [];
try {
  for (const name of chosen) {
    const measure = parts[name];
    if (!measure) throw new Error(`There is no part ${name}; there are ${Object.keys(parts).join(', ')}.`);
    try {
      rows.push(...(await measure()));
    } catch (error) {
      // The others' figures are worth as much; the run ends with 1.
      console.error(`${name} could not be measured:`, error);
      process.exitCode = 1;
    }
  }
} finally {
  await peers.close();
  removeSample();
}
print(rows);
if (values.json !== undefined) writeJson(values.json, rows);
