import { sql } from 'kysely';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Month } from '#lib/domain/day.ts';
import { exchange } from '#lib/server/exchange.ts';
import { readExchange } from '#lib/server/exchange-request.ts';
import { readRulebook } from '#lib/server/facts.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import { migrations } from '#lib/server/store/migrations/index.ts';
import type { Store } from '#lib/server/store/store.ts';
import { writeTotals } from '#lib/server/totals.ts';
import { onEachEngine } from './engines.ts';
import { putBack } from './released-office.ts';
import { deskOf, outcomesOf } from './world.ts';

/* What was released stays readable: offices and requests as each release really left them. */

const FIXTURES = 'tests/fixtures';
const RELEASES = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

interface Sent {
  readonly method: string;
  readonly type: string;
  readonly encoding: string | null;
  readonly body: string;
}

const requestsOf = (release: string) =>
  JSON.parse(readFileSync(join(FIXTURES, release, 'requests.json'), 'utf8')) as Record<
    'idle' | 'purchases',
    Sent
  >;

/** Asks today's office what a phone of that release asked, as it came over the wire. */
async function ask(store: Store, { method, type, encoding, body }: Sent) {
  const headers = { 'content-type': type, ...(encoding === null ? {} : { 'content-encoding': encoding }) };
  const packed = encoding === 'gzip' ? gzipSync(body) : body;
  const read = await readExchange(
    new Request('http://kantor.invalid/api/sync', { method, headers, body: packed }),
  );
  if (!read.ok) throw new Error(read.error);
  const author = { userId: read.value.owner, roles: ['asn'] as const };
  const answer = await exchange(deskOf(store, read.value.clock), author, read.value);
  if (!answer.ok) throw new Error(answer.error);
  const outcomes = outcomesOf(answer.value, read.value.mutations);
  return { answer: answer.value, outcomes: read.value.mutations.map(({ id }) => outcomes.get(id)) };
}

const totalsOf = (store: Store) =>
  store.db.selectFrom('month_total').selectAll().orderBy('asn_id').orderBy('month').execute();

const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

test('The newest release has left its data behind', () => {
  const heading = /^## \[?(\d+\.\d+\.\d+)/m.exec(readFileSync('CHANGELOG.md', 'utf8'));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  for (const file of ['requests.json', 'office.sql']) {
    const path = join(FIXTURES, heading?.[1] ?? version, file);
    expect(existsSync(path), `${path} is missing: see CONTRIBUTING.md`).toBe(true);
  }
});

describe.each(RELEASES)('of release %s', (release) => {
  onEachEngine((make) => {
    const office = async () => {
      const database = await make();
      const before = await putBack(join(FIXTURES, release, 'office.sql'), database.options);
      return { before, store: await database.open() };
    };

    test('the office is brought up to date, and every row of it is as it was', async () => {
      const { before, store } = await office();
      const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
        store.db,
      );
      expect(applied.rows.map(({ name }) => name)).toEqual(Object.keys(migrations(store.dialect)));
      const filled = before.tables.filter(({ rows }) => rows.length > 0);
      const names = filled.map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(['journal', 'mutation', 'purchase', 'month_total', 'replica', 'session']),
      );
      for (const { name, columns, rows } of filled) {
        const list = sql.join(columns.map((column) => sql.ref(column)));
        const now = await sql`select ${list} from ${sql.table(name)}`.execute(store.db);
        expect(sorted(now.rows), name).toEqual(sorted(rows));
      }
    });

    test("the journal holds, and today's rules come to the same totals", async () => {
      const { before, store } = await office();
      const journal = before.tables.find(({ name }) => name === 'journal');
      const check = await checkJournal(store.db);
      expect(check).toMatchObject({ fault: null, entries: journal?.rows.length });
      const totals = await totalsOf(store);
      expect(totals).not.toEqual([]);
      await store.write(async (tx) => {
        const facts = { rulebook: await readRulebook(tx), members: new Map() };
        await tx.deleteFrom('month_total').execute();
        for (const { asn_id: asnId, month, seq } of totals)
          await writeTotals(tx, facts, { asnId, month: month as Month, seq });
      });
      expect(await totalsOf(store)).toEqual(totals);
    });

    test('a phone is answered: what it sends is taken once, and nothing is told anew', async () => {
      const { store } = await office();
      const { idle, purchases } = requestsOf(release);
      const told = await ask(store, idle);
      expect(told.outcomes).toEqual([]);
      expect(told.answer).toMatchObject({ anew: [], granted: expect.arrayContaining(['own']) as unknown });
      const first = await ask(store, purchases);
      expect(first.answer.anew).toEqual([]);
      expect(first.outcomes.length).toBeGreaterThan(1);
      expect(new Set(first.outcomes)).toEqual(new Set(['applied']));
      const count = () => store.db.selectFrom('purchase').select('id').execute();
      const held = (await count()).length;
      const again = await ask(store, purchases);
      expect(again.outcomes).toHaveLength(first.outcomes.length);
      expect(again.outcomes.filter((outcome) => outcome !== 'applied' && outcome !== 'already')).toEqual([]);
      expect(await count()).toHaveLength(held);
    });
  });
});
