import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BUILD } from './office.ts';

/** Where it is built: out of the linters' and the formatter's sight, and kept from run to run. */
const FOLDER = '.svelte-kit/next-release';
const SOURCES = [
  'src',
  'static',
  'package.json',
  'releases.js',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];

/** What the next release says differently, on *Akun*: a test sees by it which release draws the screen. */
const SCREEN = 'src/routes/(asn)/akun/+page.svelte';
const [BEFORE, AFTER] = ['title="Akun"', 'title="Akun saya"'];

export interface Release {
  /** Its build folder. */
  readonly build: string;
  /** Paths of chunks that only the release before it has. */
  readonly outgoing: readonly string[];
}

/**
 * The release after the one that is tested: the same sources but for one visible word, really built. Takes as
 * long as a build, once for each build that is tested.
 */
export function nextRelease(): Release {
  const build = join(FOLDER, 'build');
  const base = readFileSync(join(BUILD, 'releases.json'), 'utf8');
  const stamp = join(FOLDER, 'made-after.json');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== base) {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    for (const source of SOURCES) cpSync(source, join(FOLDER, source), { recursive: true });
    const screen = readFileSync(join(FOLDER, SCREEN), 'utf8');
    if (screen.split(BEFORE).length !== 2) throw new Error(`${SCREEN} has to say ${BEFORE} once.`);
    writeFileSync(join(FOLDER, SCREEN), screen.replace(BEFORE, AFTER));
    execFileSync('npx', ['vite', 'build', '--logLevel', 'warn'], {
      cwd: FOLDER,
      env: { ...process.env, SIMADU_RELEASE: 'berikut', PREVIOUS_BUILD: resolve(BUILD) },
      stdio: 'inherit',
    });
    // Its programs are the same: nothing that they are made of has changed.
    cpSync(join(BUILD, 'cli'), join(build, 'cli'), { recursive: true });
    writeFileSync(stamp, base);
  }
  const [now, before] = JSON.parse(readFileSync(join(build, 'releases.json'), 'utf8')) as {
    chunks: string[];
  }[];
  const chunks = (before?.chunks ?? []).filter((chunk) => !now?.chunks.includes(chunk));
  return { build, outgoing: chunks.map((chunk) => `/_app/immutable/${chunk}`) };
}
