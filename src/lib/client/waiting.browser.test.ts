import { v4 as uuid } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { append, freeze } from './outbox.ts';
import { AccountDb, PhoneDb } from './phone.ts';
import { setPin } from './pin.ts';
import { opensHere, waitingOfOthers } from './waiting.ts';

const made: AccountDb[] = [];

async function accountWith(unsent: number): Promise<string> {
  const db = new AccountDb(uuid());
  made.push(db);
  await db.open();
  for (let n = 0; n < unsent; n += 1) {
    const wish = { type: 'purchase.withdraw', purchase: uuid(), base: uuid(), reason: 'Dua kali' } as const;
    await append(db, await freeze(wish, 0));
  }
  return db.owner;
}

const phone = new PhoneDb();

afterEach(async () => {
  for (const db of made.splice(0)) await db.delete();
  await Promise.all([phone.accounts.clear(), phone.pins.clear(), phone.settings.clear()]);
});

test('what other accounts left unsent on this phone is counted, and nothing is made by looking', async () => {
  const before = (await waitingOfOthers(null)).forSignIn;
  const ani = await accountWith(2);
  const budi = await accountWith(3);
  await accountWith(0);
  expect(await waitingOfOthers(null)).toEqual({ onTheWay: 0, forSignIn: before + 5, photos: 0 });
  expect(await waitingOfOthers(ani)).toEqual({ onTheWay: 0, forSignIn: before + 3, photos: 0 });
  expect(await waitingOfOthers(budi)).toEqual({ onTheWay: 0, forSignIn: before + 2, photos: 0 });
});

test('what goes by itself is told apart from what waits for its owner to sign in', async () => {
  const before = (await waitingOfOthers(null)).forSignIn;
  const [ani, budi] = [await accountWith(2), await accountWith(3)];
  await phone.accounts.bulkPut([
    { id: ani, name: 'Ani', roles: ['asn'] },
    { id: budi, name: 'Budi', roles: ['asn'], ended: true },
  ]);
  expect(await waitingOfOthers(null)).toEqual({ onTheWay: 2, forSignIn: before + 3, photos: 0 });
});

test('photos that are unsent are counted as well', async () => {
  const before = await waitingOfOthers(null);
  const db = new AccountDb(await accountWith(1));
  await db.photos.put({ hash: 'h', state: 'unsent' } as never);
  db.close();
  const { forSignIn, photos } = await waitingOfOthers(null);
  expect({ forSignIn, photos }).toEqual({ forSignIn: before.forSignIn + 2, photos: before.photos + 1 });
});

test('an account opens here without signing in while it is in front, or by its PIN', async () => {
  expect(await opensHere()).toBe(false);
  await phone.settings.put({ key: 'current', value: 'ani' });
  expect(await opensHere()).toBe(true);
  await phone.settings.clear();
  await setPin(phone, 'ani', '271828');
  expect(await opensHere()).toBe(true);
});
