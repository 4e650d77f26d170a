import { sql } from 'kysely';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Month } from '#lib/domain/day.ts';
import { briefly, exchangeAnswer, exchangeRequest, type ExchangeRequest } from '#lib/protocol/exchange.ts';
import { exchange, type Answer } from '#lib/server/exchange.ts';
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
const RELEASES = readdirSync(FIXTURES).filter((name) => /^\d/.test(name));
const FILES = ['phone.json', 'captured.json', 'office.sql'];

/** An exchange as it went over the wire, its bodies unpacked. */
interface Captured {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly type: string;
    readonly encoding: string | null;
    readonly body: string;
  };
  readonly answer: { readonly status: number; readonly body: string };
}

/** What a phone of that release said and heard, before the office was taken and after. */
const capturedOf = (release: string) =>
  JSON.parse(readFileSync(join(FIXTURES, release, 'captured.json'), 'utf8')) as Record<
    'before' | 'after',
    readonly Captured[]
  >;

/** Asks today's office what a phone of that release asked, as it came over the wire. */
async function ask(store: Store, { request: sent }: Captured) {
  const { method, path, type, encoding, body } = sent;
  const headers = { 'content-type': type, ...(encoding === null ? {} : { 'content-encoding': encoding }) };
  const packed = encoding === 'gzip' ? gzipSync(body) : body;
  const read = await readExchange(
    new Request(`http://kantor.invalid${path}`, { method, headers, body: packed }),
  );
  if (!read.ok) throw new Error(read.error);
  const author = { userId: read.value.owner, roles: ['asn'] as const };
  const answer = await exchange(deskOf(store, read.value.clock), author, read.value);
  if (!answer.ok) throw new Error(answer.error);
  const text = JSON.stringify(briefly(answer.value));
  return { answer: answer.value, text, outcomes: said(answer.value, read.value) };
}

/** The outcome of each mutation of a request. */
function said(answer: Answer, { mutations }: ExchangeRequest) {
  const outcomes = outcomesOf(answer, mutations);
  return mutations.map(({ id }) => outcomes.get(id));
}

/** The same of the answer that the release's own office gave, as today's phone reads it. */
function saidThen({ request, answer }: Captured) {
  return said(
    exchangeAnswer.parse(JSON.parse(answer.body)) as Answer,
    exchangeRequest.parse(JSON.parse(request.body)),
  );
}

const repeated = (outcome: string | undefined) => (outcome === 'applied' ? 'already' : outcome);

type Told = Readonly<Record<string, unknown>>;

/** What every answer had, and every row of a kind: a phone of that release may need it. */
function keysByKind(answers: readonly string[]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  const note = (kind: string, told: Told) =>
    keys.set(
      kind,
      (keys.get(kind) ?? Object.keys(told)).filter((key) => key in told),
    );
  for (const answer of answers.map((text) => JSON.parse(text) as Told)) {
    note('answer', answer);
    const changes = (answer['changes'] ?? []) as { rows: Told[] }[];
    for (const row of changes.flatMap(({ rows }) => rows)) note(String(row['kind']), row);
  }
  return keys;
}

const totalsOf = (store: Store) =>
  store.db.selectFrom('month_total').selectAll().orderBy('asn_id').orderBy('month').execute();

const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();

test('The newest release has left its data behind', () => {
  const heading = /^## \[?(\d+\.\d+\.\d+)/m.exec(readFileSync('CHANGELOG.md', 'utf8'));
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  for (const file of FILES) {
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

    test('a phone whose answers were lost is answered as it was then, and nothing is done twice', async () => {
      const { store } = await office();
      const rows = () => store.db.selectFrom('journal').select('seq').execute();
      const held = await rows();
      const { before } = capturedOf(release);
      const kinds = before.flatMap(saidThen).map((outcome) => outcome?.split(' ')[0]);
      expect(kinds).toEqual(expect.arrayContaining(['applied', 'flagged', 'refused']));
      const texts: string[] = [];
      for (const one of before) {
        const { answer, text, outcomes } = await ask(store, one);
        expect(answer.anew).toEqual([]);
        expect(outcomes).toEqual(saidThen(one).map(repeated));
        texts.push(text);
      }
      const now = keysByKind(texts);
      for (const [kind, keys] of keysByKind(before.map(({ answer }) => answer.body)))
        expect(now.get(kind), kind).toEqual(expect.arrayContaining(keys));
      expect(await rows()).toEqual(held);
    });

    test('a phone is answered: what it sends is taken once, and nothing is told anew', async () => {
      const { store } = await office();
      const { before, after } = capturedOf(release);
      const idle = before[before.length - 1];
      if (!idle) throw new Error('no exchange was captured');
      const told = await ask(store, idle);
      expect(told.outcomes).toEqual([]);
      expect(told.answer).toMatchObject({ anew: [], granted: expect.arrayContaining(['own']) as unknown });
      expect(after.flatMap(saidThen).length).toBeGreaterThan(1);
      const count = () => store.db.selectFrom('purchase').select('id').execute();
      for (const one of after) {
        const first = await ask(store, one);
        expect(first.answer.anew).toEqual([]);
        expect(first.outcomes).toEqual(saidThen(one));
        const held = await count();
        expect((await ask(store, one)).outcomes).toEqual(first.outcomes.map(repeated));
        expect(await count()).toEqual(held);
      }
    });
  });
});
