import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { runMuseum } from './museum/run.ts';
import { runShard, shardProgram } from './shards.ts';
import { MONTHS_A_WORLD, promiseOf, type WorldEnd } from './worlds.ts';

/*
 * npm run simulate -- --months 10000 --seed 1     so many device-months, on all cores
 * npm run simulate -- --seed 1 --only 17          one world of them again; TRACE=file keeps its whole trace
 * npm run simulate -- --museum                    known failures of other products, each caught (--only part of a name)
 */
const { values } = parseArgs({
  options: {
    months: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    dexie: { type: 'string' },
    museum: { type: 'boolean', default: false },
  },
});

process.exitCode = values.museum ? await runMuseum(values.only) : await simulate();

async function simulate(): Promise<number> {
  const began = performance.now();
  const program = await shardProgram('worlds');
  const count = Math.ceil(Number(values.months) / MONTHS_A_WORLD);
  const all = values.only === undefined ? [...Array(count).keys()] : [Number(values.only)];
  const ends: WorldEnd[] = [];
  const tell = (end: WorldEnd) => {
    ends.push(end);
    if (end.broken) report(end);
    else if (ends.length % 10 === 0)
      process.stderr.write(`${String(ends.length)} of ${String(all.length)}\n`);
  };
  const shards = Math.min(cpus().length, all.length);
  const dexie = values.dexie === undefined ? {} : { dexie: Number(values.dexie) };
  await Promise.all(
    Array.from({ length: shards }, (_, shard) => {
      const worlds = all.filter((_world, index) => index % shards === shard);
      return runShard(program, { seed: values.seed, worlds, ...dexie }, tell);
    }),
  );
  summarise(ends, (performance.now() - began) / 1000);
  return ends.some(({ broken }) => broken !== null) || ends.length < all.length ? 1 : 0;
}

function report({ world, broken }: WorldEnd): void {
  if (broken === null) return;
  console.log(`\nBROKEN ${promiseOf(broken.promise)}`);
  console.log(`  ${broken.what}`);
  console.log(broken.last.map((line) => `  ${line}`).join('\n'));
  console.log(`  Again: npm run simulate -- --seed ${values.seed} --only ${String(world)}\n`);
}

function summarise(ends: readonly WorldEnd[], seconds: number): void {
  const sum = (of: (end: WorldEnd) => number) => ends.reduce((total, end) => total + of(end), 0);
  const broken = (...names: readonly string[]) =>
    ends.filter((end) => end.broken !== null && names.includes(end.broken.promise)).length;
  const counts = new Map<string, number>();
  for (const end of ends)
    for (const [name, times] of Object.entries(end.counts)) counts.set(name, (counts.get(name) ?? 0) + times);
  const digests = [...ends].sort((a, b) => a.world - b.world).map(({ digest }) => digest);
  const hash = createHash('sha256').update(digests.join()).digest('hex').slice(0, 16);
  console.log('\nFaults that happened:');
  for (const [name, times] of [...counts].sort((a, b) => b[1] - a[1])) {
    console.log(`  ${String(times).padStart(8)}  ${name}`);
  }
  console.log(`
seed ${values.seed}, ${String(ends.length)} worlds, ${String(sum(({ months }) => months))} device-months, ${String(sum(({ tally }) => tally.purchases))} purchases, ${String(sum(({ tally }) => tally.photos))} photos
lost ${String(broken('lost', 'not delivered'))}, doubled ${String(broken('doubled'))}, without photo ${String(broken('without photo'))}, false Terkirim ${String(broken('false terkirim'))}, other promises broken ${String(broken('hidden', 'quota', 'month', 'across', 'old release', 'unnoticed', 'defect'))}
gone with an emptied database, and noticed: ${String(sum(({ tally }) => tally.goneWithDatabase))}
trace ${hash}, ${seconds.toFixed(0)} s`);
}
