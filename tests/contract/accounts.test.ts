import { expect, onTestFinished, test } from 'vitest';
import type { Day } from '#lib/domain/day.ts';
import { createUser } from '#lib/server/accounts/accounts.ts';
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

async function officeOn({ options }: Database): Promise<Office> {
  const office = await openOffice(
    readConfig({
      DATA_DIR: options.dataDir,
      ...(options.databaseUrl === null ? {} : { DATABASE_URL: options.databaseUrl }),
      LOG_LEVEL: 'silent',
    }),
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
});
