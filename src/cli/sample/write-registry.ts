import type { Insertable } from 'kysely';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { append } from '#lib/server/journal.ts';
import { storeRules } from '#lib/server/rules.ts';
import { insertRows } from '#lib/server/store/bulk.ts';
import type { Schema } from '#lib/server/store/schema.ts';
import type { Store } from '#lib/server/store/store.ts';
import type { Tx } from '#lib/server/store/tx.ts';
import type { Regency } from './regency.ts';

/** Rows that one journal entry takes in. */
const ROWS_AN_ENTRY = 500;

type Imported = 'office' | 'person' | 'appointment' | 'exemption' | 'umkm' | 'product';
type Row<T extends Imported> = Omit<Insertable<Schema[T]>, 'seq'>;

/** Takes in the rulebook, offices, people and shops, each batch on record. `sellers`: owner by shop's id. */
export async function writeRegistry(
  store: Store,
  regency: Regency,
  sellers: ReadonlyMap<string, string>,
): Promise<void> {
  await store.write(async (tx) => {
    const take = taker(tx, regency.madeAt);
    await storeRules(tx, INSTRUKSI_9_2024, regency.madeAt);
    await take('office', officeRows(regency));
    await take(
      'person',
      regency.people.map(({ id, name, nip }) => ({ id, name, nip })),
    );
    await take('appointment', appointmentRows(regency));
    await take('exemption', exemptionRows(regency));
    await take('umkm', shopRows(regency, sellers));
    await take('product', productRows(regency));
  });
}

/** Writes rows of a table in batches; each row has the position of the entry that took it in. */
const taker =
  (tx: Tx, at: number) =>
  async <T extends Imported>(table: T, rows: readonly Row<T>[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += ROWS_AN_ENTRY) {
      const batch = rows.slice(from, from + ROWS_AN_ENTRY);
      const kind = `import.${table}`;
      const entry = { at, kind, actor: null, subject: null, ref: null, outcome: 'applied' };
      const [position] = append(tx, [{ ...entry, body: JSON.stringify(batch) }]);
      const placed = batch.map((row) => ({ ...row, seq: position?.seq ?? 0 }));
      // Every table that is taken in has its columns and `seq`; the compiler does not join the two again.
      await insertRows(tx, table, placed as unknown as Insertable<Schema[T]>[]);
    }
  };

/** Parents before their units: the table refers to itself. */
const officeRows = ({ offices }: Regency): Row<'office'>[] =>
  offices.map(({ id, parentId, name, kind, kecamatan, from, until }) => ({
    id,
    parent_id: parentId,
    name,
    kind,
    kecamatan,
    from_day: from,
    until_day: until,
  }));

const appointmentRows = ({ people }: Regency): Row<'appointment'>[] =>
  people
    .flatMap((person) => person.appointments)
    .map(({ id, asnId, unitId, title, band, kind, from, until, superiorId }) => ({
      id,
      asn_id: asnId,
      office_id: unitId,
      title,
      band,
      kind,
      from_day: from,
      until_day: until,
      superior_id: superiorId,
    }));

const exemptionRows = ({ people }: Regency): Row<'exemption'>[] =>
  people
    .flatMap((person) => person.exemptions)
    .map(({ id, asnId, kind, from, until }) => ({
      id,
      asn_id: asnId,
      kind,
      from_day: from,
      until_day: until,
    }));

const shopRows = ({ shops }: Regency, sellers: ReadonlyMap<string, string>): Row<'umkm'>[] =>
  shops.map(({ id, name, kecamatan, desaCode, desa, phone }) => ({
    id,
    name,
    kecamatan,
    desa_code: desaCode,
    desa,
    phone,
    status: 'terdata',
    owner_id: sellers.get(id) ?? null,
  }));

const productRows = ({ shops }: Regency): Row<'product'>[] =>
  shops
    .flatMap((shop) => shop.products)
    .map(({ id, shopId, name, unit, price, category, art }) => ({
      id,
      umkm_id: shopId,
      name,
      unit,
      price,
      category,
      art,
      gone: 0,
    }));
