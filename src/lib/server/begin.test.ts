import { expect, it } from 'vitest';
import type { Nip } from '#lib/domain/nip.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import { signIn } from './accounts/sign-in.ts';
import { begin } from './begin.ts';
import { readRulebook } from './facts.ts';
import { checkJournal } from './journal-check.ts';
import { officeForTest } from './office.fixture.ts';

const nip = '198906022015031008' as Nip;

it('lets the first administrator of an empty office in by a code, once', async () => {
  const office = await officeForTest();
  const begun = await begin(office.store, { nip, name: 'Rizal', now: office.now() });
  if (!begun.ok) throw new Error(begun.error);
  const request = { as: 'asn' as const, number: nip, password: begun.value.code };
  expect(await signIn(office, request, '::1')).toEqual({ ok: false, error: { code: 'code-accepted' } });
  const signedIn = await signIn(office, { ...request, newPassword: 'madu-hutan-krucil' }, '::1');
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  const access = await office.sessions.find(await office.sessions.open(signedIn.value));
  expect(access).toMatchObject({ name: 'Rizal', roles: ['admin'], officeId: null });
  expect(await signIn(office, request, '::1')).toMatchObject({ ok: false });

  expect(await readRulebook(office.store.db)).toEqual(INSTRUKSI_9_2024);
  const entries = await office.store.db.selectFrom('journal').select('kind').orderBy('seq').execute();
  expect(entries.map(({ kind }) => kind)).toEqual([
    'import.rule_version',
    'account.begin',
    'code.issue',
    'password.set',
  ]);
  expect(await checkJournal(office.store.db)).toMatchObject({ fault: null });
});

it('writes nothing into an office that has accounts', async () => {
  const { store, now } = await officeForTest();
  await begin(store, { nip, name: 'Rizal', now: now() });
  expect(await begin(store, { nip, name: 'Orang Lain', now: now() })).toEqual({
    ok: false,
    error: 'not-empty',
  });
  expect(await store.db.selectFrom('user').select('name').execute()).toEqual([{ name: 'Rizal' }]);
});
