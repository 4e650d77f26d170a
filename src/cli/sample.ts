import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dayInWib, formatDay } from '#lib/domain/day.ts';
import { formatNumber } from '#lib/domain/rupiah.ts';
import { ConfigError, readConfig, type Config } from '#lib/server/config.ts';
import { photoFolder } from '#lib/server/photos/desk.ts';
import { diskPhotos } from '#lib/server/photos/files.ts';
import { DATABASE_FILE, openStore } from '#lib/server/store/store.ts';
import { readOptions, USAGE, UsageError } from './sample/options.ts';
import { makeRegency, type Regency, type RegencyOptions } from './sample/regency.ts';
import { sampleAccounts } from './sample/write-users.ts';
import { hasPeople, writeRegency } from './sample/write.ts';

/*
 * Sample data: node build/cli/sample.js (or npx tsx src/cli/sample.ts). The clock is read here and nowhere
 * else in the sample: the same seed, sizes and day make the same regency.
 */

async function sample(args: readonly string[]): Promise<void> {
  const begun = performance.now();
  const options = readOptions(args, Date.now());
  if (options === null) return console.log(USAGE);
  const config = readConfig(process.env);
  const regency = await fill(config, options);
  report(regency, performance.now() - begun);
}

/**
 * Makes the database aside and puts it in its place when it is whole, so that a run that was cut leaves
 * nothing behind that looks like one. A database that is there, or a server's, is filled where it is.
 */
async function fill({ dataDir, databaseUrl }: Config, options: RegencyOptions): Promise<Regency> {
  const fresh = databaseUrl === null && !existsSync(join(dataDir, DATABASE_FILE));
  const aside = join(dataDir, 'sample-in-the-making');
  if (fresh) rmSync(aside, { recursive: true, force: true });
  const store = await openStore({ dataDir: fresh ? aside : dataDir, databaseUrl });
  let regency: Regency;
  try {
    if (await hasPeople(store)) {
      throw new UsageError('There are people in this database already. Choose an empty one (DATA_DIR).');
    }
    regency = makeRegency(options);
    // Under their hashes they are in nobody's way, so they go where they stay.
    const files = diskPhotos(photoFolder(dataDir));
    await writeRegency(store, regency, { issuedAt: Date.now(), files });
  } finally {
    await store.close();
  }
  if (fresh) {
    // The newest commits may still be in the log beside the database: it goes first, `simadu.db` last.
    for (const name of readdirSync(aside).sort().reverse())
      renameSync(join(aside, name), join(dataDir, name));
    rmSync(aside, { recursive: true, force: true });
  }
  return regency;
}

function report(regency: Regency, ms: number): void {
  const { offices, people, shops, purchases, steps, now } = regency;
  const products = shops.reduce((sum, shop) => sum + shop.products.length, 0);
  const lines: (readonly [number, string])[] = [
    [offices.length, 'offices'],
    [people.length, 'ASN'],
    [shops.length, 'UMKM'],
    [products, 'products'],
    [purchases.size, 'purchases'],
    [steps.length, 'decisions about them on record'],
  ];
  console.log(`A made-up regency until ${formatDay(dayInWib(now))}, in ${(ms / 1_000).toFixed(1)} s:`);
  for (const [count, what] of lines) console.log(`${formatNumber(count).padStart(10)} ${what}`);
  console.log('\nSample accounts (NIP or phone number, password, who):');
  for (const { number, password, name, about } of sampleAccounts(regency)) {
    console.log(`  ${number.padEnd(18)}  ${password.padEnd(16)}  ${name}: ${about}`);
  }
}

function fail(error: unknown): void {
  const told = error instanceof UsageError || error instanceof ConfigError || error instanceof RangeError;
  console.error(told ? error.message : error);
  process.exitCode = 1;
}

sample(process.argv.slice(2)).catch(fail);
