import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basePicture } from './picture.ts';
import { PROMISES, type PromiseName } from './promises.ts';
import { PEOPLE, settleVillage } from './settled.ts';
import { MONTHS_A_PERSON, Village } from './village.ts';
import type { Tally } from './rest.ts';

/** Which of a seed's worlds to live through. */
export interface Plan {
  readonly seed: string;
  /** Numbers of the worlds: each is one village with an office of its own. */
  readonly worlds: readonly number[];
  /** Accounts of a village, {@link PEOPLE} unless told. */
  readonly people?: number;
  /** The share of accounts on Dexie and IndexedDB. */
  readonly dexie?: number;
  /** Gets every line of the traces. */
  readonly also?: (line: string) => void;
}

/** A plan for a process of its own. */
export interface ShardPlan extends Omit<Plan, 'also'> {
  /** Later worlds are left out once one has broken one of these. */
  readonly until?: readonly PromiseName[];
}

/** How one world ended. */
export interface WorldEnd {
  readonly world: number;
  readonly months: number;
  readonly digest: string;
  readonly tally: Tally;
  readonly counts: Readonly<Record<string, number>>;
  /** The promise that did not hold, and what was seen; null when all held. */
  readonly broken: {
    readonly promise: PromiseName;
    readonly what: string;
    readonly last: readonly string[];
  } | null;
}

/** One account in 24 lives on the phone's real databases, which cost four times as much: some 140 in ten thousand months. */
const DEXIE = 1 / 24;

/** Device-months of one world. */
export const MONTHS_A_WORLD = PEOPLE * MONTHS_A_PERSON;

/** Lives through worlds, one after the other, on a file system in memory where there is one. */
export async function* live(plan: Plan): AsyncGenerator<WorldEnd> {
  const { seed, people = PEOPLE, dexie = DEXIE } = plan;
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'simadu-world-'));
  try {
    const template = join(folder, 'settled');
    await settleVillage(template);
    const picture = await basePicture();
    for (const world of plan.worlds) {
      const own = { seed: `${seed}/${String(world)}`, folder: join(folder, String(world)) };
      const also = plan.also ? { also: plan.also } : {};
      const village = new Village({ ...own, ...also, people, dexie, template, picture });
      const { broken, counts, digest, tally, last } = await village.live();
      yield {
        world,
        months: people * MONTHS_A_PERSON,
        digest,
        tally,
        counts: Object.fromEntries(counts),
        broken: broken && { promise: broken.promise, what: broken.message, last },
      };
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const promiseOf = (name: PromiseName): string => PROMISES[name];
