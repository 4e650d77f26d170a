import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Prepared } from './prepared.ts';
import { DATABASE_FILE, openStore } from './store.ts';

const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'simadu-sqlite-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

test('a database that was closed is whole in its one file, wherever that is taken', async () => {
  const [here, there] = [folder(), folder()];
  const store = await openStore({ dataDir: here, databaseUrl: null });
  await store.write((tx) => tx.insertInto('meta').values({ key: 'last', value: 'written' }).execute());
  await store.close();
  copyFileSync(join(here, DATABASE_FILE), join(there, DATABASE_FILE));
  const moved = await openStore({ dataDir: there, databaseUrl: null });
  onTestFinished(() => moved.close());
  expect(await moved.db.selectFrom('meta').selectAll().where('key', '=', 'last').execute()).toEqual([
    { key: 'last', value: 'written' },
  ]);
});

test('a statement answers for what it is given, whether all its rows were asked for before or the first', async () => {
  const store = await openStore({ dataDir: folder(), databaseUrl: null });
  onTestFinished(() => store.close());
  const ready = new Prepared<{ key: string }, { key: string }>((db, hole) =>
    db.selectFrom('meta').select('key').where('key', '=', hole('key')),
  );
  const asked = await store.write(async (tx) => [
    await ready.all(tx, { key: 'epoch' }),
    await ready.first(tx, { key: 'durable' }),
    await ready.all(tx, { key: 'durable' }),
    await ready.first(tx, { key: 'epoch' }),
    await ready.first(tx, { key: 'nothing' }),
  ]);
  expect(asked).toMatchObject([
    [{ key: 'epoch' }],
    { key: 'durable' },
    [{ key: 'durable' }],
    { key: 'epoch' },
    undefined,
  ]);
});
