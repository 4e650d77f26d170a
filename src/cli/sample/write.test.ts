import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOfDay, type Day } from '#lib/domain/day.ts';
import { passwordFits } from '#lib/server/accounts/password.ts';
import { commitmentTo, hashOf, sha256 } from '#lib/server/journal.ts';
import { photoFolder } from '#lib/server/photos/desk.ts';
import { diskPhotos } from '#lib/server/photos/files.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import { makeRegency, type Regency } from './regency.ts';
import { sampleAccounts } from './write-users.ts';
import { hasPeople, writeRegency } from './write.ts';

const now = startOfDay('2026-11-24' as Day) + 9 * 3_600_000;
const dataDir = mkdtempSync(join(tmpdir(), 'simadu-sample-'));
const files = diskPhotos(photoFolder(dataDir));
let store: Store;
let regency: Regency;

beforeAll(async () => {
  store = await openStore({ dataDir, databaseUrl: null });
  expect(await hasPeople(store)).toBe(false);
  regency = makeRegency({ seed: 3, asn: 550, umkm: 60, products: 200, now });
  await writeRegency(store, regency, { issuedAt: now, files });
});

afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

describe('a written regency', () => {
  it('is all there', async () => {
    const count = async (table: 'person' | 'umkm' | 'product' | 'purchase' | 'replica' | 'office') =>
      (await store.db.selectFrom(table).select('id').execute()).length;
    expect([await count('person'), await count('umkm'), await count('product')]).toEqual([550, 60, 200]);
    expect(await count('purchase')).toBe(regency.purchases.size);
    expect(await count('replica')).toBe(regency.phones.length);
    expect(await count('office')).toBe(regency.offices.length);
    expect(await hasPeople(store)).toBe(true);
  });

  it('has a journal whose chain is whole and whose bodies are the ones it names', async () => {
    const { value: epoch } = await store.db
      .selectFrom('meta')
      .select('value')
      .where('key', '=', 'epoch')
      .executeTakeFirstOrThrow();
    const entries = await store.db.selectFrom('journal').selectAll().orderBy('seq').execute();
    const bodies = await store.db.selectFrom('journal_body').selectAll().orderBy('seq').execute();
    const broken = entries.filter(({ hash, ...entry }, i) => {
      const before = entries[i - 1] ?? { seq: 0, hash: epoch, at: 0 };
      const { salt = '', body = '' } = bodies[i] ?? {};
      const follows = entry.seq === before.seq + 1 && entry.prev === before.hash && entry.at >= before.at;
      return !follows || hashOf(entry) !== hash || commitmentTo(salt, body) !== entry.commitment;
    });
    expect(broken).toEqual([]);
    expect(entries.length).toBeGreaterThan(regency.steps.length);
  });

  it('remembers every mutation by the hash of the body on record', async () => {
    const rows = await store.db
      .selectFrom('mutation')
      .innerJoin('journal_body', 'journal_body.seq', 'mutation.seq')
      .innerJoin('journal', 'journal.seq', 'mutation.seq')
      .select(['mutation.id', 'mutation.hash', 'journal_body.body', 'journal.ref'])
      .execute();
    expect(rows.filter(({ id, hash, body, ref }) => hash !== sha256(body) || ref !== id)).toEqual([]);
    const attached = await store.db
      .selectFrom('purchase')
      .select('id')
      .where('photos_json', '<>', '[]')
      .execute();
    const told = regency.steps.filter(({ kind }) => kind === 'mutation').length;
    expect(rows).toHaveLength(told + attached.length);
  });

  it('has a handful of photos of nota, some of them still to come', async () => {
    const photos = await store.db.selectFrom('photo').select(['hash', 'kept']).execute();
    expect(new Set(photos.map(({ kept }) => kept))).toEqual(await files.list());
    expect(photos).toHaveLength(6);
    const waiting = await store.db
      .selectFrom('purchase')
      .select('id')
      .where('wanted_json', '<>', '[]')
      .execute();
    expect(waiting).toHaveLength(2);
  });

  it('sums every month as a slow recomputation of the rows does', async () => {
    const rows = await store.db.selectFrom('purchase').selectAll().execute();
    const slow = new Map<string, { counted: number; waiting: number }>();
    for (const { asn_id, month, amount, verdict, flags_json } of rows) {
      const sums = slow.get(`${asn_id} ${month}`) ?? { counted: 0, waiting: 0 };
      const looked = verdict === 'belum-diperiksa' && month >= '2025-01';
      if (verdict === 'sah' || (looked && flags_json === '[]')) sums.counted += amount;
      else if (verdict === 'perlu-dilengkapi' || verdict === 'belum-diperiksa') sums.waiting += amount;
      slow.set(`${asn_id} ${month}`, sums);
    }
    const totals = await store.db.selectFrom('month_total').selectAll().execute();
    const stored = new Map(
      totals.map(({ asn_id, month, counted, waiting }) => [`${asn_id} ${month}`, { counted, waiting }]),
    );
    expect(stored.size).toBeGreaterThan(1_000);
    expect(stored).toEqual(slow);
  });

  it('publishes a pack for every kecamatan', async () => {
    const packs = await store.db.selectFrom('pack').select(['scope', 'products']).execute();
    expect(packs).toHaveLength(24);
    expect(packs.reduce((sum, pack) => sum + pack.products, 0)).toBe(200);
  });

  it('lets the sample accounts in by what the sign-in page says, and nobody else', async () => {
    expect(sampleAccounts(regency)).toHaveLength(9);
    for (const { number, password } of sampleAccounts(regency)) {
      const username = number.replace(/^0/, '62');
      const user = await store.db
        .selectFrom('user')
        .innerJoin('account', 'account.userId', 'user.id')
        .leftJoin('login_code', 'login_code.user_id', 'user.id')
        .select(['account.password', 'login_code.hash'])
        .where('username', '=', username)
        .executeTakeFirstOrThrow();
      expect(await passwordFits(password, user.hash ?? user.password ?? '')).toBe(true);
    }
    const open = await store.db.selectFrom('account').select('password').distinct().execute();
    // Everybody without a password shares the one hash that nothing fits.
    expect(open).toHaveLength(sampleAccounts(regency).length);
  });

  it('has every role, an officer for each OPD among them', async () => {
    const grants = await store.db.selectFrom('role_grant').select(['role', 'office_id']).execute();
    expect(new Set(grants.map(({ role }) => role))).toEqual(
      new Set(['asn', 'penjual', 'petugas-opd', 'dkupp', 'evaluator', 'admin']),
    );
    const served = new Set(grants.flatMap(({ office_id }) => office_id ?? []));
    expect(served.size).toBe(63);
  });
});
