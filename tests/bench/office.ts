/* Long because one load is built, held and measured in one piece. */

import autocannon, { type Client, type Result } from 'autocannon';
import Database from 'libsql';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { addDays, dayInWib, firstDay, monthOf } from '#lib/domain/day.ts';
import { Office } from '../e2e/world/office.ts';
import type { Row } from './table.ts';

const PHONES = 50;
const SECONDS = 8;

interface PhoneSession {
  readonly owner: string;
  readonly cookie: string;
  readonly replica: string;
  n: number;
}

/** One phone for each of many ASN, signed in: a session row and its signed cookie, as sign-in makes them. */
function sessions(
  folder: string,
  count: number,
): { phones: PhoneSession[]; umkm: { id: string; name: string }[] } {
  const db = new Database(join(folder, 'simadu.db'));
  const secret = readFileSync(join(folder, 'secret'), 'utf8').trim();
  const people = db.prepare('select id from person order by id limit ?').all(count) as { id: string }[];
  const umkm = db.prepare(`select id, name from umkm where status = 'terdata' limit 100`).all() as {
    id: string;
    name: string;
  }[];
  const now = new Date();
  const insert = db.prepare(
    'insert into session (id, "userId", token, "expiresAt", "createdAt", "updatedAt") values (?, ?, ?, ?, ?, ?)',
  );
  const phones = people.map(({ id }) => {
    const token = randomUUID();
    insert.run(
      randomUUID(),
      id,
      token,
      new Date(now.getTime() + 86_400_000).toISOString(),
      now.toISOString(),
      now.toISOString(),
    );
    const signature = createHmac('sha256', secret)
      .update(token)
      .digest()
      .subarray(0, 16)
      .toString('base64url');
    return {
      owner: id,
      cookie: `sesi=${encodeURIComponent(`${token}.${signature}`)}`,
      replica: uuid(),
      n: 0,
    };
  });
  db.close();
  return { phones, umkm };
}

/** A phone's exchange with one new purchase of this month, as most are, or with as many as it is told. */
function exchangeOf(phone: PhoneSession, umkm: { id: string; name: string } | undefined, count = 1): string {
  const today = dayInWib(Date.now());
  const mutations = Array.from({ length: count }, () => {
    phone.n += 1;
    const fields = {
      umkm: umkm ? { kind: 'listed', ...umkm } : { kind: 'typed', name: 'Uji', place: 'Krucil' },
      day: addDays(firstDay(monthOf(today)), phone.n % Number(today.slice(-2))),
      amount: 5_000 + (phone.n % 50) * 500,
      payment: 'tunai',
    };
    return { id: uuid(), n: phone.n, body: JSON.stringify({ type: 'purchase.record', fields }) };
  });
  return JSON.stringify({
    v: 1,
    owner: phone.owner,
    replica: phone.replica,
    epoch: null,
    cursors: [],
    acked: phone.n - count,
    kept: phone.n - count + 1,
    mutations,
    clock: Date.now(),
    unsent: count,
  });
}

const BACKLOG = 100_000;
/** Purchases in one exchange of the backlog: what a phone brings that was away for long. */
const BATCH = 50;

