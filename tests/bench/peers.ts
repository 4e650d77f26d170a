import { chromium, type Page } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { CHROMIUM_ARGS, systemChromium } from '../e2e/world/phone.ts';
import { CountingProxy } from './counting-proxy.ts';
import { EDGE } from './edge.ts';
import { productRows, purchaseRows } from './goods.ts';
import type { Beside } from './table.ts';

/*
 * PouchDB with express-pouchdb and RxDB with a plain endpoint do what SiMadu does, through the same counting
 * proxy, from a page in the same browser. Their packages stand in peers/ alone and are installed when missing.
 */

const HERE = join(import.meta.dirname, 'peers');

/** The exchanges that are measured. */
export const EXCHANGES = ['nothing new', 'push 1', 'push 100', 'push 1000', 'products', 'changed'] as const;
export type Exchange = (typeof EXCHANGES)[number];

interface Cost {
  readonly bytes: number;
  readonly requests: number;
  readonly ms: number;
}

const PEERS = { rxdb: 'RxDB', pouch: 'PouchDB' } as const;
type Peer = keyof typeof PEERS;

/** What peers needed for the exchanges, on the machine and on EDGE. */
export class PeerCosts {
  readonly #costs = new Map<string, Cost>();

  note(peer: Peer, what: string, cost: Cost): void {
    this.#costs.set(`${peer} ${what}`, cost);
  }

  /** Bytes of an exchange, in thousands where the row is in kB. */
  wire(what: Exchange, unit: 'B' | 'kB'): Beside[] {
    return this.#each(what, ({ bytes, requests }) => ({
      value: unit === 'kB' ? bytes / 1_000 : bytes,
      note: requests === 1 ? '1 request' : `${requests} requests`,
    }));
  }

  /** Seconds of an exchange on EDGE. */
  edge(what: Exchange): Beside[] {
    return this.#each(`${what} on EDGE`, ({ ms, requests }) => ({
      value: ms / 1_000,
      note: Number.isFinite(ms) ? `${requests} requests` : `not done within ${PATIENCE / 1_000} s`,
    }));
  }

  #each(what: string, say: (cost: Cost) => Omit<Beside, 'name'>): Beside[] {
    return (Object.keys(PEERS) as Peer[]).flatMap((peer) => {
      const cost = this.#costs.get(`${peer} ${what}`);
      return cost ? [{ name: PEERS[peer], ...say(cost) }] : [];
    });
  }
}

/** ms after which an exchange on EDGE is left: longer than anybody waits. */
const PATIENCE = 40_000;

/** The peers' server and the page on which they and SiMadu's own parts work. */
export class PeersWorld {
  readonly proxy = new CountingProxy();
  readonly #folder = mkdtempSync(join(tmpdir(), 'simadu-peers-'));
  #server: ChildProcess | null = null;
  #close: () => Promise<void> = async () => {};
  #page: Page | null = null;

