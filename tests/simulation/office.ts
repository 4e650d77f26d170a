import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Instant } from '#lib/domain/day.ts';
import { admit, RULES } from '#lib/server/access.ts';
import { Throttle } from '#lib/server/accounts/throttle.ts';
import { backup } from '#lib/server/backup.ts';
import { openOffice, serveFrom, type Office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import { restore } from '#lib/server/restore.ts';
import { POST as takePhoto } from '../../src/routes/api/foto/[hash]/+server.ts';
import { GET as givePack } from '../../src/routes/api/paket/[hash]/+server.ts';
import { POST as takeExchange } from '../../src/routes/api/sync/+server.ts';
import { install, MachineDied, watchStatements, type Watch } from './statements.ts';

/** A request as it arrives. */
export interface Asked {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly cookie: string | null;
}

/** An answer as it leaves. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface Backup {
  readonly file: string;
  readonly at: Instant;
}

/** Below the data folder, and beside the copies. */
const PHOTOS = 'foto';

const SECRET = 'rahasia-dunia-dalam-kotak-0123456789';

/** The real office on a real database in a folder: it can be killed, backed up and restored. */
export class SimOffice {
  readonly #folder: string;
  readonly #now: () => Instant;
  #lives = 0;
  #office: Office | null = null;
  #throttledUntil: Instant = 0;
  backups: Backup[] = [];
  /** When it last came back from a backup. */
  restoredAt: Instant = -1;
  /** Errors that it wrote to its log, and that nobody injected. */
  readonly defects: string[] = [];
  #injected = false;
  /** Told after it died and came back. */
  onCrash: () => Promise<void> = async () => undefined;

  constructor(folder: string, now: () => Instant) {
    this.#folder = folder;
    this.#now = now;
  }

  get store() {
    return this.#open.store;
  }

  get photos() {
    return this.#open.photos;
  }

  get #open(): Office {
    if (this.#office === null) throw new Error('the office is closed');
    return this.#office;
  }

  get #dataDir(): string {
    return join(this.#folder, `life-${String(this.#lives)}`);
  }

  /** Opens on a copy of a settled database. */
  async begin(template: string): Promise<void> {
    install();
    mkdirSync(this.#folder, { recursive: true });
    cpSync(template, this.#dataDir, { recursive: true });
    await this.#start();
  }

  async #start(): Promise<void> {
    const config = {
      host: '',
      port: 0,
      origin: null,
      dataDir: this.#dataDir,
      databaseUrl: null,
      secret: SECRET,
      logLevel: 'error' as const,
    };
    const opened = await openOffice(config, this.#now);
    const log = pino({ level: 'error' }, { write: (line) => this.#noteDefect(line) });
    this.#office = { ...opened, log };
    this.#throttledUntil = 0;
  }

  #noteDefect(line: string): void {
    if (!this.#injected) this.defects.push(line.slice(0, 2_000));
  }

  /** Answers a request; null when the machine died over it: then it has started again on what was on the disk. */
  async handle(asked: Asked, fault: Watch | null = null): Promise<Answered | null> {
    this.#serve();
    this.#injected = fault !== null;
    let died = false;
    if (fault !== null) {
      watchStatements((sql, when) => {
        try {
          fault(sql, when);
        } catch (error) {
          died ||= error instanceof MachineDied;
          throw error;
        }
      });
    }
    let answer: Answered | null = null;
    try {
      const response = await this.#route(asked);
      // What is said before the machine dies has left it.
      const left = !died;
      const body = new Uint8Array(await response.arrayBuffer());
      await new Promise(setImmediate);
      if (left) answer = { status: response.status, headers: Object.fromEntries(response.headers), body };
    } catch (error) {
      // SvelteKit answers what a route throws in its own words.
      if (!died && fault === null) this.defects.push(String(error));
      if (!died) answer = { status: 500, headers: { 'content-type': 'text/html' }, body: new Uint8Array() };
    } finally {
      watchStatements(null);
      this.#injected = false;
    }
    if (died) await this.crash();
    return answer;
  }

  /** Its limits count by the machine's clock: in this world a new minute begins whenever it is asked for. */
  #serve(): void {
    if (this.#now() >= this.#throttledUntil) {
      this.#office = { ...this.#open, throttle: new Throttle() };
      this.#throttledUntil = this.#now() + 60_000;
    }
    serveFrom(this.#open);
  }

  /** What `hooks.server.ts` does before a route is asked. */
  async #route({ method, path, headers, body, cookie }: Asked): Promise<Response> {
    const url = new URL(path, 'http://simadu.test');
    const request = new Request(url, { method, headers, body });
    const access = cookie === null ? null : await this.#open.sessions.find(cookie);
    const [route, params, handler] = routeOf(url.pathname);
    const verdict = admit(RULES[route], access);
    if (verdict !== 'ok') return problemAnswer(verdict);
    return handler({ request, url, params, locals: { access, requestId: 'sim' } } as never);
  }

  async signIn(userId: string): Promise<string> {
    return this.#open.sessions.open(userId);
  }

  async signOut(cookie: string): Promise<void> {
    const access = await this.#open.sessions.find(cookie);
    if (access !== null) await this.#open.sessions.end(access.sessionId);
  }

  /** The process or the machine died: what is on the disk is what the next start finds. */
  async crash(): Promise<void> {
    const old = this.#open;
    const left = this.#dataDir;
    this.#lives += 1;
    mkdirSync(this.#dataDir);
    // Files are as they stand; the database is copied, because the dead connection still has it open.
    for (const name of readdirSync(left)) {
      if (name === PHOTOS) renameSync(join(left, name), join(this.#dataDir, name));
      else if (!name.endsWith('-shm')) cpSync(join(left, name), join(this.#dataDir, name));
    }
    // This process goes on: the transaction that the dead one had open would keep its file open.
    await sql`rollback`.execute(old.store.db).catch(() => undefined);
    await old.close();
    rmSync(left, { recursive: true });
    await this.#start();
    await this.onCrash();
  }

  async backUp(): Promise<void> {
    const now = this.#now();
    const folder = join(this.#folder, 'backups');
    const { file } = await backup({
      store: this.store,
      dataDir: this.#dataDir,
      databaseUrl: null,
      folder,
      days: 15,
      now,
    });
    this.backups.push({ file, at: now });
  }

  /** Comes back from a copy, by the office's own program or by a file that somebody put in its place. */
  async restore(from: Backup, { copied }: { readonly copied: boolean }): Promise<void> {
    await this.#open.close();
    rmSync(this.#dataDir, { recursive: true });
    this.#lives += 1;
    mkdirSync(this.#dataDir);
    if (copied) {
      cpSync(from.file, join(this.#dataDir, 'simadu.db'));
      const photos = join(this.#folder, 'backups', PHOTOS);
      if (existsSync(photos)) cpSync(photos, join(this.#dataDir, PHOTOS), { recursive: true });
    }
    if (!copied)
      await restore({ file: from.file, dataDir: this.#dataDir, databaseUrl: null, now: this.#now() });
    // As the backup's own message asks: newer copies are of a history that is no more.
    for (const { file, at } of this.backups) {
      if (at <= from.at) continue;
      renameSync(file, `${file}.superseded`);
      renameSync(`${file}.head`, `${file}.superseded-head`);
    }
    this.backups = this.backups.filter(({ at }) => at <= from.at);
    await this.#start();
    this.restoredAt = this.#now();
  }

  async close(): Promise<void> {
    await this.#office?.close();
    this.#office = null;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

type Handler = (event: never) => Response | Promise<Response>;

function routeOf(pathname: string): [route: string, params: Record<string, string>, handler: Handler] {
  if (pathname === '/api/sync') return ['/api/sync', {}, takeExchange];
  const [, what, hash = ''] = /^\/api\/(paket|foto)\/([\w-]+)$/.exec(pathname) ?? [];
  if (what === 'paket') return ['/api/paket/[hash]', { hash }, givePack];
  if (what === 'foto') return ['/api/foto/[hash]', { hash }, takePhoto];
  return ['', {}, () => problemAnswer('not-found')];
}
