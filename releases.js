/*
 * What earlier releases need of this one. A tab that was opened before an update still asks for the chunks of
 * its own release: their names tell their content, so the office goes on serving them beside the new ones.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** So many releases before the newest are served: at about 1.5 MB each, packed copies included. */
const KEPT = 2;
const CHUNKS = 'client/_app/immutable';
/** Which release brought which chunks, newest first. */
const LIST = 'releases.json';

/**
 * Wraps an adapter: chunks of the last {@link KEPT} releases that stand in the last build are put beside those
 * of this one. The last build is what the adapter is about to overwrite, or the folder `PREVIOUS_BUILD`. A build
 * that fails or is cut leaves what was set aside to the next one: by then the last build is gone.
 * @param {import('@sveltejs/kit').Adapter} adapter @param {string} out the adapter's folder
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function keepingReleases(adapter, out) {
  return {
    ...adapter,
    async adapt(builder) {
      const aside = builder.getBuildDirectory('releases-before');
      const before = setAside(process.env['PREVIOUS_BUILD'], { out, aside });
      await adapter.adapt(builder);
      const version = builder.config.kit.version?.name ?? '';
      const now = { version, chunks: chunksIn(join(out, CHUNKS)) };
      const kept = before.filter((release) => release.version !== version).slice(0, KEPT);
      for (const { chunks } of kept) for (const chunk of chunks) putBack(chunk, aside, out);
      writeFileSync(join(out, LIST), JSON.stringify([now, ...kept], null, 1));
      rmSync(aside, { recursive: true, force: true });
    },
  };
}

/** @typedef {{ version: string, chunks: string[] }} Release */

/**
 * @param {string | undefined} named a build that was named to take from
 * @param {{ out: string, aside: string }} folders
 * @returns {Release[]} newest first
 */
function setAside(named, { out, aside }) {
  const list = join(aside, LIST);
  // Its list is written last: with it, what a cut build set aside is whole.
  if (!named && existsSync(list)) return JSON.parse(readFileSync(list, 'utf8'));
  rmSync(aside, { recursive: true, force: true });
  const build = named || out;
  const chunks = join(build, CHUNKS);
  if (!existsSync(chunks)) return [];
  cpSync(chunks, aside, { recursive: true });
  const releases = releasesIn(build);
  writeFileSync(list, JSON.stringify(releases));
  return releases;
}

/** A build from before this list was kept is one release. @param {string} build @returns {Release[]} */
function releasesIn(build) {
  const list = join(build, LIST);
  if (!existsSync(list)) return [{ version: '', chunks: chunksIn(join(build, CHUNKS)) }];
  return JSON.parse(readFileSync(list, 'utf8'));
}

/** Puts a chunk and its packed copies beside those of the new release, which may have the same.
 * @param {string} chunk @param {string} aside @param {string} out */
function putBack(chunk, aside, out) {
  for (const ending of ['', '.gz', '.br']) {
    const [from, to] = [join(aside, chunk + ending), join(out, CHUNKS, chunk + ending)];
    if (existsSync(to) || !existsSync(from)) continue;
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
}

/** @param {string} folder @returns {string[]} */
const chunksIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:gz|br)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
