import { expect, onTestFinished, test } from 'vitest';
import type { Day } from '#lib/domain/day.ts';
import { createUser } from '#lib/server/accounts/accounts.ts';
import { endDevices, listDevices } from '#lib/server/accounts/devices.ts';
import { issueCode, peopleForCodes } from '#lib/server/accounts/code-desk.ts';
import { readConfig } from '#lib/server/config.ts';
import { openOffice, type Office } from '#lib/server/office.ts';
import { hashPassword } from '#lib/server/accounts/password.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import { onEachEngine, type Database } from './engines.ts';

/*
 * The account library is told that every database is SQLite, and our own queries name its columns: so who is
 * who is proved on both engines, from the code that an officer issues to the session that it ends.
 */

const NIP = '198001012005011007';
const PASSWORD = 'mangga arumanis manis';

/** `clock.now` is the office's, where a test gives one. */
async function officeOn({ options }: Database, clock?: { now: number }): Promise<Office> {
  const office = await openOffice(
    readConfig({
      DATA_DIR: options.dataDir,
      ...(options.databaseUrl === null ? {} : { DATABASE_URL: options.databaseUrl }),
      LOG_LEVEL: 'silent',
    }),
    clock === undefined ? undefined : () => clock.now,
  );
  onTestFinished(() => office.close());
  const from = '2025-01-01' as Day;
  const passwordHash = await hashPassword(PASSWORD);
  await office.store.write(async (tx) => {
    await createUser(tx, {
      id: 'admin',
      name: 'Admin',
      number: null,
      grants: [{ role: 'admin', from }],
      now: office.now(),
    });
    await createUser(tx, {
      id: 'ratna',
      name: 'Ratna',
      number: NIP,
      passwordHash,
      grants: [{ role: 'asn', from }],
      now: office.now(),
    });
  });
  return office;
}

const enter = (office: Office, password: string, newPassword?: string) =>
  signIn(
    office,
    { as: 'asn', number: NIP, password, ...(newPassword === undefined ? {} : { newPassword }) },
    '192.0.2.1',
  );

onEachEngine((make) => {
  test('a password opens a session, which is found until it is ended', async () => {
    const office = await officeOn(await make());
    expect(await enter(office, 'bukan itu')).toMatchObject({
      ok: false,
      error: { code: 'wrong-credentials' },
    });
    expect(await enter(office, PASSWORD)).toEqual({ ok: true, value: 'ratna' });
    const cookie = await office.sessions.open('ratna');
    const access = await office.sessions.find(cookie);
    expect(access).toMatchObject({ userId: 'ratna', name: 'Ratna', roles: ['asn'] });
    await office.sessions.end(access?.sessionId ?? '');
    expect(await office.sessions.find(cookie)).toBeNull();
  });

  test('a code sets a new password once and ends the sessions there were', async () => {
    const office = await officeOn(await make());
    const cookie = await office.sessions.open('ratna');
    const by = { userId: 'admin', name: 'Admin', roles: ['admin'], officeId: null, sessionId: 's' } as const;
    expect((await peopleForCodes(office, by, 'RAT')).map(({ userId }) => userId)).toEqual(['ratna']);
    const issued = await issueCode(office, { by, userId: 'ratna' });
    const code = issued.ok ? issued.value.code : '';
    expect(await enter(office, code)).toEqual({ ok: false, error: { code: 'code-accepted' } });
    expect(await enter(office, code, 'kopi krucil pagi')).toEqual({ ok: true, value: 'ratna' });
    expect(await office.sessions.find(cookie)).toBeNull();
    expect((await enter(office, code, 'susu krucil pagi')).ok).toBe(false);
    expect((await enter(office, 'kopi krucil pagi')).ok).toBe(true);
  });

  test('an account sees and ends its own devices, and nobody else\u2019s', async () => {
    const office = await officeOn(await make());
    const phone = await office.sessions.open('ratna', 'Mozilla/5.0 (Linux; Android 10; K) Chrome/131 Mobile');
    const desk = await office.sessions.open('ratna', 'Mozilla/5.0 (Windows NT 10.0) Firefox/132.0');
    const admin = await office.sessions.open('admin');
    const [ratna, other] = [await office.sessions.find(phone), await office.sessions.find(admin)];
    if (ratna === null || other === null) throw new Error('no session');
    const names = async () => (await listDevices(office, ratna)).map(({ name, here }) => ({ name, here }));
    const both = [
      { name: 'HP Android, Chrome', here: true },
      { name: 'Komputer Windows, Firefox', here: false },
    ];
    expect(await names()).toEqual(both);
    const atDesk = (await office.sessions.find(desk))?.sessionId ?? '';
    await endDevices(office, other, { id: atDesk });
    await endDevices(office, ratna, { id: other.sessionId });
    await endDevices(office, ratna, { id: ratna.sessionId });
    expect(await names()).toEqual(both);
    await endDevices(office, ratna, { id: atDesk });
    expect(await office.sessions.find(desk)).toBeNull();
    await office.sessions.open('ratna');
    await endDevices(office, ratna, { others: true });
    expect(await names()).toEqual(both.slice(0, 1));
    expect(await office.sessions.find(admin)).not.toBeNull();
  });

  test('the day a device was last heard is written once a day', async () => {
    const clock = { now: Date.parse('2026-11-24T08:00:00+07:00') };
    const office = await officeOn(await make(), clock);
    const cookie = await office.sessions.open('ratna');
    const heard = () => office.store.db.selectFrom('session').select('updatedAt').executeTakeFirstOrThrow();
    const days = async () => {
      const access = await office.sessions.find(cookie);
      if (access === null) throw new Error('no session');
      return (await listDevices(office, access)).map(({ first, last }) => ({ first, last }));
    };
    const began = await heard();
    clock.now += 10 * 3_600_000;
    expect(await days()).toEqual([{ first: '2026-11-24', last: '2026-11-24' }]);
    expect(await heard()).toEqual(began);
    clock.now += 10 * 3_600_000;
    expect(await days()).toEqual([{ first: '2026-11-24', last: '2026-11-25' }]);
  });
});
