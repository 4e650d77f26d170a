/* Long because every way to come in is tried. */

import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '#lib/protocol/account.ts';
import { ofAccountPath } from '#lib/protocol/shared-phone.ts';
import { emptied, noteSighting } from './canary.ts';
import { bringForward, enter, leave, removeAccount, whenLeft } from './door.ts';
import { noteSeen } from './lock.ts';
import { append, freeze } from './outbox.ts';
import { AccountDb, headOf, PhoneDb } from './phone.ts';
import { setPin } from './pin.ts';
import { freeReserve, makeReserve } from './reserve.ts';
import { Session } from './session.svelte.ts';
import { irreplaceable } from './unsent.ts';

/** The office as the door hears it: whose session the cookie is. `undefined` while it cannot be reached. */
let session: Account | null | undefined;
let asked: string[] = [];

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const network = globalThis.fetch;

const office = (address: string): Response => {
  const { userId, path } = ofAccountPath(address);
  asked.push(path);
  if (session === undefined)
    return new Response('<p>Wi-Fi</p>', { headers: { 'content-type': 'text/html' } });
  // Under an account's path only that account is anybody.
  if (session === null || (userId !== null && session.id !== userId))
    return json(401, { code: 'signed-out', message: '' });
  if (path === '/api/saya') return json(200, session);
  if (path !== '/api/keluar') return json(503, { code: 'busy', message: '' });
  session = null;
  return new Response(null, { status: 204 });
};

// No `asn` among the roles: then nothing is exchanged, and the door alone speaks with the office.
const somebody = (): Account => ({ id: uuid(), name: 'Pegawai Contoh', roles: ['evaluator'] });

const phone = new PhoneDb();
const settings = async () =>
  Object.fromEntries((await phone.settings.toArray()).map(({ key, value }) => [key, value]));

/** Signs in at the office by a form of which no script heard, and enters. */
async function arrives(account: Account) {
  session = account;
  const entered = await enter({ asOfficeSays: true });
  return opened(entered);
}

const opened = (entered: Awaited<ReturnType<typeof enter>>): Session => {
  if (!(entered instanceof Session)) throw new Error(`nobody in front: ${entered}`);
  return entered;
};

const record = async (db: AccountDb) =>
  append(
    db,
    await freeze(
      {
        type: 'purchase.withdraw',
        purchase: uuid(),
        base: uuid(),
        reason: 'Tercatat dua kali',
      },
      0,
    ),
  );

const noRoom = (): never => {
  throw new DOMException('no room', 'QuotaExceededError');
};

/** No write fits any more. Undone by its `mockRestore`. */
const phoneIsFull = () => vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(noRoom);

beforeEach(() => {
  asked = [];
  session = null;
  globalThis.fetch = (path) => Promise.resolve(office(typeof path === 'string' ? path : ''));
});

afterEach(async () => {
  for (const name of ['kunci', 'buka']) document.cookie = `${name}=; Path=/; Max-Age=0`;
  globalThis.fetch = network;
  await Promise.all([phone.settings.clear(), phone.accounts.clear(), phone.pins.clear()]);
  session = undefined;
  await enter();
});

describe('the door', () => {
  it('opens for the account in front without asking anybody', async () => {
    const ani = somebody();
    const first = await arrives(ani);
    asked = [];
    expect(await enter()).toBe(first);
    expect(asked).toEqual([]);
  });

  it('asks the office when nobody is in front, and is closed while it says nothing', async () => {
    session = undefined;
    expect(await enter()).toBe('nobody');
    session = somebody();
    expect(opened(await enter()).account).toEqual(session);
  });

  it('shows a newcomer who signed in by a plain form nothing of the account that was in front', async () => {
    const [ani, budi] = [somebody(), somebody()];
    await arrives(ani);
    expect((await arrives(budi)).account).toEqual(budi);
    expect(await settings()).toEqual({ current: budi.id, shared: '1' });
  });

  it('closes behind somebody who logged out at the desk, and keeps what is unsent', async () => {
    const ani = somebody();
    const { db } = await arrives(ani);
    await record(db);
    await db.base.put({ id: uuid() } as never);
    session = null;
    expect(await enter({ asOfficeSays: true })).toBe('nobody');
    expect(await settings()).toEqual({});
    const left = new AccountDb(ani.id);
    expect(await left.base.count()).toBe(0);
    expect(await left.outbox.count()).toBe(1);
    left.close();
  });

  it('believes nothing while the office does not answer', async () => {
    const ani = somebody();
    await arrives(ani);
    session = undefined;
    expect(await enter({ asOfficeSays: true })).toBe('nobody');
    expect(await settings()).toEqual({ current: ani.id });
  });
});

describe('leaving', () => {
  it('is no news to the tab that leaves, and is to another one', async () => {
    const ani = somebody();
    const entered = await arrives(ani);
    let told = 0;
    const end = whenLeft(entered, () => (told += 1));
    await leave(entered);
    await arrives(ani);
    end();
    expect(told).toBe(0);

    const again = opened(await enter());
    const left = new Promise<void>((resolve) => whenLeft(again, resolve));
    await phone.settings.delete('current');
    await left;
  });

  it('that the phone refuses to write leaves the account in front, and its sender running', async () => {
    const entered = await arrives(somebody());
    const full = phoneIsFull();
    await expect(leave(entered)).rejects.toThrow();
    full.mockRestore();
    expect(entered.db.isOpen()).toBe(true);
    expect(await settings()).toEqual({ current: entered.account.id });
    expect(await enter()).toBe(entered);
  });
});

