import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMonths, monthInWib } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { officeRecap } from '#lib/server/recap/recap.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import { recapXlsx } from '#lib/server/exports/xlsx.ts';
import { recapForm } from '#lib/server/recap/form.ts';
import { median, type Row } from './table.ts';
import { BUILD } from '../e2e/world/office.ts';

const REPEATS = 30;

/** A regency at scale: last month's recap of one OPD and of all, beside the bare query over month totals. */
export async function recapRows(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'simadu-recap-'));
  const began = Date.now();
  execFileSync(
    'node',
    [`${BUILD}/cli/sample.js`, '--asn', '12000', '--umkm', '20000', '--products', '100000'],
    {
      env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'warn' },
      stdio: 'inherit',
    },
  );
  const seconds = (Date.now() - began) / 1_000;
  const store = await openStore({ dataDir: folder, databaseUrl: null });
  try {
    const purchases = await count(store);
    const month = addMonths(monthInWib(Date.now()), -1);
    const office = await store.db
      .selectFrom('office')
      .select('id')
      .where('name', '=', 'Kecamatan Krucil')
      .executeTakeFirstOrThrow();
    const recap = (officeId: string | null) => () =>
      officeRecap({ db: store.db, rulebook: INSTRUKSI_9_2024, officeId, month, now: Date.now() });
    const bare = () => store.db.selectFrom('month_total').selectAll().where('month', '=', month).execute();
    const how = `${purchases} purchases stored, median of ${REPEATS}`;
    const exporting = performance.now();
    const form = await recapForm({
      db: store.db,
      rulebook: INSTRUKSI_9_2024,
      officeId: null,
      month,
      now: Date.now(),
    });
    const file = form && (await recapXlsx(form));
    const exported = (performance.now() - exporting) / 1_000;
    return [
      {
        name: 'export of the whole month as XLSX',
        value: exported,
        unit: 's',
        budget: 3,
        want: 'at most',
        how: `${form?.people.length ?? 0} people, ${form?.purchases.length ?? 0} purchases, ${((file?.length ?? 0) / 1e6).toFixed(1)} MB`,
      },
      {
        name: 'sample regency at scale',
        value: seconds,
        unit: 's',
        budget: 120,
        want: 'at most',
        how: `12,000 ASN, 20,000 UMKM, 100,000 products, ${purchases} purchases`,
      },
      {
        name: 'recap of one OPD',
        value: await time(recap(office.id)),
        unit: 'ms',
        budget: 15,
        want: 'at most',
        how,
      },
      {
        name: 'recap of all ASN of the regency',
        value: await time(recap(null)),
        unit: 'ms',
        budget: 60,
        want: 'at most',
        floor: { name: 'bare select of month totals', value: await time(bare) },
        how,
      },
    ];
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return median(times);
}

async function count({ db }: Store): Promise<number> {
  const { n } = await db
    .selectFrom('purchase')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}