/** Sends 100,000 purchases, batch by batch; the load before it was one by one. */
async function sendBacklog(url: string, phones: readonly PhoneSession[], umkm: { id: string; name: string }) {
  let left = BACKLOG / BATCH;
  const worker = async (_: unknown, first: number) => {
    for (let turn = first; left > 0; turn += 8) {
      left -= 1;
      const phone = phones[turn % phones.length];
      if (!phone) return;
      const headers = { cookie: phone.cookie, 'content-type': 'application/json' };
      const body = exchangeOf(phone, umkm, BATCH);
      const answer = await fetch(`${url}/api/sync`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`A backlog was refused with ${answer.status}.`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

const memoryOf = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const load = (options: autocannon.Options) =>
  new Promise<Result>((resolve, reject) => {
    autocannon({ connections: PHONES, duration: SECONDS, ...options }, (error, result) => {
      if (error) reject(error instanceof Error ? error : new Error(String(error)));
      else resolve(result);
    });
  });

/** 50 phones at once against the built office and its embedded store; health and bare floors in the same run. */
export async function officeRows(): Promise<Row[]> {
  const office = await Office.start({ origin: 'http://localhost:1' });
  try {
    const url = `http://127.0.0.1:${office.port}`;
    const { phones, umkm } = sessions(office.folder, 550);
    const before = stored(office.folder);
    const health = await load({ url: `${url}/api/health` });
    let next = 0;
    const refused: number[] = [];
    const exchanges = await load({
      url: `${url}/api/sync`,
      method: 'POST',
      setupClient: (client: Client) => {
        const own = phones.filter((_, i) => i % PHONES === next);
        next += 1;
        let turn = 0;
        const send = () => {
          const phone = own[(turn += 1) % own.length];
          if (!phone) return;
          client.setHeadersAndBody(
            { cookie: phone.cookie, 'content-type': 'application/json' },
            exchangeOf(phone, umkm[phone.n % umkm.length]),
          );
        };
        send();
        client.on('response', (status) => {
          if (status !== 200) refused.push(status);
          send();
        });
      },
    });
    if (refused.length > 0)
      throw new Error(`${refused.length} exchanges were refused, the first with ${refused[0] ?? 0}.`);
    const memory = memoryOf(office.pid);
    const after = stored(office.folder);
    const first = umkm[0];
    if (first) await sendBacklog(url, phones, first);
    const full = memoryOf(office.pid);
    const all = stored(office.folder);
    const bare = await bareFloor();
    return [
      {
        name: 'exchanges a second, one purchase each',
        value: exchanges.requests.average,
        unit: '/s',
        budget: health.requests.average / 2,
        want: 'at least',
        floor: { name: 'bare http + SQLite, a commit each', value: bare },
        how: `${PHONES} phones, ${SECONDS} s; budget is half of /api/health (${health.requests.average.toFixed(0)}/s)`,
      },
      {
        name: 'p99 of an exchange under that load',
        value: exchanges.latency.p99,
        unit: 'ms',
        budget: 150,
        want: 'at most',
        how: 'same run',
      },
      {
        name: 'memory of the office after that load',
        value: memory,
        unit: 'MB',
        budget: 250,
        want: 'at most',
        how: `${after.purchases} purchases stored`,
      },
      {
        name: 'memory after 100,000 purchases more',
        value: full,
        unit: 'MB',
        budget: 250,
        want: 'at most',
        how: `${BATCH} an exchange, 8 phones at once; ${all.purchases} purchases stored`,
      },
      {
        name: 'disk a purchase, journal and tables',
        value: (after.bytes - before.bytes) / (after.purchases - before.purchases) / 1_000,
        unit: 'kB',
        budget: 1.5,
        want: 'at most',
        how: `one an exchange, pages of the database with all indexes; ${((all.bytes - after.bytes) / (all.purchases - after.purchases) / 1_000).toFixed(2)} kB in the backlog`,
      },
    ];
  } finally {
    await office.close();
  }
}

/** Purchases in the database, and bytes of its pages that are in use. */
function stored(folder: string): { purchases: number; bytes: number } {
  const db = new Database(join(folder, 'simadu.db'), { readonly: true });
  const ask = (sql: string) => Object.values(db.prepare(sql).get() as Record<string, number>)[0] ?? 0;
  const pages = ask('pragma page_count') - ask('pragma freelist_count');
  const found = { purchases: ask('select count(*) from purchase'), bytes: pages * ask('pragma page_size') };
  db.close();
  return found;
}

/** The floor: node:http that parses JSON and commits one row each to the same kind of database. */
async function bareFloor(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'simadu-bare-'));
  const db = new Database(join(folder, 'bare.db'));
  db.exec(
    'pragma journal_mode=wal; pragma synchronous=full; create table row (id text primary key, body text)',
  );
  const insert = db.prepare('insert into row values (?, ?)');
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { mutations } = JSON.parse(body) as { mutations: { id: string; body: string }[] };
      insert.run(mutations[0]?.id, mutations[0]?.body);
      response.end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const phone: PhoneSession = { owner: uuid(), cookie: '', replica: uuid(), n: 0 };
  const result = await load({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    method: 'POST',
    setupClient: (client: Client) => {
      const send = () => client.setBody(exchangeOf(phone, undefined));
      send();
      client.on('response', send);
    },
  });
  await new Promise((resolve) => server.close(resolve));
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return result.requests.average;
}
