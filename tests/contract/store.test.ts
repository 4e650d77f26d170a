import { expect, test } from 'vitest';
import { append, headOf, type Entry } from '#lib/server/journal.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import type { Store } from '#lib/server/store/store.ts';
import { onEachEngine } from './engines.ts';
import { NOON } from './world.ts';

const entry = (body: string): Entry => ({
  at: NOON,
  kind: 'test',
  actor: null,
  subject: null,
  ref: null,
  outcome: 'applied',
  body,
});

const put = (store: Store, key: string) =>
  store.write((tx) => tx.insertInto('meta').values({ key, value: '' }).execute());

const keys = async (store: Store) =>
  (await store.db.selectFrom('meta').select('key').orderBy('key').execute()).map(({ key }) => key);

onEachEngine((make) => {
  test('A new database has an epoch of its own, and opening it again changes nothing', async () => {
    const database = await make();
    const first = await database.open();
    const epoch = await first.db.selectFrom('meta').select('value').where('key', '=', 'epoch').execute();
    await put(first, 'mark');
    await first.close();
    const second = await database.open();
    expect(await second.db.selectFrom('meta').select('value').where('key', '=', 'epoch').execute()).toEqual(
      epoch,
    );
    expect(await keys(second)).toEqual(['durable', 'epoch', 'mark']);

    const other = await (await make()).open();
    const another = await other.db.selectFrom('meta').select('value').where('key', '=', 'epoch').execute();
    expect(another).not.toEqual(epoch);
  });

  test('Whole numbers come back as numbers, also beyond 32 bits, counted and summed up', async () => {
    const store = await (await make()).open();
    await store.write(async (tx) => append(tx, [entry('a'), entry('b')]));
    const row = await store.db
      .selectFrom('journal')
      .select((eb) => [
        eb.fn.max('at').as('at'),
        eb.fn.sum<number>('at').as('sum'),
        eb.fn.countAll<number>().as('count'),
      ])
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ at: NOON, sum: 2 * NOON, count: 2 });
  });

  test('Works that are asked for at once are all done, and one that throws is undone alone', async () => {
    const store = await (await make()).open();
    const works = Array.from({ length: 40 }, (_, index) =>
      store.write(async (tx) => {
        await tx
          .insertInto('meta')
          .values({ key: `k${String(index)}`, value: '' })
          .execute();
        append(tx, [entry(String(index))]);
        if (index % 4 === 1) throw new Error(`no ${String(index)}`);
        return index;
      }),
    );
    const settled = await Promise.allSettled(works);
    const refused = settled.flatMap((result, index) => (result.status === 'rejected' ? [index] : []));
    expect(refused).toEqual(Array.from({ length: 10 }, (_, index) => index * 4 + 1));
    expect(settled[5]).toMatchObject({ reason: new Error('no 5') });
    expect(await keys(store)).toHaveLength(30 + 2);
    const journal = await store.db.selectFrom('journal').select('seq').orderBy('seq').execute();
    expect(journal.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(await checkJournal(store.db)).toMatchObject({ entries: 30, fault: null });
  });

  test('A work that the database refuses is undone alone, and the next one finds nothing of it', async () => {
    const store = await (await make()).open();
    await put(store, 'taken');
    const settled = await Promise.allSettled([put(store, 'a'), put(store, 'taken'), put(store, 'b')]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await keys(store)).toEqual(['a', 'b', 'durable', 'epoch', 'taken']);
  });

  test('What was written is there for another connection as soon as it is told', async () => {
    const database = await make();
    const [writer, reader] = [await database.open(), await database.open()];
    for (const key of ['a', 'b', 'c']) {
      await put(writer, key);
      expect(await keys(reader)).toContain(key);
    }
  });

  test('A reader that follows the numbers misses none while two processes write', async () => {
    const database = await make();
    const [left, right, reader] = [await database.open(), await database.open(), await database.open()];
    const EACH = 60;
    let writing = 2;
    const writeAll = async (store: Store) => {
      for (let index = 0; index < EACH; index += 1) {
        await store.write(async (tx) => {
          const [position] = append(tx, [entry('x')]);
          // A row that is written after its number is taken: what a slow transaction looks like.
          await tx.selectFrom('meta').selectAll().execute();
          return position;
        });
      }
      writing -= 1;
    };
    const seen: number[] = [];
    const follow = async () => {
      for (let cursor = 0, last = false; ; last = writing === 0) {
        const rows = await reader.db
          .selectFrom('journal')
          .select('seq')
          .where('seq', '>', cursor)
          .orderBy('seq')
          .execute();
        seen.push(...rows.map(({ seq }) => seq));
        cursor = seen.at(-1) ?? 0;
        if (last && rows.length === 0) return;
        await new Promise(setImmediate);
      }
    };
    await Promise.all([writeAll(left), writeAll(right), follow()]);
    expect(seen).toEqual(Array.from({ length: 2 * EACH }, (_, index) => index + 1));
    expect(await checkJournal(reader.db)).toMatchObject({ entries: 2 * EACH, fault: null });
  });

  test('An id is taken once, however many ask for it at the same time in two processes', async () => {
    const database = await make();
    const stores = [await database.open(), await database.open()];
    const claims = Array.from({ length: 20 }, (_, index) =>
      (stores[index % 2] as Store).write((tx) =>
        tx
          .insertInto('meta')
          .values({ key: 'one', value: String(index) })
          .onConflict((conflict) => conflict.doNothing())
          .returning('value')
          .execute(),
      ),
    );
    const won = (await Promise.all(claims)).flat();
    expect(won).toHaveLength(1);
  });

  test('A transaction that is not the writer’s cannot touch the journal', async () => {
    const store = await (await make()).open();
    const attempt = store.db.transaction().execute(async (tx) => headOf(tx));
    await expect(attempt).rejects.toThrow('store.write');
  });

  test('Any touched, missing or foreign entry is found, and a deleted body is a known gap', async () => {
    const store = await (await make()).open();
    await store.write(async (tx) => append(tx, ['a', 'b', 'c', 'd'].map(entry)));
    const { db } = store;
    const check = async () => (await checkJournal(db)).fault;
    expect(await check()).toBeNull();

    await db.deleteFrom('journal_body').where('seq', '=', 2).execute();
    expect(await checkJournal(db)).toMatchObject({ entries: 4, bodiesGone: 1, fault: null });

    const kept = await db.selectFrom('journal').selectAll().where('seq', '=', 3).executeTakeFirstOrThrow();
    const changes = [
      { at: NOON + 1 },
      { kind: 'other' },
      { actor: 'somebody' },
      { subject: 'somebody' },
      { ref: 'other' },
      { outcome: 'refused' },
      { commitment: kept.hash },
      { hash: kept.prev },
      { prev: kept.hash },
    ];
    for (const change of changes) {
      await db.updateTable('journal').set(change).where('seq', '=', 3).execute();
      expect(await check(), JSON.stringify(change)).toMatchObject({ seq: 3 });
      await db.updateTable('journal').set(kept).where('seq', '=', 3).execute();
    }
    await db.updateTable('journal_body').set({ body: 'C' }).where('seq', '=', 3).execute();
    expect(await check()).toEqual({ seq: 3, what: 'body' });
    await db.updateTable('journal_body').set({ body: 'c' }).where('seq', '=', 3).execute();

    await db.deleteFrom('journal_body').where('seq', '=', 4).execute();
    await db.deleteFrom('journal').where('seq', '=', 4).execute();
    expect(await check()).toEqual({ seq: 3, what: 'head' });
    await db.deleteFrom('journal_body').where('seq', '=', 1).execute();
    await db.deleteFrom('journal').where('seq', '=', 1).execute();
    expect(await check()).toEqual({ seq: 2, what: 'number' });
  });

  test('The same body is committed to differently each time, so that it cannot be guessed', async () => {
    const store = await (await make()).open();
    await store.write(async (tx) => append(tx, [entry('25000'), entry('25000')]));
    const rows = await store.db.selectFrom('journal').select('commitment').execute();
    expect(new Set(rows.map(({ commitment }) => commitment)).size).toBe(2);
  });

  test('A text that a database would cut or refuse is kept as one that can be read', async () => {
    const store = await (await make()).open();
    await store.write(async (tx) => append(tx, [entry('a\u0000b\ud800c')]));
    const { body } = await store.db.selectFrom('journal_body').select('body').executeTakeFirstOrThrow();
    expect(body).toBe('a\u2400b\ufffdc');
    expect(await checkJournal(store.db)).toMatchObject({ fault: null });
  });
});
