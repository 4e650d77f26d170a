import { createInterface } from 'node:readline';
import { openStore } from '#lib/server/store/store.ts';
import { Phone, recordOf } from './world.ts';

/*
 * An office in a process of its own, so that a test can end it as a power cut does. It opens the database it
 * is told of and says `open`; for every line it reads it records a purchase of the ASN named there, and says
 * the ids that the office acknowledged.
 */
const [dataDir = '', databaseUrl = ''] = process.argv.slice(2);
const store = await openStore({ dataDir, databaseUrl: databaseUrl === '' ? null : databaseUrl });
const phones = new Map<string, Phone>();
const asked: Promise<void>[] = [];
process.stdout.write('open\n');

for await (const asn of createInterface({ input: process.stdin })) {
  const phone = phones.get(asn) ?? new Phone(asn);
  phones.set(asn, phone);
  const told = phone.send(store, recordOf(1_000)).then(({ sent, answer }) => {
    if (answer.runs.length === 1) process.stdout.write(`${sent.map(({ id }) => id).join(' ')}\n`);
  });
  asked.push(told);
}
await Promise.all(asked);
await store.close();
