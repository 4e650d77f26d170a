import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { AppointmentKind, Band } from '#lib/domain/position.ts';
import type { Flag, Verdict } from '#lib/domain/purchase.ts';
import { assess } from '#lib/domain/quota.ts';
import type { ExemptionKind } from '#lib/domain/rulebook.ts';
import { appointmentOf, exemptionOf, purchaseOf } from './rows.ts';
import { openStore, type Store } from '../store/store.ts';
import { monthTotal } from '../totals.ts';

/*
 * For tests: a small regency in a database of its own, made from short hand-written rows. Month totals are
 * written as the office writes them: by `assess`, from the rows.
 */

/** `[id, parent, kind]` */
export type OfficeRow = readonly [string, string | null, 'opd' | 'unit'];
/** `[asn, office, title, band, from, until, kind]` */
export type PostRow = readonly [string, string, string, Band, string, string | null, AppointmentKind?];
/** `[asn, kind, from, until]` */
export type FreeRow = readonly [string, ExemptionKind, string, string | null];
/** `[asn, day, amount, umkm, verdict, flags]`; an umkm that begins with ~ was typed. */
export type BoughtRow = readonly [string, string, number, string, Verdict?, (readonly Flag[])?];
/** `[asn, last contact as ISO text, unsent]` */
export type PhoneRow = readonly [string, string, number];

export interface World {
  readonly offices: readonly OfficeRow[];
  readonly posts: readonly PostRow[];
  readonly free?: readonly FreeRow[];
  readonly bought?: readonly BoughtRow[];
  readonly phones?: readonly PhoneRow[];
  /** Names of people that differ from their id. */
  readonly names?: Readonly<Record<string, string>>;
}

export interface OpenWorld {
  readonly store: Store;
  close(): Promise<void>;
}

