import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
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
