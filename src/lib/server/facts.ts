import type { Kysely, Selectable } from 'kysely';
import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Office } from '#lib/domain/office.ts';
import type { ServiceRecord } from '#lib/domain/quota.ts';
import type { Rulebook, RuleVersion } from '#lib/domain/rulebook.ts';
import type { Newest } from './newest.ts';
import { appointmentOf, exemptionOf, officeOf } from './recap/rows.ts';
import { Prepared } from './store/prepared.ts';
import type { AppointmentTable, ExemptionTable, PackTable, PersonTable, Schema } from './store/schema.ts';
import type { Store } from './store/store.ts';
import type { Tx } from './store/tx.ts';

/** An ASN as their months are judged. `seq` is the journal position that changed any of it last. */
export interface Member {
  readonly name: string;
  readonly nip: string;
  readonly service: ServiceRecord;
  readonly seq: number;
}

export type PublishedPack = Omit<Selectable<PackTable>, 'body'>;

/**
 * What every exchange is judged by and seldom changes. It holds for the journal positions it was read at:
 * rows get a new position with every change, so that equal positions mean equal facts.
 */
export interface Facts {
  readonly stamp: string;
  readonly rulebook: Rulebook;
  readonly offices: ReadonlyMap<string, Office>;
  /** The journal position that changed any office last. */
  readonly officesAt: number;
  readonly packs: ReadonlyMap<string, PublishedPack>;
  /** Filled as people are met; null for an account that is no ASN. */
  readonly members: Map<string, Member | null>;
}

const kept = new WeakMap<Store, Facts>();

/** Keeps facts for the next exchange; to be called only once the transaction they were read in committed. */
export const keepFacts = (store: Store, facts: Facts): void => void kept.set(store, facts);

/** The facts as they stand in this transaction. */
export async function readFacts(store: Store, tx: Tx, newest: Newest): Promise<Facts> {
  const { rule_version: rule, office, pack, person, appointment, exemption } = newest;
  const stamp = [rule, office, pack, person, appointment, exemption].join();
  const known = kept.get(store);
  if (known?.stamp === stamp) return known;
  return {
    stamp,
    rulebook: await readRulebook(tx),
    offices: await readOffices(tx),
    officesAt: office,
    packs: await readPacks(tx),
    members: new Map(),
  };
}

/**
 * Versions in the order they came into force. Until one is stored it is the decree as it was published, which
 * phones judge by as well until they are told another: screen, files, totals and phones agree.
 */
export async function readRulebook(db: Kysely<Schema>): Promise<Rulebook> {
  const rows = await db.selectFrom('rule_version').select('rule_json').orderBy('from_month').execute();
  if (rows.length === 0) return INSTRUKSI_9_2024;
  return rows.map((row) => JSON.parse(row.rule_json) as RuleVersion);
}

export async function readOffices(db: Kysely<Schema>): Promise<Map<string, Office>> {
  const rows = await db.selectFrom('office').selectAll().execute();
  return new Map(rows.map((row) => [row.id, officeOf(row)]));
}

async function readPacks(tx: Tx): Promise<Map<string, PublishedPack>> {
  const rows = await tx
    .selectFrom('pack')
    .select(['scope', 'hash', 'at', 'at_hash', 'products', 'bytes', 'seq'])
    .orderBy('scope')
    .execute();
  return new Map(rows.map((row) => [row.scope, row]));
}

const personById = new Prepared<{ id: string }, Selectable<PersonTable>>((db, hole) =>
  db.selectFrom('person').selectAll().where('id', '=', hole('id')),
);
const appointmentsOf = new Prepared<{ id: string }, Selectable<AppointmentTable>>((db, hole) =>
  db.selectFrom('appointment').selectAll().where('asn_id', '=', hole('id')),
);
const exemptionsOf = new Prepared<{ id: string }, Selectable<ExemptionTable>>((db, hole) =>
  db.selectFrom('exemption').selectAll().where('asn_id', '=', hole('id')),
);

/** The ASN of an account, or null when the account is none. */
export async function memberOf(tx: Tx, facts: Pick<Facts, 'members'>, id: string): Promise<Member | null> {
  const known = facts.members.get(id);
  if (known !== undefined) return known;
  const person = await personById.first(tx, { id });
  const member = person === undefined ? null : await readMember(tx, person);
  facts.members.set(id, member);
  return member;
}

async function readMember(tx: Tx, { id, name, nip, seq }: Selectable<PersonTable>): Promise<Member> {
  const appointments = await appointmentsOf.all(tx, { id });
  const exemptions = await exemptionsOf.all(tx, { id });
  const service = {
    appointments: appointments.map(appointmentOf),
    exemptions: exemptions.map(exemptionOf),
  };
  return {
    name,
    nip,
    service,
    seq: Math.max(seq, ...[...appointments, ...exemptions].map((row) => row.seq)),
  };
}

/** A month of an ASN whose totals must be computed anew. */
export interface Touched {
  readonly asnId: string;
  readonly month: Month;
}
