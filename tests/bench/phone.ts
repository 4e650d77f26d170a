import { Office } from '../e2e/world/office.ts';
import { PASSWORD, person } from '../e2e/world/people.ts';
import { Phone } from '../e2e/world/phone.ts';
import { CountingProxy } from './counting-proxy.ts';
import { feelRows } from './feel.ts';
import { measurePeers, type PeersWorld } from './peers.ts';
import type { Row } from './table.ts';
import { edgeVisitRow, firstVisit, laterScreensRow, shellRow } from './visit.ts';
import { edgeRows, wireRows } from './wire.ts';

/** A phone and its office with the counting proxy between them. */
export interface Bench {
  readonly proxy: CountingProxy;
  readonly phone: Phone;
  readonly office: Office;
  readonly origin: string;
}

/** Opens a fresh phone before a fresh office. */
export async function openBench(): Promise<Bench & { close: () => Promise<void> }> {
  const proxy = new CountingProxy();
  const origin = await proxy.open();
  const office = await Office.start({ origin });
  proxy.connect(office.port);
  const phone = new Phone({ origin });
  await phone.start();
  // tsx names inner functions with a helper that a page does not have.
  await phone.context.addInitScript('globalThis.__name = (inner) => inner');
  const close = async () => {
    await phone.close();
    await office.close();
    proxy.close();
  };
  return { proxy, phone, office, origin, close };
}

/** Signs the plain ASN of the sample regency in. */
export async function signIn({ phone, origin }: Bench): Promise<void> {
  const { number } = await person(origin, 'Ratna Puspita');
  await phone.signIn(number, PASSWORD);
}

async function withBench(measure: (bench: Bench) => Promise<Row[]>): Promise<Row[]> {
  const bench = await openBench();
  try {
    return await measure(bench);
  } finally {
    await bench.close();
  }
}

/** Visits and the wire, beside the peers' where there are any, and what a person feels. */
export async function phoneRows(peers: PeersWorld): Promise<Row[]> {
  const costs = await measurePeers(peers);
  return withBench(async (bench) => [
    ...(await firstVisit(bench)),
    shellRow(),
    ...(await wireRows(bench, costs)),
    ...(await feelRows(bench)),
    ...(await edgeRows(bench, costs)),
  ]);
}

/** Visits of phones whose browser is empty. */
export async function visitRows(): Promise<Row[]> {
  const later = await withBench(async (bench) => [await laterScreensRow(bench)]);
  return [...later, ...(await withBench(async (bench) => [await edgeVisitRow(bench)]))];
}