export async function openWorld(world: World): Promise<OpenWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'simadu-recap-'));
  const store = await openStore({ dataDir, databaseUrl: null });
  await writeRegistry(store, world);
  await writePurchases(store, world);
  return {
    store,
    async close() {
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** An 18-digit number for the nth person. */
const nipOf = (n: number) => `19800101200501${n % 2 === 0 ? 2 : 1}${String(n).padStart(3, '0')}`;

async function writeRegistry({ db }: Store, { offices, posts, free = [], phones = [], names = {} }: World) {
  const people = [...new Set(posts.map(([asn]) => asn))];
  const rows = {
    office: offices.map(([id, parent, kind]) => ({
      id,
      parent_id: parent,
      name: names[id] ?? id,
      kind,
      kecamatan: '35.13.08',
      from_day: '2020-01-01',
      until_day: null,
      seq: 1,
    })),
    person: people.map((id, index) => ({ id, name: names[id] ?? id, nip: nipOf(index + 1), seq: 1 })),
    appointment: posts.map(([asn, office, title, band, from, until, kind], index) => ({
      id: `post-${index}`,
      asn_id: asn,
      office_id: office,
      title,
      band,
      kind: kind ?? 'definitif',
      from_day: from,
      until_day: until,
      superior_id: null,
      seq: 1,
    })),
    exemption: free.map(([asn, kind, from, until], index) => ({
      id: `free-${index}`,
      asn_id: asn,
      kind,
      from_day: from,
      until_day: until,
      seq: 1,
    })),
    replica: phones.map(([owner, at, unsent], index) => ({
      id: `phone-${index}`,
      owner,
      first_at: 0,
      last_at: Date.parse(at),
      through: 0,
      unsent,
      clock_offset: 0,
    })),
  };
  await db.insertInto('office').values(rows.office).execute();
  await db.insertInto('person').values(rows.person).execute();
  await db.insertInto('appointment').values(rows.appointment).execute();
  if (free.length > 0) await db.insertInto('exemption').values(rows.exemption).execute();
  if (phones.length > 0) await db.insertInto('replica').values(rows.replica).execute();
}

async function writePurchases({ db }: Store, { bought = [], names = {} }: World) {
  if (bought.length === 0) return;
  const listed = new Set(bought.map(([, , , umkm]) => umkm).filter((umkm) => !umkm.startsWith('~')));
  const shops = [...listed].map((id) => ({
    id,
    name: names[id] ?? id,
    kecamatan: '35.13.07',
    desa_code: '35.13.07.2001',
    desa: 'Tiris',
    phone: '',
    status: 'terdata' as const,
    owner_id: null,
    seq: 1,
  }));
  if (shops.length > 0) await db.insertInto('umkm').values(shops).execute();
  const purchases = bought.map(([asn, day, amount, umkm, verdict, flags], index) => ({
    id: `buy-${String(index).padStart(4, '0')}`,
    asn_id: asn,
    umkm_id: umkm.startsWith('~') ? null : umkm,
    umkm_name: umkm.startsWith('~') ? umkm.slice(1) : (names[umkm] ?? umkm),
    umkm_place: umkm.startsWith('~') ? 'Sapikerep' : '',
    day,
    month: day.slice(0, 7),
    amount,
    items_json: '[]',
    photos_json: '[]',
    wanted_json: '[]',
    payment: 'tunai' as const,
    note: '',
    verdict: verdict ?? 'belum-diperiksa',
    reason: '',
    flags_json: JSON.stringify(flags ?? []),
    received_at: Date.parse(`${day}T10:00:00Z`),
    version: `buy-${index}`,
    seq: index + 1,
  }));
  await db.insertInto('purchase').values(purchases).execute();
  await writeTotals(db);
}

async function writeTotals(db: Store['db']) {
  const purchases = await db.selectFrom('purchase').selectAll().execute();
  const appointments = (await db.selectFrom('appointment').selectAll().execute()).map(appointmentOf);
  const exemptions = (await db.selectFrom('exemption').selectAll().execute()).map(exemptionOf);
  const keys = new Map(purchases.map(({ asn_id: asn, month }) => [`${asn} ${month}`, { asn, month }]));
  for (const { asn, month } of keys.values()) {
    const assessment = assess({
      month: month as Month,
      service: {
        appointments: appointments.filter(({ asnId }) => asnId === asn),
        exemptions: exemptions.filter(({ asnId }) => asnId === asn),
      },
      rulebook: INSTRUKSI_9_2024,
      purchases: purchases.filter((row) => row.asn_id === asn).map(purchaseOf),
    });
    await db
      .insertInto('month_total')
      .values(monthTotal(assessment, { asnId: asn, seq: 1 }))
      .execute();
  }
}

export const november = '2026-11' as Month;
/** 24 November 2026, 07.10 WIB. */
export const morning = Date.parse('2026-11-24T00:10:00Z');

/** Kecamatan Krucil with a unit and a unit below it, and two other OPD, one of them below Krucil. */
export const KRUCIL: World = {
  offices: [
    ['krucil', null, 'opd'],
    ['kesra', 'krucil', 'unit'],
    ['loket', 'kesra', 'unit'],
    ['kelurahan', 'krucil', 'opd'],
    ['dinkes', null, 'opd'],
    ['puskesmas', 'dinkes', 'unit'],
  ],
  posts: [
    ['camat', 'krucil', 'Camat', 'kepala-unit', '2022-01-01', null],
    ['sekretaris', 'krucil', 'Sekretaris', 'administrator', '2022-01-01', null],
    ['pelaksana', 'loket', 'Pengadministrasi', 'pelaksana', '2022-01-01', null],
    ['diam', 'kesra', 'Kasi Kesra', 'pengawas', '2022-01-01', null],
    // On 10 November one goes to the health office and one comes from it: the first of the month decides.
    ['pergi', 'kesra', 'Analis', 'fungsional', '2022-01-01', '2026-11-09'],
    ['pergi', 'puskesmas', 'Analis', 'fungsional', '2026-11-10', null],
    ['datang', 'puskesmas', 'Perawat', 'fungsional', '2022-01-01', '2026-11-09'],
    ['datang', 'krucil', 'Kasi Umum', 'pengawas', '2026-11-10', null],
    // Acting here, at home there: the definitive post decides.
    ['plt', 'dinkes', 'Kepala Bidang', 'administrator', '2022-01-01', null],
    ['plt', 'krucil', 'Kasi Trantib', 'pengawas', '2026-10-01', null, 'plt'],
    ['cuti', 'kesra', 'Pengelola', 'pelaksana', '2022-01-01', null],
    ['baru', 'kesra', 'Pengelola', 'pelaksana', '2026-11-16', null],
    ['pensiun', 'krucil', 'Pengelola', 'pelaksana', '2000-01-01', '2026-10-31'],
    ['lurah', 'kelurahan', 'Lurah', 'pengawas', '2022-01-01', null],
    ['perawat', 'puskesmas', 'Perawat', 'fungsional', '2022-01-01', null],
  ],
  free: [['cuti', 'tugas-belajar', '2026-09-01', null]],
  bought: [
    ['camat', '2026-11-02', 100_000, 'kopi', 'sah'],
    ['camat', '2026-11-20', 65_000, 'madu', 'sah'],
    ['camat', '2026-10-30', 40_000, 'madu', 'sah'],
    ['sekretaris', '2026-11-03', 60_000, 'kopi'],
    ['sekretaris', '2026-11-03', 40_000, '~Bu  Tini', 'belum-diperiksa', ['unlisted-umkm']],
    ['sekretaris', '2026-11-05', 10_000, '~bu tini', 'belum-diperiksa', ['unlisted-umkm']],
    ['pelaksana', '2026-11-10', 20_000, 'petis'],
    ['pelaksana', '2026-11-11', 15_000, 'petis', 'belum-dihitung'],
    ['pelaksana', '2026-11-12', 99_000, 'batik', 'ditarik'],
    ['pergi', '2026-11-15', 75_000, 'kopi'],
    ['datang', '2026-11-15', 75_000, 'kopi'],
    ['cuti', '2026-11-15', 5_000, 'jamu'],
    ['lurah', '2026-11-15', 75_000, 'susu'],
    ['perawat', '2026-11-15', 75_000, 'anggur'],
  ],
  phones: [
    ['camat', '2026-11-23T23:40:00Z', 0],
    ['sekretaris', '2026-11-23T09:02:00Z', 3],
    ['pelaksana', '2026-11-20T06:44:00Z', 0],
    ['diam', '2026-11-01T03:20:00Z', 1],
    ['diam', '2026-11-09T03:20:00Z', 2],
    ['cuti', '2026-11-02T02:00:00Z', 0],
  ],
};
