import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { v4 as newId } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { DexieStore } from '#lib/client/dexie-store.ts';
import { append, markMended, onTheWire } from '#lib/client/outbox.ts';
import { AccountDb, CacheDb, forgetTold } from '#lib/client/phone.ts';
import { irreplaceable } from '#lib/client/unsent.ts';
import type { Change, PurchaseChange } from '#lib/protocol/change.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { fieldsOf } from '../model/phone.ts';
import { news, purchase, settlement, uuid } from './store-under-test.ts';

Dexie.dependencies.indexedDB = new IDBFactory();
Dexie.dependencies.IDBKeyRange = IDBKeyRange;

let db: AccountDb;

beforeEach(() => {
  db = new AccountDb(newId());
});

const told = (change: Partial<PurchaseChange> = {}): Change => ({
  ...(purchase(1) as PurchaseChange),
  ...change,
});

const hear = (...rows: Change[]) =>
  new DexieStore(db, new CacheDb(`katalog-${newId()}`)).settle(
    settlement({ own: news('own', { rows, cursor: { scope: 'own', at: 5, hash: 'five' } }) }),
  );

/** Records something that the office then refuses, and answers its id. */
async function refused(body: MutationBody, code = 'stale'): Promise<string> {
  const id = newId();
  const about = body.type === 'purchase.record' ? id : body.purchase;
  const n = await append(db, { id, body: JSON.stringify(body), hash: 'h', about, madeAt: 1 });
  await db.outbox.update(n, { state: 'refused', code, head: 4, answeredAt: 1 });
  return id;
}

const correction: MutationBody = {
  type: 'purchase.correct',
  purchase: uuid(1),
  base: uuid(1),
  fields: onTheWire(fieldsOf()),
  reason: 'Salah ketik',
};

const left = async () => (await irreplaceable(db)).refused;

describe('what the office refused keeps an account on the phone', () => {
  it('as long as there is something left to do about it, also when that must be told again', async () => {
    await hear(told());
    await refused(correction);
    expect(await left()).toBe(1);
    await forgetTold(db);
    expect(await left()).toBe(1);
  });

  it('no longer when its purchase was withdrawn elsewhere', async () => {
    await hear(told());
    await refused(correction);
    await hear(told({ verdict: 'ditarik', version: uuid(9) }));
    expect(await left()).toBe(0);
  });

  it('no longer when it fell with a record that was put aside meanwhile', async () => {
    const id = await refused({ type: 'purchase.record', fields: onTheWire(fieldsOf()) });
    await db.transaction('rw', [db.outbox, db.photos, db.meta], () =>
      markMended(db, id, { by: 'put-aside', at: 1 }),
    );
    await refused({ type: 'purchase.attach', purchase: id, photos: ['A'.repeat(43)] }, 'depends');
    expect(await left()).toBe(0);
  });

  it('no longer when nobody knows its purchase', async () => {
    await hear();
    await refused(correction);
    expect(await left()).toBe(0);
  });
});
