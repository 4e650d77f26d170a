import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { RuleVersion } from '#lib/domain/rulebook.ts';
import { KRUCIL, morning, november, openWorld, type OpenWorld } from './recap/recap.fixture.ts';
import { recapForm } from './recap/form.ts';
import { officeRecap } from './recap/recap.ts';
import { readRulebook } from './facts.ts';
import { storeRules } from './rules.ts';

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld(KRUCIL);
});
afterAll(() => world.close());

it('sums up anew the months that are lived under a new version, and no others', async () => {
  const { store } = world;
  const [published] = INSTRUKSI_9_2024;
  if (!published) throw new Error('no rules');
  const stricter: RuleVersion = {
    ...published,
    id: 'diperiksa-dahulu',
    from: november,
    countsOnArrival: { value: false, basis: published.countsOnArrival.basis },
  };
  await store.write((tx) => storeRules(tx, [published, stricter], morning));
  const rulebook = await readRulebook(store.db);
  for (const month of [november, '2026-10' as Month]) {
    const request = { db: store.db, rulebook, officeId: 'krucil', month, now: morning };
    const stored = await officeRecap(request);
    const judged = await recapForm(request);
    expect(stored?.recap.totals).toEqual(judged?.totals);
    expect(judged?.people).toMatchObject(stored?.recap.rows ?? []);
  }
  const of = await store.db
    .selectFrom('month_total')
    .select(['counted', 'waiting'])
    .where('asn_id', '=', 'pergi')
    .execute();
  expect(of).toEqual([{ counted: 0, waiting: 75_000 }]);
});
