import { dayInWib, formatDay, formatInstant, type Instant } from '#lib/domain/day.ts';
import { PAYMENT_NAMES, type Purchase } from '#lib/domain/purchase.ts';
import type { Account } from '#lib/protocol/account.ts';
import { chosenLimit, spentIn } from './bytes.ts';
import type { AccountDb, Meta } from './phone.ts';
import { estimatedRoom } from './storage.ts';

/*
 * *Data saya*: everything that this phone holds about an account, as a file for its owner. Made on the phone,
 * without network. The PIN and what opens the session are not the account's data and stand nowhere in it.
 */

/** What the screen knows of the account beside its database. */
interface Owner {
  readonly account: Account;
  readonly db: AccountDb;
  readonly purchases: readonly Purchase[];
}

const HEAD = `DATA SAYA DI SIMADU

Berkas ini berisi semua yang disimpan HP ini tentang akun di bawah: jabatan, belanja, catatan yang belum terkirim,
isian yang belum disimpan, dan pengaturan. Isinya milik Bapak/Ibu; mohon hanya dibagikan kepada yang dipercaya.
Data yang ada di kantor tidak terhapus atau berubah karena berkas ini. Kata sandi dan PIN tidak ada di dalamnya.
`;

/** The file's text: a head to read, then JSON. Rejects when the database cannot be read. */
export async function ownDataText(owner: Owner, now: Instant): Promise<string> {
  const { account, purchases } = owner;
  const { outbox = [], drafts = [], base = [], meta, ...others } = await readAll(owner.db);
  const data = {
    dibuat: `${formatInstant(now)} WIB`,
    akun: account,
    belanja: purchases,
    catatanUntukKantor: outbox,
    isianBelumDisimpan: drafts,
    dariKantor: base,
    jabatanDanPengaturan: meta.flatMap(ownPart),
    ...others,
    hpIni: { ruang: await estimatedRoom(), dataBulanIni: spentIn(now), batasDataMB: chosenLimit() },
  };
  return `${HEAD}\nNama: ${account.name}\nDibuat: ${data.dibuat}\nBelanja: ${String(purchases.length)} catatan\n\n${JSON.stringify(data, plainly, 2)}\n`;
}

interface Everything extends Record<string, unknown[]> {
  meta: Meta[];
}

/** What of a row of `meta` is the owner's: not what proves this phone to the office, nor what is in a colleague's file. */
function ownPart(row: Meta): unknown[] {
  if (row.key === 'rescue-key') return [];
  if (!('text' in row)) return [row];
  const { text, ...about } = row;
  return [{ ...about, huruf: text.length }];
}

/** All tables from one look, those that a later release adds as well; without photos, which would fill the memory. */
async function readAll(db: AccountDb): Promise<Everything> {
  const tables = db.tables.filter(({ name }) => name !== db.photoBytes.name);
  return db.transaction('r', tables, async () => {
    const read: Everything = { meta: [] };
    for (const table of tables) read[table.name] = await table.toArray();
    return read;
  });
}

/** Bytes of a photo would be a page of noise: their number stands for them. */
function plainly(_key: string, value: unknown): unknown {
  if (value instanceof Blob) return `${String(value.size)} byte`;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `${String(value.byteLength)} byte`;
  return value;
}

const DELIVERIES: Readonly<Record<Purchase['delivery'], string>> = {
  tersimpan: 'tersimpan di HP',
  terkirim: 'terkirim',
  lengkap: 'terkirim lengkap',
};

/** Purchases as a table for spreadsheets: semicolons and a byte order mark, as Indonesian Excel wants them. */
export function purchasesCsv(purchases: readonly Purchase[]): string {
  const head = [
    'Tanggal',
    'UMKM',
    'Tempat',
    'Jumlah (Rp)',
    'Bayar',
    'Pengiriman',
    'Keadaan',
    'Diterima',
    'Catatan',
  ];
  const rows = purchases.map((one) => [
    one.day,
    one.umkm.name,
    one.umkm.kind === 'typed' ? one.umkm.place : '',
    String(one.amount),
    PAYMENT_NAMES[one.payment],
    DELIVERIES[one.delivery],
    one.verdict.replace(/-/g, ' '),
    one.receivedAt === null ? '' : formatDay(dayInWib(one.receivedAt)),
    one.note,
  ]);
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`;
}

/** A typed text that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
function cell(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const safe = /^[=+\-@|%\uff1d\uff0b\uff0d\uff20]/.test(line) ? `'${line}` : line;
  return /[;,"']/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
