import type { Kysely, Migration } from 'kysely';
import type { Dialect } from '../tx.ts';
import { clustered, optional, reference, required, typesOf, type Types } from './columns.ts';

/** The journal, what it is about, and what is computed from it. See schema.ts for what columns mean. */
export const firstTables = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    const types = typesOf(dialect);
    await journal(db, types);
    await exchanges(db, types);
    await people(db, types);
    await purchases(db, types, dialect);
    await catalogue(db, types);
    await office(db, types);
  },
});

const keyed = (db: Kysely<unknown>, name: string) =>
  db.schema.createTable(name).addColumn('id', 'text', (column) => column.primaryKey().notNull());

const index = (db: Kysely<unknown>, table: string, columns: readonly string[]) =>
  db.schema
    .createIndex(`${table}_${columns.join('_')}_idx`)
    .on(table)
    .columns([...columns])
    .execute();

async function journal(db: Kysely<unknown>, { whole }: Types) {
  const entries = db.schema.createTable('journal').addColumn('seq', whole, (column) => column.primaryKey());
  const filled = optional(required(entries, whole, ['at']), 'text', ['actor', 'subject', 'ref']);
  await required(filled, 'text', ['kind', 'outcome', 'commitment', 'prev', 'hash']).execute();
  const bodies = db.schema
    .createTable('journal_body')
    .addColumn('seq', whole, (column) => column.primaryKey().references('journal.seq'));
  await required(bodies, 'text', ['salt', 'body']).execute();
  const head = db.schema.createTable('journal_head').addColumn('id', whole, (column) => column.primaryKey());
  await required(required(head, whole, ['seq']), 'text', ['hash']).execute();
}

async function exchanges(db: Kysely<unknown>, { whole }: Types) {
  const mutation = required(keyed(db, 'mutation'), 'text', ['replica', 'owner', 'hash', 'outcome']);
  const counted = required(mutation, whole, ['n', 'seq', 'received_at']);
  await optional(counted, 'text', ['after_id', 'code']).execute();
  await index(db, 'mutation', ['replica', 'n']);
  const replica = required(keyed(db, 'replica'), 'text', ['owner']);
  await required(replica, whole, ['first_at', 'last_at', 'through', 'unsent', 'clock_offset']).execute();
  await index(db, 'replica', ['owner']);
}

async function people(db: Kysely<unknown>, { whole }: Types) {
  const person = required(required(keyed(db, 'person'), 'text', ['name']), whole, ['seq']);
  await person.addColumn('nip', 'text', (column) => column.notNull().unique()).execute();
  const office = required(keyed(db, 'office'), 'text', ['name', 'kind', 'kecamatan', 'from_day']);
  await optional(required(office, whole, ['seq']), 'text', ['until_day'])
    .addColumn('parent_id', 'text', (column) => column.references('office.id'))
    .execute();
  const appointment = required(keyed(db, 'appointment'), 'text', ['title', 'band', 'kind', 'from_day']);
  const held = reference(reference(appointment, 'asn_id', 'person.id'), 'office_id', 'office.id');
  await optional(required(held, whole, ['seq']), 'text', ['until_day', 'superior_id']).execute();
  const exemption = required(keyed(db, 'exemption'), 'text', ['kind', 'from_day']);
  const granted = reference(exemption, 'asn_id', 'person.id');
  await optional(required(granted, whole, ['seq']), 'text', ['until_day']).execute();
  for (const table of ['person', 'office', 'appointment', 'exemption']) await index(db, table, ['seq']);
  await index(db, 'appointment', ['asn_id']);
  await index(db, 'appointment', ['office_id']);
  await index(db, 'exemption', ['asn_id']);
}

async function purchases(db: Kysely<unknown>, { whole }: Types, dialect: Dialect) {
  const purchase = reference(keyed(db, 'purchase'), 'asn_id', 'person.id');
  const texts = ['umkm_name', 'umkm_place', 'day', 'month', 'items_json', 'payment', 'note'];
  const judged = ['verdict', 'reason', 'flags_json', 'version'];
  await optional(required(purchase, 'text', [...texts, ...judged]), 'text', ['umkm_id'])
    .addColumn('amount', whole, (column) => column.notNull())
    .addColumn('received_at', whole, (column) => column.notNull())
    .addColumn('seq', whole, (column) => column.notNull())
    .execute();
  await index(db, 'purchase', ['asn_id', 'month']);
  await index(db, 'purchase', ['asn_id', 'seq']);
  const total = reference(db.schema.createTable('month_total'), 'asn_id', 'person.id');
  const sums = ['counted', 'waiting', 'seq'];
  const counts = ['umkm_count', 'checked', 'unchecked', 'flagged', 'rejected'];
  const summed = required(required(total, 'text', ['month']), whole, [...sums, ...counts]);
  // The month first: a recap reads the rows of one month, which then lie side by side.
  await clustered(summed.addPrimaryKeyConstraint('month_total_pkey', ['month', 'asn_id']), dialect).execute();
}

async function catalogue(db: Kysely<unknown>, { whole }: Types) {
  const umkm = required(keyed(db, 'umkm'), 'text', [
    'name',
    'kecamatan',
    'desa_code',
    'desa',
    'phone',
    'status',
  ]);
  await optional(required(umkm, whole, ['seq']), 'text', ['owner_id']).execute();
  await index(db, 'umkm', ['kecamatan', 'desa_code']);
  await index(db, 'umkm', ['seq']);
  const product = reference(keyed(db, 'product'), 'umkm_id', 'umkm.id');
  const named = required(product, 'text', ['name', 'unit', 'category', 'art']);
  await required(named, whole, ['price', 'gone', 'seq']).execute();
  await index(db, 'product', ['umkm_id']);
  await index(db, 'product', ['seq']);
  const pack = db.schema
    .createTable('pack')
    .addColumn('scope', 'text', (column) => column.primaryKey().notNull());
  const published = required(required(pack, 'text', ['at_hash']), whole, ['at', 'products', 'bytes', 'seq']);
  // The long column last: what stands before it is read without it.
  await published
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await index(db, 'pack', ['seq']);
}

async function office(db: Kysely<unknown>, { whole }: Types) {
  const rule = required(keyed(db, 'rule_version'), 'text', ['from_month', 'rule_json']);
  await required(rule, whole, ['seq']).execute();
  const meta = db.schema
    .createTable('meta')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull());
  await required(meta, 'text', ['value']).execute();
}
