import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatNumber } from '#lib/domain/rupiah.ts';
import { backup, type Backup } from '#lib/server/backup.ts';
import { ConfigError, readConfig } from '#lib/server/config.ts';
import { restore } from '#lib/server/restore.ts';
import { DATABASE_FILE, openStore } from '#lib/server/store/store.ts';

/*
 * npm run backup -- [FOLDER] [--days N]: copies the running database, proves the copy, and moves the durable
 * watermark. Meant for a timer: it ends with 1 when anything went wrong, and then nothing was moved; a copy that
 * it speaks of is proven all the same.
 * npm run backup -- --restore FILE: puts a copy back where no database is.
 */

/** A fortnight: hourly, that is 49 copies of two days and 12 of the days before. */
const DAYS = 14;

const USAGE = `npm run backup -- [FOLDER] [--days N]
npm run backup -- --restore FILE
  FOLDER    where copies go (DATA_DIR/backup); photos are copied once, into its folder foto
  --days N  all copies of two days stay, then the last one of each day, N days in all (${String(DAYS)})
  --restore FILE  puts the copy back where no database is; everybody signs in again
DATA_DIR and DATABASE_URL say which database it is, as for the server.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      days: { type: 'string' },
      restore: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(USAGE);
  const days = Number(values.days ?? DAYS);
  if (!Number.isInteger(days) || days < 1 || positionals.length > 1) throw new ConfigError(USAGE);
  const config = readConfig(process.env);
  if (values.restore !== undefined) {
    const { head, wanted } = await restore({ ...config, file: values.restore, now: Date.now() });
    console.log(`Restored up to entry ${formatNumber(head.seq)}. Everybody signs in again.`);
    if (wanted > 0)
      console.log(`Photos not in the copy, wanted from the phones again: ${formatNumber(wanted)}.`);
    return;
  }
  if (config.databaseUrl === null && !existsSync(join(config.dataDir, DATABASE_FILE))) {
    throw new ConfigError(`There is no database in DATA_DIR ${config.dataDir}.`);
  }
  const folder = positionals[0] ?? join(config.dataDir, 'backup');
  const begun = performance.now();
  const store = await openStore(config);
  try {
    const { dataDir, databaseUrl } = config;
    const options = { store, dataDir, databaseUrl, folder, days, now: Date.now() };
    report(await backup(options), performance.now() - begun);
  } finally {
    await store.close();
  }
}

function report({ file, bytes, check, photos, removed }: Backup, ms: number): void {
  const count = (number: number) => formatNumber(number);
  console.log(`Copied to ${file} (${count(Math.ceil(bytes / 1024))} kB, ${(ms / 1000).toFixed(1)} s).`);
  console.log(
    `Verified: ${count(check.entries)} journal entries, chained to ${check.head.hash.slice(0, 12)}.`,
  );
  console.log(`Photos: ${count(photos.all)}, ${count(photos.added)} of them new in the folder.`);
  if (check.bodiesGone > 0) console.log(`Bodies deleted before: ${count(check.bodiesGone)}.`);
  if (photos.fault === null) console.log(`Durable up to entry ${count(check.head.seq)}.`);
  else {
    console.error(`The copy stands, but nothing was called durable:\n${photos.fault}`);
    process.exitCode = 1;
  }
  if (removed.length > 0) console.log(`Removed ${count(removed.length)} older ones.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
