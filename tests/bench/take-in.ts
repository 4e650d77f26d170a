import { addDays, monthsOfYear } from '#lib/domain/day.ts';
import { day, sampleAppointment, samplePurchase } from '#lib/domain/samples.ts';
import { packTexts, productRows } from './goods.ts';
import type { PeersWorld } from './peers.ts';
import { percentile, type Beside, type Row } from './table.ts';

interface TakenIn {
  readonly ms: number;
  readonly found: number;
  readonly all: number;
}

/** One after the other on one page, CPU slowed 4 times: SiMadu's parts, then its peers, with the same goods. */
export async function takeInRows(world: PeersWorld): Promise<Row[]> {
  await world.page.reload();
  const devtools = await world.page.context().newCDPSession(world.page);
  const [products, packs] = [productRows(), packTexts()];
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  try {
    const own = await world.call<TakenIn>('takeIn.simadu', { packs, word: 'kopi' });
    const peers: Beside[] = [];
    for (const [name, way] of [
      ['Dexie row by row', 'dexie'],
      ['RxDB', 'rxdb'],
      ['PouchDB', 'pouchdb'],
    ] as const) {
      const { ms, all, found } = await world.call<TakenIn>(`takeIn.${way}`, { products, word: 'kopi' });
      if (all !== own.all || found === 0) throw new Error(`${name} holds ${all} and found ${found}.`);
      peers.push({ name, value: ms / 1_000 });
    }
    return [
      {
        name: '10,000 products taken into the store and searchable',
        value: own.ms / 1_000,
        unit: 's',
        budget: 1.5,
        want: 'at most',
        peers,
        how: 'CPU slowed 4 times, first search answered; Dexie with an index of words, PouchDB by allDocs',
      },
      await searchRow(world, packs),
      await yearRow(world),
    ];
  } finally {
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await devtools.detach();
  }
}

async function searchRow(world: PeersWorld, packs: readonly string[]): Promise<Row> {
  const words = ['kopi', 'keripik', 'susu', 'madu hutan', 'batik', 'bawang goreng'];
  const { keys, all } = await world.call<{ keys: number[]; all: number }>('searchMany', {
    packs,
    words,
    times: 10,
  });
  return {
    name: 'search 100,000 products, p95',
    value: percentile(keys, 0.95),
    unit: 'ms',
    budget: 100,
    want: 'at most',
    how: `the search alone, without drawing: ${all} products, CPU slowed 4 times, ${keys.length} keys`,
  };
}

const PURCHASES = 400;

async function yearRow(world: PeersWorld): Promise<Row> {
  const purchases = Array.from({ length: PURCHASES }, (_, i) =>
    samplePurchase({
      id: `purchase-${i}`,
      day: addDays(day('2026-01-01'), Math.floor((i * 365) / PURCHASES)),
    }),
  );
  const service = { appointments: [sampleAppointment()], exemptions: [] };
  const months = monthsOfYear(2026);
  const times = await world.call<number[]>('assessYear', { purchases, months, service, times: 200 });
  return {
    name: 'quota of a year of purchases, p95',
    value: percentile(times, 0.95),
    unit: 'ms',
    budget: 5,
    want: 'at most',
    how: `${PURCHASES} purchases, 12 months, CPU slowed 4 times, 200 times`,
  };
}
