import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { bundle } from './bundle.ts';
import type { ShardPlan, WorldEnd } from './worlds.ts';

const SHARD = fileURLToPath(new URL('shard.ts', import.meta.url));

/** Makes the program that lives through worlds; `plugins` may change the product in it. */
export const shardProgram = (name: string, plugins: readonly Plugin[] = []): Promise<string> =>
  bundle(SHARD, name, plugins);

/** Runs a program with a plan, and tells of every world as it ends. Rejects with what it said when it failed. */
export async function runShard(
  program: string,
  plan: ShardPlan,
  tell: (end: WorldEnd) => void,
): Promise<void> {
  const child = spawn(process.execPath, [program, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    tell(JSON.parse(line) as WorldEnd);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`a world ended with ${String(code)}: ${said}`);
}
