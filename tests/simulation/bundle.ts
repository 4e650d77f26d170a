import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Makes one program of a file and of everything of ours that it imports; packages stay where they are. Gives
 * its path, below `.svelte-kit` so that packages are found. `plugins` may change what is compiled.
 */
export async function bundle(entry: string, name: string, plugins: readonly Plugin[] = []): Promise<string> {
  const outDir = join(ROOT, '.svelte-kit', 'simulation', name);
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    plugins: [...plugins],
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: { input: { world: entry }, output: { entryFileNames: '[name].js' } },
    },
  });
  return join(outDir, 'world.js');
}
