import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built app that is tested; another folder lets a run go on while the next build is made. */
export const BUILD = process.env['SIMADU_BUILD'] ?? 'build';

export interface OfficeOptions {
  /** The address that phones and desks use: the network's. */
  readonly origin: string;
  /** The office's clock at its start, ms UTC; the machine's when left out. */
  readonly clock?: number;
  /** Keeps its data here and starts from what is there; a copy of the sample regency when left out. */
  readonly folder?: string;
  /** The build that it runs, {@link BUILD} when left out. */
  readonly build?: string;
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** A real office: the built server in a process of its own, on a real database in a folder of its own. */
export class Office {
  readonly port: number;
  readonly folder: string;
  #process: ChildProcess;
  #ahead = 0;

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.port = port;
    this.folder = folder;
    this.#process = child;
  }

  static async start(options: OfficeOptions): Promise<Office> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'simadu-office-'));
    const sample = process.env['SIMADU_SAMPLE'];
    if (options.folder === undefined && sample !== undefined) cpSync(sample, folder, { recursive: true });
    const port = await freePort();
    const child = spawn('node', [`${options.build ?? BUILD}/cli/serve.js`], {
      env: {
        ...process.env,
        PORT: String(port),
        DATA_DIR: folder,
        DATABASE_URL: '',
        ORIGIN: options.origin,
        LOG_LEVEL: 'warn',
        ...(options.clock === undefined ? {} : clockSetTo(options.clock)),
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const office = new Office(port, folder, child);
    if (options.clock !== undefined) office.#ahead = options.clock - Date.now();
    await office.#answers();
    return office;
  }

  /** The office's clock, ms UTC, to about a tenth of a second. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async #answers(): Promise<void> {
    for (const began = process.uptime(); process.uptime() - began < 60;) {
      if (this.#process.exitCode !== null) throw new Error('The office ended before it answered.');
      const health = await fetch(`http://127.0.0.1:${this.port}/api/health`).catch(() => null);
      if (health?.ok) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('The office did not answer.');
  }

  /** Ends the process at once, as a power cut does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill(signal);
    await ended;
  }
}

/** The unchanged server under another clock: libfaketime, which starts at an instant and goes on from there. */
function clockSetTo(instant: number): Record<string, string> {
  const library = readdirSync('/usr/lib')
    .map((folder) => join('/usr/lib', folder, 'faketime/libfaketime.so.1'))
    .find((file) => existsSync(file));
  if (library === undefined) throw new Error('libfaketime is missing: apt-get install faketime');
  const at = new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
  return { LD_PRELOAD: library, FAKETIME: `@${at}`, FAKETIME_DONT_FAKE_MONOTONIC: '1', TZ: 'UTC' };
}
