import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { StoreOptions } from '#lib/server/store/store.ts';

const PROGRAM = fileURLToPath(new URL('office-process.ts', import.meta.url));

/** An office in another process, on a database that others may have open too. */
export class OfficeProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  /** Ids that it said were acknowledged. */
  readonly acknowledged: string[] = [];

  private constructor(child: ChildProcessWithoutNullStreams, lines: Interface) {
    this.#child = child;
    lines.on('line', (ids) => this.acknowledged.push(...ids.split(' ')));
  }

  /** Rejects with what it said when it ends instead of opening the database. */
  static async start({ dataDir, databaseUrl }: StoreOptions): Promise<OfficeProcess> {
    const args = ['--import', 'tsx', PROGRAM, dataDir, databaseUrl ?? ''];
    const child = spawn(process.execPath, args, { stdio: 'pipe' });
    const lines = createInterface({ input: child.stdout });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const opened = once(lines, 'line');
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(said)));
    await Promise.race([opened, ended]);
    ended.catch(() => undefined);
    return new OfficeProcess(child, lines);
  }

  /** Has it record a purchase; whether it was acknowledged is seen later. */
  record(asn: string): void {
    this.#child.stdin.write(`${asn}\n`);
  }

  /** Fulfils once this many were acknowledged. */
  async hasAcknowledged(count: number): Promise<void> {
    while (this.acknowledged.length < count) await once(this.#child.stdout, 'data');
  }

  /** Ends it at once, as a power cut does. */
  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  /** Lets it finish what it was asked, and end. */
  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    await ended;
  }
}
