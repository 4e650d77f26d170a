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

/** A phone's exchange with one new purchase of this month, as most are. */
function exchangeOf(phone: PhoneSession, umkm: { id: string; name: string } | undefined): string {
  phone.n += 1;
  const today = dayInWib(Date.now());
  const fields = {
    umkm: umkm ? { kind: 'listed', ...umkm } : { kind: 'typed', name: 'Uji', place: 'Krucil' },
    day: addDays(firstDay(monthOf(today)), phone.n % Number(today.slice(-2))),
    amount: 5_000 + (phone.n % 50) * 500,
    payment: 'tunai',
  };
  return JSON.stringify({
    v: 1,
    owner: phone.owner,
    replica: phone.replica,
    epoch: null,
    cursors: [],
    acked: phone.n - 1,
    kept: phone.n,
    mutations: [{ id: uuid(), n: phone.n, body: JSON.stringify({ type: 'purchase.record', fields }) }],
    clock: Date.now(),
    unsent: 1,
  });
}

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
    const memory =
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${office.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    const stored = (await storedPurchases(office.folder)) - 0;
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
        how: `${stored} purchases stored`,
      },
    ];
  } finally {
    await office.close();
  }
}

async function storedPurchases(folder: string): Promise<number> {
  const db = new Database(join(folder, 'simadu.db'), { readonly: true });
  const row = db.prepare('select count(*) as n from purchase').get() as { n: number };
  db.close();
  return row.n;
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
