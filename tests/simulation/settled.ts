import { packsReady } from '#lib/server/catalogue/packs.ts';
import { createUser } from '#lib/server/accounts/accounts.ts';
import type { Band } from '#lib/domain/position.ts';
import type { Day } from '#lib/domain/day.ts';
import { append } from '#lib/server/journal.ts';
import { insertRows } from '#lib/server/store/bulk.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import type { Tx } from '#lib/server/store/tx.ts';
import { id, NOON, OPD, settle, UNIT } from '../contract/world.ts';

/** People of a village, at most: each is one account. */
export const PEOPLE = 20;

export const personId = (index: number): string => id(0x1000 + index);

const BANDS: readonly Band[] = ['pelaksana', 'pengawas', 'fungsional', 'administrator'];
export const bandOf = (index: number): Band => BANDS[index % BANDS.length] ?? 'pelaksana';

/** A database with a small regency and a village of ASN, for every world to begin with a copy of. */
export async function settleVillage(dataDir: string): Promise<void> {
  const store = await openStore({ dataDir, databaseUrl: null });
  await settle(store);
  await store.write((tx) => settlePeople(tx));
  await packsReady(store, () => NOON);
  await store.close();
}

async function settlePeople(tx: Tx): Promise<void> {
  const [position] = append(tx, [
    { at: NOON, kind: 'import', actor: null, subject: null, ref: null, outcome: 'applied', body: '' },
  ]);
  const seq = position?.seq ?? 0;
  const people = Array.from({ length: PEOPLE }, (_, index) => index);
  await insertRows(
    tx,
    'person',
    people.map((index) => ({
      id: personId(index),
      name: `Warga ${String(index)}`,
      nip: nipOf(index),
      seq,
    })),
  );
  await insertRows(
    tx,
    'appointment',
    people.map((index) => ({
      id: id(0x2000 + index),
      asn_id: personId(index),
      office_id: UNIT,
      title: 'Pengadministrasi',
      band: bandOf(index),
      kind: 'definitif' as const,
      superior_id: null,
      from_day: '2020-01-01',
      until_day: null,
      seq,
    })),
  );
  for (const index of people) {
    await createUser(tx, {
      id: personId(index),
      name: `Warga ${String(index)}`,
      number: nipOf(index),
      grants: [{ role: 'asn', from: '2020-01-01' as Day }],
      now: NOON,
    });
  }
}

const nipOf = (index: number): string => `1985010120100110${String(index).padStart(2, '0')}`;

/** Moves a person to the head office from a day on: their post at the unit ends the day before. */
export async function transfer(
  store: Store,
  index: number,
  { last, first, now }: { readonly last: Day; readonly first: Day; readonly now: number },
): Promise<void> {
  await store.write(async (tx) => {
    const entry = { at: now, kind: 'import', actor: null, subject: personId(index), ref: null };
    const [position] = append(tx, [{ ...entry, outcome: 'applied', body: 'mutasi' }]);
    const seq = position?.seq ?? 0;
    await tx
      .updateTable('appointment')
      .set({ until_day: last, seq })
      .where('asn_id', '=', personId(index))
      .where('until_day', 'is', null)
      .execute();
    await insertRows(tx, 'appointment', [
      {
        id: id(0x3000 + index),
        asn_id: personId(index),
        office_id: OPD,
        title: 'Kepala Seksi',
        band: 'pengawas' as const,
        kind: 'definitif' as const,
        superior_id: null,
        from_day: first,
        until_day: null,
        seq,
      },
    ]);
  });
}
