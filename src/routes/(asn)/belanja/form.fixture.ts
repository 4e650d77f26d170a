import { v4 as uuid } from 'uuid';
import { onTestFinished } from 'vitest';
import { AccountDb, CacheDb } from '#lib/client/phone.ts';
import { Session } from '#lib/client/session.svelte.ts';
import type { Day } from '#lib/domain/day.ts';
import type { Account } from '#lib/protocol/account.ts';
import { PurchaseForm } from './purchase-form.svelte.ts';
import { blankForm, type Start } from './start.ts';

/** What can be saved as it is. */
export const FILLED = {
  ...blankForm('2026-11-24' as Day),
  umkmName: 'Warung Bu Contoh',
  umkmPlace: 'Krucil',
  amount: '25000',
};

/** A form on databases of its own, without an exchange; they go when the test is over. */
export function openForm(start: Partial<Start> = {}): PurchaseForm {
  const id = uuid();
  const account: Account = { id, name: 'Pegawai Contoh', roles: ['asn'] };
  const session = new Session(account, new AccountDb(id), new CacheDb(`katalog-${id}`));
  const form = new PurchaseForm(session, {
    form: FILLED,
    draftId: null,
    corrects: null,
    reason: '',
    base: null,
    photos: [],
    ...start,
  });
  onTestFinished(async () => {
    await form.discard();
    await session.stop();
    for (const db of [session.db, session.cache]) {
      db.close();
      await db.delete();
    }
  });
  return form;
}
