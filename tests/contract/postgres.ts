import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** Where Debian keeps the programs; other systems have them on the path. */
const DEBIAN_BIN = '/usr/lib/postgresql/15/bin';

/** A PostgreSQL of its own, in a temporary folder, reached by a socket there. */
export interface Postgres {
  /** Makes an empty database, or a copy of one that nobody is connected to, and gives its address. */
  database(copyOf?: string): Promise<string>;
  /** Folder of pg_dump, pg_restore and the rest; empty when they are on the path. */
  readonly bin: string;
  stop(): Promise<void>;
}

/** Starts a real server; installs Debian's package when it is missing. Rejects when it cannot be had. */
export async function startPostgres(): Promise<Postgres> {
  const bin = await programs();
  const folder = await mkdtemp(join(tmpdir(), 'simadu-pg-'));
  const owner = await serverUser();
  if (owner) await chown(folder, owner.uid, owner.gid);
  // The server refuses to run as root.
  const asOwner = (program: string, args: readonly string[]) =>
    owner
      ? run('runuser', ['-u', 'postgres', '--', join(bin, program), ...args], { cwd: folder })
      : run(join(bin, program), args, { cwd: folder });
  const data = join(folder, 'data');
  await asOwner('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const options = `-c listen_addresses= -c unix_socket_directories=${folder}`;
  await asOwner('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
  const address = (name: string) =>
    `postgres://postgres@localhost/${name}?host=${encodeURIComponent(folder)}`;
  let made = 0;
  return {
    bin,
    database: async (copyOf) => {
      const name = `office_${String((made += 1))}`;
      const template = copyOf === undefined ? 'template1' : new URL(copyOf).pathname.slice(1);
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database ${name} template ${template}`);
      await client.end();
      return address(name);
    },
    stop: async () => {
      await asOwner('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop']);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function programs(): Promise<string> {
  const here = () => existsSync(join(DEBIAN_BIN, 'initdb'));
  if (here()) return DEBIAN_BIN;
  try {
    const { stdout } = await run('pg_config', ['--bindir']);
    if (existsSync(join(stdout.trim(), 'initdb'))) return stdout.trim();
  } catch {
    // Not on the path either: install it.
  }
  const apt = (...args: string[]) =>
    run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-y', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  await apt('update');
  await apt('install', 'postgresql');
  if (!here()) throw new Error(`PostgreSQL's programs are not in ${DEBIAN_BIN}`);
  return DEBIAN_BIN;
}

/** The account that the server runs as when the tests run as root; null when they do not. */
async function serverUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const id = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
