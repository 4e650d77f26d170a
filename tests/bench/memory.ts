import { openBench, signIn, type Bench } from './phone.ts';
import type { Row } from './table.ts';

/** Rounds through the screens that stand for an hour: one a minute, each with an exchange. */
const ROUNDS = 60;
/** Rounds after which it is looked: the first when everything was seen once, so that what is kept on purpose is there. */
const LOOKS: readonly number[] = [5, 20, 40, ROUNDS];

/**
 * An hour of use, simulated: a person who goes through all screens, searches and records, again and again.
 * Growth of what JavaScript holds after a collection, from the fifth round to the last. Every tenth round
 * records a purchase, so some growth is what was recorded.
 */
export async function memoryRow(): Promise<Row> {
  const bench = await openBench();
  try {
    await signIn(bench);
    const heaps: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      await goRound(bench, round);
      if (LOOKS.includes(round)) heaps.push(await heap(bench));
    }
    const [before = Number.NaN] = heaps;
    const after = heaps.at(-1) ?? Number.NaN;
    return {
      name: 'memory after an hour of use, growth',
      value: ((after - before) / before) * 100,
      unit: '%',
      budget: 20,
      want: 'at most',
      how: `simulated: ${ROUNDS} rounds of 4 screens, a search, an exchange, and a purchase now and then; after ${LOOKS.join(', ')} rounds ${heaps.map((bytes) => (bytes / 1e6).toFixed(1)).join(', ')} MB`,
    };
  } finally {
    await bench.close();
  }
}

async function goRound({ phone }: Bench, round: number): Promise<void> {
  const { page } = phone;
  await phone.go('Katalog');
  await page.getByText(/produk tersimpan di HP/).waitFor();
  await page
    .getByLabel('Cari produk atau UMKM')
    .fill(['kopi', 'madu', 'keripik', 'susu'][round % 4] ?? 'kopi');
  await page.getByRole('link', { name: /Rp/ }).first().waitFor();
  await phone.go('Riwayat');
  await page.getByRole('heading', { name: 'Riwayat' }).waitFor();
  await phone.go('Akun');
  await page.getByRole('button', { name: 'Kirim sekarang' }).click();
  if (round % 10 === 0) {
    await phone.go('Catat');
    await page.getByLabel('UMKM', { exact: true }).fill('Warung Uji Satu');
    await page.getByLabel('Tempat').fill('Krucil');
    await page.getByLabel('Jumlah', { exact: true }).fill(String(5_000 + round * 100));
    await page.getByRole('button', { name: 'Simpan' }).click();
    await page.getByRole('heading', { name: /Tersimpan/ }).waitFor();
  }
  await page
    .getByRole('link', { name: /Beranda/ })
    .first()
    .click();
  await page
    .getByRole('img', { name: /dari Rp|penuh/ })
    .first()
    .waitFor();
}

async function heap({ phone }: Bench): Promise<number> {
  const devtools = await phone.context.newCDPSession(phone.page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize;
}
