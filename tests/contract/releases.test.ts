import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adapter, Builder } from '@sveltejs/kit';
import { afterEach, beforeEach, expect, test } from 'vitest';

/* What a build keeps of the builds before it, with an adapter that writes one chunk, or stumbles on its way. */

// Plain JavaScript, as the settings of the build are.
const path = new URL('../../releases.js', import.meta.url).href;
const { keepingReleases } = (await import(/* @vite-ignore */ path)) as {
  keepingReleases: (adapter: Adapter, out: string) => Adapter;
};

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simadu-releases-'));
  out = join(folder, 'build');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const chunkFolder = () => join(out, 'client', '_app', 'immutable');
const chunks = () => readdirSync(chunkFolder()).sort();
const list = () =>
  (JSON.parse(readFileSync(join(out, 'releases.json'), 'utf8')) as { version: string }[]).map(
    ({ version }) => version,
  );

/** As the real one: empties the folder, then writes. */
const adapterOf = (version: string, fails: boolean): Adapter => ({
  name: 'test',
  adapt() {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(chunkFolder(), { recursive: true });
    if (fails) throw new Error('no room');
    writeFileSync(join(chunkFolder(), `${version}.js`), version);
  },
});

async function build(version: string, fails = false): Promise<void> {
  const builder = {
    config: { kit: { version: { name: version } } },
    getBuildDirectory: (name: string) => join(folder, 'kit', name),
  };
  await keepingReleases(adapterOf(version, fails), out).adapt(builder as unknown as Builder);
}

test('Chunks of the two builds before are kept', async () => {
  for (const version of ['a', 'b', 'c', 'd']) await build(version);
  expect(chunks()).toEqual(['b.js', 'c.js', 'd.js']);
  expect(list()).toEqual(['d', 'c', 'b']);
  expect(existsSync(join(folder, 'kit', 'releases-before'))).toBe(false);
});

test('A build that fails, even twice, costs nothing of what was kept', async () => {
  await build('a');
  await build('b');
  await expect(build('c', true)).rejects.toThrow('no room');
  await expect(build('c', true)).rejects.toThrow('no room');
  await build('c');
  expect(chunks()).toEqual(['a.js', 'b.js', 'c.js']);
  expect(list()).toEqual(['c', 'b', 'a']);
});
