import { v4 as uuid } from 'uuid';
import { afterEach, expect, test } from 'vitest';
import { append, freeze } from './outbox.ts';
import { AccountDb } from './phone.ts';
import { waitingOfOthers } from './waiting.ts';

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

afterEach(async () => {
  for (const db of made.splice(0)) await db.delete();
});

test('what other accounts left unsent on this phone is counted, and nothing is made by looking', async () => {
  const before = await waitingOfOthers(null);
  const ani = await accountWith(2);
  const budi = await accountWith(3);
  await accountWith(0);
  expect(await waitingOfOthers(null)).toBe(before + 5);
  expect(await waitingOfOthers(ani)).toBe(before + 3);
  expect(await waitingOfOthers(budi)).toBe(before + 2);
});
