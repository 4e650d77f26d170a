import { parseArgs } from 'node:util';
import { formatInstant } from '#lib/domain/day.ts';
import { parseNip } from '#lib/domain/nip.ts';
import { begin } from '#lib/server/begin.ts';
import { ConfigError, readConfig } from '#lib/server/config.ts';
import { openStore } from '#lib/server/store/store.ts';

/*
 * npm run begin -- --nip NIP --name NAME: makes an empty office one that somebody can sign in to. Ends with 1
 * when it has accounts already, and then nothing was written.
 */

const USAGE = `npm run begin -- --nip NIP --name NAME
  --nip NIP    the first administrator's NIP: what they sign in with
  --name NAME  their name
DATA_DIR and DATABASE_URL say which database it is, as for the server.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      nip: { type: 'string' },
      name: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(USAGE);
  const nip = parseNip(values.nip ?? '');
  const name = (values.name ?? '').trim();
  if (!nip.ok || name === '') throw new ConfigError(USAGE);
  const store = await openStore(readConfig(process.env));
  try {
    const begun = await begin(store, { nip: nip.value, name, now: Date.now() });
    if (!begun.ok) throw new ConfigError('There are accounts in this database already: nothing was written.');
    const { code, expiresAt } = begun.value;
    console.log(`The decree is on record, and ${name} is administrator.
One-time code: ${code} (until ${formatInstant(expiresAt)} WIB). It is shown once and kept nowhere.
Type it as the password at the first sign-in, then choose one.`);
  } finally {
    await store.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
});
