import { runShard, shardProgram } from '../shards.ts';
import { promiseOf, type WorldEnd } from '../worlds.ts';
import { MUTANTS, type Mutant } from './mutants.ts';
import { mutating } from './mutate.ts';

/** Worlds that a mutant lives through before it counts as unnoticed. */
const WORLDS = 8;
/** Small villages: what is wrong with every phone shows with few. */
const PEOPLE = 6;
const SEED = 'museum';

/** How a mutant was caught, or, with `world` null, how its last world ended. */
export interface Caught {
  readonly mutant: Mutant;
  readonly world: number | null;
  readonly promise: WorldEnd['broken'];
}

/**
 * Lets worlds live with a mutant until one of the promises is seen broken that it is here for: what else it
 * breaks on the way is not what catches it.
 */
export async function meet(mutant: Mutant): Promise<Caught> {
  const program = await shardProgram(mutant.name.replace(/\W+/g, '-'), [mutating(mutant.edits)]);
  const plan = {
    seed: SEED,
    people: PEOPLE,
    dexie: mutant.onDexie === true ? 1 : 0,
    worlds: [...Array(WORLDS).keys()],
    until: mutant.breaks,
  };
  let last: WorldEnd | null = null;
  await runShard(program, plan, (end) => {
    last = end;
  });
  const { world, broken } = last as unknown as WorldEnd;
  const seen = broken !== null && mutant.breaks.includes(broken.promise);
  return { mutant, world: seen ? world : null, promise: broken };
}

/** Every mutant, or those with `only` in their names, two at a time; gives 1 when one went unnoticed. */
export async function runMuseum(only = ''): Promise<number> {
  const began = performance.now();
  const chosen = MUTANTS.filter(({ name }) => name.includes(only));
  const queue = [...chosen];
  let escaped = 0;
  const guard = async () => {
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const { world, promise } = await meet(mutant);
      if (world === null) escaped += 1;
      const how =
        world === null
          ? `NOT CAUGHT ${promise === null ? '' : promise.what}`
          : `seed ${SEED}/${String(world)}  ${promise ? promiseOf(promise.promise) : ''}`;
      console.log(`${mutant.name.padEnd(42)} ${how}`);
    }
  };
  await Promise.all([guard(), guard()]);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `\n${String(chosen.length - escaped)} of ${String(chosen.length)} mutants caught, ${seconds} s`,
  );
  return escaped === 0 ? 0 : 1;
}
