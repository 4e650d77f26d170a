import { appendFileSync } from 'node:fs';
import { live, type ShardPlan } from './worlds.ts';

/*
 * Some worlds in a process of their own. The plan comes as JSON in the first argument; every world that ended
 * is a line of JSON on standard output. With TRACE, every line of the traces goes to that file.
 */
const plan = JSON.parse(process.argv[2] ?? '') as ShardPlan;
const file = process.env['TRACE'];
const also = (line: string) => {
  if (file !== undefined) appendFileSync(file, `${line}\n`);
};

for await (const end of live(file === undefined ? plan : { ...plan, also })) {
  process.stdout.write(`${JSON.stringify(end)}\n`);
  if (end.broken !== null && plan.until?.includes(end.broken.promise) === true) break;
}
// Limits that count by the machine's clock may still have timers.
process.exit(0);
