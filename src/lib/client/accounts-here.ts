import type { Account } from '#lib/protocol/account.ts';
import { accountPath } from '#lib/protocol/shared-phone.ts';
import { insist } from './give-way.ts';
import { PhoneDb, type PhoneAccount } from './phone.ts';
import { freeReserve } from './reserve.ts';

/*
 * Which accounts are on this phone, and who of them is in front. The pointer lives in IndexedDB, so that it
 * survives a killed browser.
 */

let opened: PhoneDb | undefined;

export const thisPhone = (): PhoneDb => (opened ??= new PhoneDb());

/** Writes to `simadu`. Who cannot come in records nothing, so the room that is kept for records gives way. */
export const writeHere = <T>(write: () => Promise<T>): Promise<T> => insist(write, [freeReserve]);

/** An account as somebody chooses it: by name, never by what it holds. */
export interface AccountHere {
  readonly id: string;
  readonly name: string;
  /** Opens by a PIN on this phone; else only by signing in. */
  readonly hasPin: boolean;
  /** Its session is over at the office: it opens, and sends once its owner signed in again. */
  readonly ended: boolean;
  readonly inFront: boolean;
}

/** By name, the one in front first. */
export async function accountsHere(): Promise<AccountHere[]> {
  const { accounts, settings, pins } = thisPhone();
  const [rows, current, withPin] = await Promise.all([
    accounts.toArray(),
    settings.get('current'),
    pins.toCollection().primaryKeys(),
  ]);
  return rows
    .map(({ id, name, ended = false }) => ({
      id,
      name,
      ended,
      hasPin: withPin.includes(id),
      inFront: current?.value === id,
    }))
    .sort((a, b) => Number(b.inFront) - Number(a.inFront) || a.name.localeCompare(b.name));
}

export async function accountInFront(): Promise<PhoneAccount | null> {
  const { accounts, settings } = thisPhone();
  const current = await settings.get('current');
  return current === undefined ? null : ((await accounts.get(current.value)) ?? null);
}

/** Whether the account shares this phone with another one and has no PIN yet. */
export async function lacksPin(id: string): Promise<boolean> {
  const { accounts, pins } = thisPhone();
  return (await accounts.count()) > 1 && (await pins.get(id)) === undefined;
}

/** Puts an account in front that has just signed in; its session is a new one. */
export async function welcomeHere(account: Account, now: number): Promise<void> {
  const phone = thisPhone();
  const { accounts, settings } = phone;
  await writeHere(() =>
    phone.transaction('rw', [accounts, settings], async () => {
      await accounts.put({ ...account, toldAt: now });
      await settings.put({ key: 'current', value: account.id });
      if ((await accounts.count()) > 1) await settings.put({ key: 'shared', value: '1' });
      // The cookie of its session that was to end is gone: the new one has taken its place.
      for (const key of await farewellKeys(account.id)) await settings.delete(key);
    }),
  );
}

/** Nobody is in front any more, and the account is none of this phone's. */
export async function takeBackHere(id: string, { farewell }: { readonly farewell: boolean }): Promise<void> {
  const phone = thisPhone();
  const { accounts, settings, pins } = phone;
  await writeHere(() =>
    phone.transaction('rw', [accounts, settings, pins], async () => {
      await accounts.delete(id);
      await pins.delete(id);
      await settings.bulkDelete(['current', 'seen']);
      if (farewell) await settings.put({ key: `farewell ${id}`, value: id });
    }),
  );
}

/** Whether the account's session is over, as the office last said. Written when it changes. */
export async function noteEnded(id: string, ended: boolean): Promise<void> {
  await thisPhone()
    .accounts.where('id')
    .equals(id)
    .filter((row) => (row.ended ?? false) !== ended)
    .modify({ ended });
}

/** The accounts whose log-out the office has not heard of. */
export async function farewells(): Promise<string[]> {
  const rows = await thisPhone().settings.where('key').startsWith('farewell').toArray();
  return [...new Set(rows.map(({ value }) => value))];
}

export async function farewellSaid(id: string): Promise<void> {
  for (const key of await farewellKeys(id)) await thisPhone().settings.delete(key);
}

const farewellKeys = async (id: string) =>
  thisPhone()
    .settings.where('key')
    .startsWith('farewell')
    .filter(({ value }) => value === id)
    .primaryKeys();

let shared = false;

/**
 * Where an account asks the office: under its own path as soon as this phone ever had several. With one alone
 * the cookie of all paths is its own, and requests are forty bytes shorter.
 */
export async function apiPath(id: string, path: string): Promise<string> {
  shared ||=
    (await thisPhone()
      .settings.get('shared')
      .catch(() => undefined)) !== undefined;
  return shared ? accountPath(id, path) : path;
}