  get page(): Page {
    if (!this.#page) throw new Error('The peers are not there.');
    return this.#page;
  }

  /** Starts them; once is enough. */
  async open(): Promise<this> {
    if (this.#page) return this;
    if (!existsSync(join(HERE, 'node_modules'))) {
      execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: HERE,
        stdio: 'inherit',
      });
    }
    await this.#bundle();
    writeFileSync(join(this.#folder, 'products.json'), JSON.stringify(productRows()));
    const origin = await this.proxy.open();
    this.proxy.connect(await this.#serve());
    const browser = await chromium.launch({ ...systemChromium, args: CHROMIUM_ARGS });
    this.#close = () => browser.close();
    const context = await browser.newContext({ viewport: { width: 360, height: 640 }, isMobile: true });
    await context.addInitScript('globalThis.__name = (inner) => inner');
    this.#page = await context.newPage();
    this.#page.on('pageerror', (error) => console.error(error));
    await this.#page.goto(origin);
    return this;
  }

  async close(): Promise<void> {
    await this.#close();
    this.#server?.kill();
    this.proxy.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Calls a function of peers/page.js in the page. */
  call<T>(path: string, ...given: unknown[]): Promise<T> {
    return this.page.evaluate(
      ([names, args]) => {
        let owner: Record<string, unknown> = globalThis;
        const parts = names.split('.');
        const last = parts.pop() ?? '';
        for (const part of parts) owner = owner[part] as typeof owner;
        return (owner[last] as (...args: unknown[]) => unknown)(...args);
      },
      [`work.${path}`, given] as const,
    ) as Promise<T>;
  }

  async #bundle(): Promise<void> {
    writeFileSync(
      join(this.#folder, 'index.html'),
      '<!doctype html><meta charset="utf-8"><title>Pembanding</title><script src="/page.js"></script>',
    );
    await build({
      configFile: false,
      logLevel: 'error',
      // Dexie refuses to be loaded in two versions: all work on the product's.
      resolve: {
        alias: { dexie: 'dexie/dist/modern/dexie.mjs', events: join(HERE, 'node_modules/events/events.js') },
        dedupe: ['dexie'],
      },
      define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
      build: {
        lib: { entry: join(HERE, 'page.js'), formats: ['iife'], name: 'page', fileName: () => 'page.js' },
        outDir: this.#folder,
        emptyOutDir: false,
        target: 'chrome111',
      },
    });
  }

  async #serve(): Promise<number> {
    const server = spawn('node', [join(HERE, 'server.js'), this.#folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#server = server;
    return new Promise((resolve, reject) => {
      server.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
      server.once('exit', () => reject(new Error('The peers’ server ended.')));
    });
  }
}

/** Lets both peers hold every exchange. */
export async function measurePeers(world: PeersWorld): Promise<PeerCosts> {
  const costs = new PeerCosts();
  for (const peer of Object.keys(PEERS) as Peer[]) {
    await world.call(`${peer}.open`, 'purchases');
    await world.call(`${peer}.sync`, 'purchases');
    costs.note(peer, 'nothing new', await costOf(world, peer, 'purchases'));
    let first = 0;
    for (const count of [1, 100, 1_000]) {
      // What the round before left to hear of itself is heard first.
      await world.call(`${peer}.sync`, 'purchases');
      await world.call(`${peer}.add`, 'purchases', purchaseRows(count, first));
      first += count;
      costs.note(peer, `push ${count}`, await costOf(world, peer, 'purchases'));
    }
    await world.call(`${peer}.sync`, 'purchases');
    world.proxy.slow(EDGE);
    await world.call(`${peer}.add`, 'purchases', purchaseRows(1, first));
    costs.note(peer, 'push 1 on EDGE', await costOf(world, peer, 'purchases'));
    await world.call(`${peer}.open`, 'products');
    costs.note(peer, 'products on EDGE', await costOf(world, peer, 'products'));
    world.proxy.slow(null);
    await world.page.reload();
    await world.call(`${peer}.open`, 'products');
    costs.note(peer, 'products', await costOf(world, peer, 'products'));
    await fetch(new URL('/change/50', world.page.url()), { method: 'POST' });
    costs.note(peer, 'changed', await costOf(world, peer, 'products'));
  }
  return costs;
}

async function costOf(world: PeersWorld, peer: Peer, name: 'purchases' | 'products'): Promise<Cost> {
  const { proxy } = world;
  proxy.reset();
  const began = performance.now();
  const done = world.call(`${peer}.sync`, name).then(
    () => performance.now() - began,
    () => Number.POSITIVE_INFINITY,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<number>((resolve) => {
    timer = setTimeout(() => resolve(Number.POSITIVE_INFINITY), PATIENCE);
  });
  const ms = await Promise.race([done, late]);
  clearTimeout(timer);
  return { bytes: proxy.bytes, requests: proxy.requests, ms };
}
