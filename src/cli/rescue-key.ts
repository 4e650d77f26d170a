import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from '#lib/server/config.ts';
import { addKey, listKeys } from '#lib/server/rescue/keys.ts';
import { DATABASE_FILE, openStore } from '#lib/server/store/store.ts';

/*
 * npm run rescue-key [-- --new]: the keys that rescue files are sealed to, the current one first. With --new
 * another one is made; files of the older ones are taken in for 45 more days.
 */

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { new: { type: 'boolean' } } });
  const config = readConfig(process.env);
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, DATABASE_FILE))) {
    throw new ConfigError(`There is no database in DATA_DIR ${config.dataDir}.`);
  }
  const store = await openStore(config);
  try {
    if (values.new) await addKey(store, { now: Date.now() });
    const keys = await listKeys(store);
    if (keys.length === 0) console.log('No key yet: it is made when the first phone asks for it.');
    for (const { id, made_at } of keys) console.log(`${id}  made ${new Date(made_at).toISOString()}`);
  } finally {
    await store.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
