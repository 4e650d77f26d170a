import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createUser } from '#lib/server/accounts/accounts.ts';
import { writeCode } from '#lib/server/accounts/codes.ts';
import { makeSessions } from '#lib/server/accounts/sessions.ts';
import { sqliteCopier } from '#lib/server/backup-copy.ts';
import { backup } from '#lib/server/backup.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import { hashOf } from '#lib/server/journal.ts';
import { restore } from '#lib/server/restore.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import { onEachEngine } from './engines.ts';
import { ASN, NOON, Phone, recordOf, settle } from './world.ts';

const folderForTest = () => {
  const folder = mkdtempSync(join(tmpdir(), 'simadu-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const headOf = async (store: Store) =>
  (await store.db.selectFrom('journal_head').select('seq').executeTakeFirstOrThrow()).seq;

onEachEngine((make) => {
  const regency = async () => {
    const database = await make();
    const store = await database.open();
    await settle(store);
    return { database, store, phone: new Phone(ASN[0]), folder: folderForTest() };
  };

  test('A copy of a running database is proven, and phones hear up to where they may forget', async () => {
    const { database, store, phone, folder } = await regency();
    await phone.send(store, recordOf(1_000), recordOf(2_000));
    const head = await headOf(store);
    const { dataDir, databaseUrl } = database.options;
    const writing = Array.from({ length: 10 }, () => new Phone(ASN[1]).send(store, recordOf(500)));
    const made = await backup({ store, dataDir, databaseUrl, folder, days: 14, now: NOON });
    await Promise.all(writing);
    expect(made.check).toMatchObject({ bodiesGone: 0, fault: null });
    expect(made.check.head.seq).toBeGreaterThanOrEqual(head);
    expect(made.bytes).toBeGreaterThan(1_000);
    const { answer } = await phone.send(store);
    expect(answer.durable).toBe(made.check.head.seq);
    expect(readdirSync(folder)).toHaveLength(2);
    const entry = await store.db.selectFrom('journal').selectAll().where('kind', '=', 'backup').execute();
    expect(entry).toMatchObject([{ outcome: 'verified' }]);
  });

  test('A journal that was touched is not called durable, and its copy is not kept', async () => {
    const { database, store, phone, folder } = await regency();
    await phone.send(store, recordOf(1_000));
    await store.db.updateTable('journal_body').set({ body: 'x' }).where('seq', '=', 2).execute();
    const { dataDir, databaseUrl } = database.options;
    const attempt = backup({ store, dataDir, databaseUrl, folder, days: 14, now: NOON });
    await expect(attempt).rejects.toThrow('broken at 2: body');
    expect((await phone.send(store)).answer.durable).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('Older copies make room before a new one is made, with what stands beside them', async () => {
    const { database, store, folder } = await regency();
    const { dataDir, databaseUrl } = database.options;
    const at = (day: number) =>
      backup({ store, dataDir, databaseUrl, folder, days: 3, now: NOON + day * 86_400_000 });
    for (const day of [0, 1, 4]) await at(day);
    const days = () =>
      readdirSync(folder)
        .sort()
        .map((name) => name.slice(7, 17));
    expect(days()).toEqual(['2026-11-25', '2026-11-25', '2026-11-28', '2026-11-28']);
    await store.db.updateTable('journal_body').set({ body: 'x' }).where('seq', '=', 1).execute();
    await expect(at(9)).rejects.toThrow('broken at 1: body');
    expect(days()).toEqual(['2026-11-28', '2026-11-28']);
  });

  test('A journal that was written anew, hashes and all, is told by what an earlier copy saw', async () => {
    const { database, store, phone, folder } = await regency();
    const { dataDir, databaseUrl } = database.options;
    await phone.send(store, recordOf(1_000));
    const made = await backup({ store, dataDir, databaseUrl, folder, days: 14, now: NOON });
    await rewrite(store, { seq: 2, outcome: 'refused' });
    expect(await checkJournal(store.db)).toMatchObject({ fault: null });
    const attempt = backup({ store, dataDir, databaseUrl, folder, days: 14, now: NOON + 3_600_000 });
    const { seq } = made.check.head;
    await expect(attempt).rejects.toThrow(`NOT THE ONE THAT WAS COPIED BEFORE: entry ${String(seq)} is`);
    expect(readdirSync(folder)).toHaveLength(2);
    expect((await phone.send(store)).answer.durable).toBe(seq);
  });

  test('A copy that is put back has its records and history, and lets nobody in who was out', async () => {
    const { database, store, phone, folder } = await regency();
    await phone.send(store, recordOf(1_000));
    const user = { id: ASN[0], name: 'Pegawai', number: '198001012005011000', grants: [], now: NOON };
    await store.write((tx) => createUser(tx, user));
    await makeSessions({ db: store.db, secret: 'x'.repeat(32), now: () => NOON }).open(ASN[0]);
    await store.write((tx) => writeCode(tx, { userId: ASN[0], issuedBy: null, now: NOON, hash: 'x' }));
    const { dataDir, databaseUrl } = database.options;
    const { file, check } = await backup({ store, dataDir, databaseUrl, folder, days: 14, now: NOON });

    const place = await make();
    await restore({ ...place.options, file, now: NOON + 1_000 });
    const back = await place.open();
    expect(await back.db.selectFrom('purchase').select('amount').execute()).toEqual([{ amount: 1_000 }]);
    expect(await back.db.selectFrom('session').select('id').execute()).toEqual([]);
    expect(await back.db.selectFrom('login_code').select('id').execute()).toEqual([]);
    expect(await back.db.selectFrom('user').select('id').execute()).toEqual([{ id: ASN[0] }]);
    const { fault, head } = await checkJournal(back.db);
    expect({ fault, seq: head.seq }).toEqual({ fault: null, seq: check.head.seq + 1 });
    await expect(restore({ ...place.options, file, now: NOON })).rejects.toThrow();
    expect(await headOf(back)).toBe(head.seq);
  });
});

/** Changes an entry and computes the chain anew from there, as somebody would who may write the database. */
async function rewrite({ db }: Store, { seq, outcome }: { seq: number; outcome: string }): Promise<void> {
  const rows = await db.selectFrom('journal').selectAll().where('seq', '>=', seq).orderBy('seq').execute();
  let prev = rows[0]?.prev ?? '';
  for (const row of rows) {
    const changed = { ...row, prev, outcome: row.seq === seq ? outcome : row.outcome };
    prev = hashOf(changed);
    await db
      .updateTable('journal')
      .set({ ...changed, hash: prev })
      .where('seq', '=', row.seq)
      .execute();
  }
  await db.updateTable('journal_head').set({ hash: prev }).execute();
}

test('A copy whose pages are damaged is found', async () => {
  const folder = folderForTest();
  const store = await openStore({ dataDir: folder, databaseUrl: null });
  await settle(store);
  await new Phone(ASN[0]).send(store, ...Array.from({ length: 50 }, (_, index) => recordOf(1_000 + index)));
  const copier = sqliteCopier;
  const file = join(folder, 'copy.db');
  await copier.copy(store, file);
  // Pages also hold leftovers of what was moved: all places, so that one of them counts.
  const bytes = readFileSync(file, 'latin1').replaceAll('purchase.record', 'purchase.RECORD');
  writeFileSync(file, bytes, 'latin1');
  expect((await copier.check(file)).fault).toEqual({ seq: 4, what: 'entry' });
  writeFileSync(file, bytes.slice(0, bytes.length / 2), 'latin1');
  await expect(copier.check(file)).rejects.toThrow();
  await store.close();
});

test('The program says what it did, and refuses a folder without a database', async () => {
  const folder = folderForTest();
  const program = (env: Record<string, string>, ...args: string[]) =>
    execFileSync(process.execPath, ['--import', 'tsx', 'src/cli/backup.ts', ...args], {
      env: { ...process.env, DATABASE_URL: '', ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    });
  expect(() => program({ DATA_DIR: join(folder, 'none') })).toThrow('There is no database');
  const store = await openStore({ dataDir: folder, databaseUrl: null });
  await settle(store);
  const said = program({ DATA_DIR: folder }, join(folder, 'copies'), '--days', '3');
  await store.close();
  expect(said).toContain('Verified: 1 journal entries');
  expect(said).toContain('Durable up to entry 1.');
  expect(readdirSync(join(folder, 'copies'))).toHaveLength(2);
});
