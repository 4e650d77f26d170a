import { sql, type Kysely, type Selectable } from 'kysely';
import type { Day } from '#lib/domain/day.ts';
import { originKey, type TypedUmkm } from '#lib/domain/origin.ts';
import type { Rupiah } from '#lib/domain/rupiah.ts';
import { normaliseText } from '#lib/domain/text.ts';
import type { PurchaseTable, Schema } from '../store/schema.ts';

/*
 * UMKM that buyers typed and that nobody has looked at yet. Who bought there is not DKUPP's to see: they are
 * counted.
 */

type Db = Kysely<Schema>;

/** An UMKM as it was typed, and what waits for it. */
export interface Unlisted extends TypedUmkm {
  readonly purchases: number;
  readonly buyers: number;
  readonly amount: Rupiah;
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** The words of the partial index (migration 007): with parameters SQLite would not see that it may be used. */
const WAITS = sql<boolean>`umkm_id is null and verdict = 'belum-diperiksa'`;

/** Purchases that wait for the origin of an UMKM, of all or of one that was typed. */
export async function waiting(db: Db, of?: TypedUmkm): Promise<Selectable<PurchaseTable>[]> {
  const rows = await db
    .selectFrom('purchase')
    .selectAll()
    .where(WAITS)
    .where('flags_json', 'like', '%"unlisted-umkm"%')
    .orderBy('received_at')
    .orderBy('seq')
    .execute();
  if (of === undefined) return rows;
  const key = originKey(of);
  return rows.filter((row) => keyOf(row) === key);
}

const keyOf = (row: Pick<PurchaseTable, 'umkm_name' | 'umkm_place'>): string =>
  originKey({ name: row.umkm_name, place: row.umkm_place });

/** Every UMKM that was typed and waits, those with the most purchases first. */
export async function unlistedUmkm(db: Db): Promise<Unlisted[]> {
  const groups = new Map<string, Selectable<PurchaseTable>[]>();
  for (const row of await waiting(db)) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()].map(summedUp).sort((a, b) => b.purchases - a.purchases || b.amount - a.amount);
}

/** One of them, under any spelling; null when nothing waits for it. */
export async function unlistedOne(db: Db, of: TypedUmkm): Promise<Unlisted | null> {
  const rows = await waiting(db, of);
  return rows.length === 0 ? null : summedUp(rows);
}

/** The first spelling stands for all. */
function summedUp(rows: readonly Selectable<PurchaseTable>[]): Unlisted {
  const days = rows.map((row) => row.day as Day).sort();
  const first = rows[0];
  return {
    name: first?.umkm_name ?? '',
    place: first?.umkm_place ?? '',
    purchases: rows.length,
    buyers: new Set(rows.map((row) => row.asn_id)).size,
    amount: rows.reduce((sum, row) => sum + row.amount, 0),
    firstDay: days[0] as Day,
    lastDay: days.at(-1) as Day,
  };
}

/** A shop of the registry as the desk offers it. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly desa: string;
  readonly kecamatan: string;
}

/** Shops that are offered at once; who looks for another one types more of its name. */
const OFFERED = 12;
/** Rows that are looked through for them. */
const LOOKED_AT = 400;
/** Words that nearly every shop has say nothing about which one it is. */
const COMMON = new Set([
  'warung',
  'toko',
  'kios',
  'depot',
  'umkm',
  'rumah',
  'usaha',
  'bu',
  'pak',
  'ibu',
  'bapak',
  'mbak',
  'mas',
  'cak',
  'ning',
  'haji',
  'lapak',
]);

/** Shops that sell and whose names are most like a text: by how many of its words they have. */
export async function likeShops(db: Db, text: string): Promise<Candidate[]> {
  const all = normaliseText(text)
    .split(' ')
    .filter((word) => word.length > 1);
  const telling = all.filter((word) => !COMMON.has(word));
  const words = (telling.length > 0 ? telling : all).slice(0, 6);
  if (words.length === 0) return [];
  const rows = await db
    .selectFrom('umkm')
    .select(['id', 'name', 'desa', 'kecamatan'])
    .where('status', '=', 'terdata')
    .where((where) =>
      where.or(words.map((word) => where(where.fn<string>('lower', ['name']), 'like', `%${word}%`))),
    )
    .orderBy('name')
    .limit(LOOKED_AT)
    .execute();
  const likeness = ({ name }: Candidate) => {
    const has = normaliseText(name);
    return words.filter((word) => has.includes(word)).length;
  };
  return rows.sort((a, b) => likeness(b) - likeness(a)).slice(0, OFFERED);
}
