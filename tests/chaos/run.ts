/**
 * `npm run chaos [-- --browser 100] [--server 50] [--seed 1]`: on the built app, ends a real browser's process
 * at random moments while people record and send, and the office's under load; brings everything up again,
 * lets it settle, and counts. Ends with 1 when anything was lost or doubled. A seed chooses the same moments
 * again; what they meet is up to the machine.
 */
import { parseArgs } from 'node:util';
import makeSample from '../e2e/world/sample.ts';
import { browserKills } from './browser-kills.ts';
import { serverKills } from './server-kills.ts';
import { print } from './tally.ts';

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: '100' },
    server: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const parts = [
  { kills: Number(values.browser), run: browserKills },
  { kills: Number(values.server), run: serverKills },
];

const removeSample = makeSample();
let holds = true;
try {
  for (const { kills, run } of parts) if (kills > 0) holds = print(await run({ kills, seed })) && holds;
} finally {
  removeSample();
}
process.exit(holds ? 0 : 1);
