import { expect, test } from 'vitest';
import { checkJournal } from '#lib/server/journal-check.ts';
import { OfficeProcess } from './child.ts';
import { onEachEngine } from './engines.ts';
import { ASN, settle } from './world.ts';

onEachEngine((make) => {
  test('What was acknowledged is there after the process is killed, whole and in its totals', async () => {
    const database = await make();
    const before = await database.open();
    await settle(before);
    await before.close();
    const acknowledged: string[] = [];
    for (const target of [1, 20, 50]) {
      const office = await OfficeProcess.start(database.options);
      for (let index = 0; index < 400; index += 1) office.record(ASN[index % 3] as string);
      await office.hasAcknowledged(target);
      await office.kill();
      acknowledged.push(...office.acknowledged);
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(71);

    const store = await database.open();
    const { db } = store;
    const held = await db.selectFrom('purchase').select(['id', 'amount']).execute();
    const ids = new Set(held.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    const decided = await db.selectFrom('mutation').select('id').execute();
    expect(new Set(decided.map(({ id }) => id))).toEqual(ids);
    const totals = await db.selectFrom('month_total').select('counted').execute();
    const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
    expect(sum(totals.map(({ counted }) => counted))).toBe(sum(held.map(({ amount }) => amount)));
    expect(await checkJournal(db)).toMatchObject({ fault: null });
  });

  test('Three processes that start on the same empty database at once make one of it', async () => {
    const database = await make();
    const offices = await Promise.all([1, 2, 3].map(() => OfficeProcess.start(database.options)));
    await Promise.all(offices.map((office) => office.end()));
    const { db } = await database.open();
    const epochs = await db.selectFrom('meta').selectAll().where('key', '=', 'epoch').execute();
    expect(epochs).toHaveLength(1);
    const head = await db.selectFrom('journal_head').selectAll().execute();
    expect(head).toEqual([{ id: 1, seq: 0, hash: epochs[0]?.value }]);
  });

  test('Two processes that write at once number one chain', async () => {
    const database = await make();
    const store = await database.open();
    await settle(store);
    const offices = await Promise.all([1, 2].map(() => OfficeProcess.start(database.options)));
    for (let index = 0; index < 60; index += 1) offices[index % 2]?.record(ASN[index % 3] as string);
    await Promise.all(offices.map((office) => office.end()));
    expect(offices.map((office) => office.acknowledged.length)).toEqual([30, 30]);
    const totals = await store.db.selectFrom('month_total').select('counted').execute();
    expect(totals.map(({ counted }) => counted)).toEqual([20_000, 20_000, 20_000]);
    expect(await checkJournal(store.db)).toMatchObject({ fault: null });
  });
});
