import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Account } from '#lib/protocol/account.ts';
import { enter, leave, whenLeft } from './door.ts';
import { append, freeze } from './outbox.ts';
import { AccountDb, PhoneDb } from './phone.ts';

/** The office as the door hears it: whose session the cookie is. `undefined` while it cannot be reached. */
let session: Account | null | undefined;
let asked: string[] = [];

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

const network = globalThis.fetch;

const office = (path: string): Response => {
  asked.push(path);
  if (session === undefined)
    return new Response('<p>Wi-Fi</p>', { headers: { 'content-type': 'text/html' } });
  if (session === null) return json(401, { code: 'signed-out', message: '' });
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
  if (entered === null) throw new Error('nobody in front');
  return entered;
}

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

beforeEach(() => {
  asked = [];
  session = null;
  globalThis.fetch = (path) => Promise.resolve(office(typeof path === 'string' ? path : ''));
});

afterEach(async () => {
  globalThis.fetch = network;
  await Promise.all([phone.settings.clear(), phone.accounts.clear()]);
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
    expect(await enter()).toBeNull();
    session = somebody();
    expect((await enter())?.account).toEqual(session);
  });

  it('shows a newcomer who signed in by a plain form nothing of the account that was in front', async () => {
    const [ani, budi] = [somebody(), somebody()];
    await arrives(ani);
    expect((await arrives(budi)).account).toEqual(budi);
    expect(await settings()).toEqual({ current: budi.id });
  });

  it('closes behind somebody who logged out at the desk, and keeps what is unsent', async () => {
    const ani = somebody();
    const { db } = await arrives(ani);
    await record(db);
    await db.base.put({ id: uuid() } as never);
    session = null;
    expect(await enter({ asOfficeSays: true })).toBeNull();
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
    expect(await enter({ asOfficeSays: true })).toBeNull();
    expect(await settings()).toEqual({ current: ani.id });
  });
});

describe('leaving', () => {
  it('is no news to the tab that leaves, and is to another one', async () => {
    const ani = somebody();
    const entered = await arrives(ani);
    let told = 0;
    const end = whenLeft(entered, () => (told += 1));
    expect(await leave(entered)).toBe(0);
    await arrives(ani);
    end();
    expect(told).toBe(0);

    const again = await enter();
    if (again === null) throw new Error('nobody in front');
    const left = new Promise<void>((resolve) => whenLeft(again, resolve));
    await phone.settings.delete('current');
    await left;
  });

  it('that the phone refuses to write leaves the account in front, and its sender running', async () => {
    const entered = await arrives(somebody());
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
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
    expect(await settings()).toEqual({ farewell: ani.id });
    session = ani;
    expect(await enter()).toBeNull();
    expect(session).toBeNull();
    expect(await settings()).toEqual({});
  });

  it('does not end the session of somebody else who signed in meanwhile', async () => {
    const [ani, budi] = [somebody(), somebody()];
    const entered = await arrives(ani);
    session = undefined;
    await leave(entered);
    expect((await arrives(budi)).account).toEqual(budi);
    expect(session).toEqual(budi);
    expect(await settings()).toEqual({ current: budi.id });
  });
});
