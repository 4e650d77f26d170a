import { expect, it } from 'vitest';
import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { readFacts, readRulebook } from './facts.ts';
import { readNewest } from './newest.ts';
import { officeForTest } from './office.fixture.ts';

it('judges by the decree as it was published until a version is stored, at the desk and in exchanges', async () => {
  const { store } = await officeForTest();
  const inExchange = () =>
    store.write(async (tx) => (await readFacts(store, tx, await readNewest(store, tx))).rulebook);
  expect(await readRulebook(store.db)).toEqual(INSTRUKSI_9_2024);
  expect(await inExchange()).toEqual(INSTRUKSI_9_2024);

  const [published] = INSTRUKSI_9_2024;
  const version = { ...published, id: 'versi-lain', from: '2026-01' as Month };
  const row = { id: version.id, from_month: version.from, rule_json: JSON.stringify(version), seq: 1 };
  await store.db.insertInto('rule_version').values(row).execute();
  expect(await readRulebook(store.db)).toEqual([version]);
  expect(await inExchange()).toEqual([version]);
});