describe('a log-out that the office has not heard of', () => {
  it('is told at the next start, and opens nothing', async () => {
    const ani = somebody();
    const entered = await arrives(ani);
    session = undefined;
    await leave(entered);
    expect(await settings()).toEqual({ [`farewell ${ani.id}`]: ani.id });
    session = ani;
    expect(await enter()).toBe('nobody');
    expect(session).toBeNull();
    expect(await settings()).toEqual({});
  });

  it('does not end the session of somebody else who signed in meanwhile', async () => {
    const [ani, budi] = [somebody(), somebody()];
    const entered = await arrives(ani);
    session = undefined;
    await leave(entered);
    expect((await arrives(budi)).account).toEqual(budi);
    await expect.poll(settings).toEqual({ current: budi.id });
    expect(session).toEqual(budi);
  });
});

/** Ani in front, Budi beside her on this phone, both with a PIN that was asked for just now. */
async function couple() {
  const [ani, budi] = [somebody(), somebody()];
  await arrives(budi);
  await setPin(phone, budi.id, '271828');
  await arrives(ani);
  await setPin(phone, ani.id, '314159');
  await noteSeen(ani.id, Date.now());
  await enter();
  return { ani, budi };
}

const cookies = () =>
  Object.fromEntries(document.cookie.split('; ').map((pair) => pair.split('=') as [string, string]));

describe('a phone with several accounts', () => {
  it('opens again within ten minutes, and asks for the PIN after them', async () => {
    const { ani } = await couple();
    expect(opened(await enter()).account.id).toBe(ani.id);
    expect(cookies()).toMatchObject({ kunci: '1', buka: ani.id });
    await phone.settings.put({ key: 'seen', value: `${ani.id} ${String(Date.now() - 601_000)}` });
    expect(await enter()).toBe('locked');
    expect(cookies()['buka']).toBeUndefined();
    // Not even for who is signed in at the office: a phone that lies there is.
    expect(await enter({ asOfficeSays: true })).toBe('locked');
  });

  it('asks for the PIN also when the clock was set back', async () => {
    const { ani } = await couple();
    await phone.settings.put({ key: 'seen', value: `${ani.id} ${String(Date.now() + 86_400_000)}` });
    expect(await enter()).toBe('locked');
  });

  it('asks for the PIN of an account that the office says is in front, whoever looked just now', async () => {
    const { budi } = await couple();
    session = budi;
    expect(await enter({ asOfficeSays: true })).toBe('locked');
    expect(cookies()['buka']).toBeUndefined();
  });

  it('does not take a look for its own that an earlier release noted without a name', async () => {
    await couple();
    await phone.settings.put({ key: 'seen', value: String(Date.now()) });
    expect(await enter()).toBe('locked');
  });

  it('opens while it is full, and goes on being open in this page', async () => {
    const { ani } = await couple();
    const full = phoneIsFull();
    expect(opened(await enter()).account.id).toBe(ani.id);
    await phone.settings.delete('seen');
    expect(opened(await enter()).account.id).toBe(ani.id);
    full.mockRestore();
    await enter();
  });

  it('lets the room that is kept for records give way to who comes in', async () => {
    const { budi } = await couple();
    expect(await makeReserve()).toBe(true);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(noRoom);
    await bringForward(budi.id);
    put.mockRestore();
    expect(await freeReserve()).toBe(false);
    expect(opened(await enter()).account.id).toBe(budi.id);
  });

  it('brings another account to the front without asking anybody', async () => {
    const { budi } = await couple();
    asked = [];
    await bringForward(budi.id);
    expect(opened(await enter()).account.id).toBe(budi.id);
    expect(cookies()).toMatchObject({ buka: budi.id });
    expect(asked).toEqual([]);
  });

  it('is no door to another account when one leaves', async () => {
    const { ani, budi } = await couple();
    await leave(opened(await enter()));
    expect(await enter()).toBe('locked');
    expect(await phone.pins.get(ani.id)).toBeUndefined();
    expect((await phone.accounts.toArray()).map(({ id }) => id)).toEqual([budi.id]);
  });

  it('lets an account of a release without PINs in front go on', async () => {
    const ani = somebody();
    await arrives(somebody());
    await arrives(ani);
    expect(opened(await enter()).account.id).toBe(ani.id);
  });
});

describe('removing an account', () => {
  it('is refused while it holds what the office refused, or a file that it carries for somebody', async () => {
    const entered = await arrives(somebody());
    const { db } = entered;
    await record(db);
    await db.outbox.toCollection().modify({ state: 'refused' });
    expect(await removeAccount(entered)).toBe(false);
    await db.outbox.toCollection().modify({ mendedBy: uuid() });
    const file = { hash: 'h', name: 'titipan.txt', text: 'isi', takenAt: 0, answer: null, refusal: null };
    await db.meta.put({ key: 'titipan:h', ...file });
    expect(await irreplaceable(db)).toEqual({ unsent: 0, photos: 0, refused: 0, carried: 1 });
    expect(await removeAccount(entered)).toBe(false);
    expect(await enter()).toBe(entered);
    await db.meta.delete('titipan:h');
    expect(await removeAccount(entered)).toBe(true);
  });

  it('is no loss when the same person signs in again', async () => {
    const ani = somebody();
    const entered = await arrives(ani);
    noteSighting(ani.id, { replica: (await headOf(entered.db)).replica, unsent: 0, at: 0 });
    await removeAccount(entered);
    expect(await emptied((await arrives(ani)).db)).toBeNull();
  });

  it('deletes all of it, and is refused while something is unsent', async () => {
    const ani = somebody();
    const entered = await arrives(ani);
    await record(entered.db);
    expect(await removeAccount(entered)).toBe(false);
    expect(await enter()).toBe(entered);
    await entered.db.outbox.toCollection().modify({ state: 'acked' });
    expect(await removeAccount(entered)).toBe(true);
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(entered.db.name);
    expect(await enter()).toBe('nobody');
  });
});
