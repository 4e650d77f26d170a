import { liveQuery } from 'dexie';
import type { Account } from '#lib/protocol/account.ts';
import { AccountDb, CacheDb, forgetTold, PhoneDb } from './phone.ts';
import { Session } from './session.svelte.ts';
import { endSession, sessionAtOffice, takeArrived } from './sign-in.ts';

/*
 * Who is in front on this phone. The pointer lives in IndexedDB, so that it survives a killed browser, and
 * every account has a database of its own that only the same user id opens.
 */

let phone: PhoneDb | undefined;
let front: Session | null = null;

const openPhone = (): PhoneDb => (phone ??= new PhoneDb());

/**
 * The session of the account in front, running; null when nobody is. Rejects when the phone's database cannot
 * be opened. With `asOfficeSays` the pointer is not asked first: a plain form opened or ended the session at
 * the office, and no script of ours heard of it.
 */
export async function enter({ asOfficeSays = false } = {}): Promise<Session | null> {
  const arrived = takeArrived();
  if (arrived !== null) await welcome(arrived);
  const account = arrived ?? (asOfficeSays ? null : await accountInFront()) ?? (await accountAtOffice());
  if (account !== null && front?.account.id === account.id) {
    if (arrived !== null) front.sender.wake('sign-in');
    return front;
  }
  await front?.stop();
  front = null;
  if (account === null) return null;
  const session = new Session(account, new AccountDb(account.id), new CacheDb());
  await session.db.open();
  session.start(arrived === null ? 'start' : 'sign-in');
  front = session;
  return front;
}

/** Calls back once when somebody else is in front, or nobody: another tab signed in or out. */
export function whenLeft(session: Session, callback: () => void): () => void {
  const { settings } = openPhone();
  const subscription = liveQuery(() => settings.get('current')).subscribe({
    next: (current) => {
      // Leaving in this tab is no news to it.
      if (current?.value === session.account.id || front !== session) return;
      subscription.unsubscribe();
      void session.stop();
      callback();
    },
    error: () => undefined,
  });
  return () => {
    subscription.unsubscribe();
  };
}

/**
 * Leaves the account. Its outbox, numbers and drafts stay for the same user; what the office told of it goes.
 * The office is told now, or when the phone next starts with nobody in front. Answers how many records are
 * still unsent. Rejects when the phone refuses to write: then nobody left, and everything runs on.
 */
export async function leave(session: Session): Promise<number> {
  const { db, account } = session;
  const unsent = await db.outbox.where('state').equals('unsent').count();
  front = null;
  try {
    await takeBack(account.id, { farewell: true });
  } catch (error) {
    front = session;
    throw error;
  }
  await session.stop();
  db.close();
  await forget(account.id);
  await sayFarewell();
  return unsent;
}

/** Puts an account in front that has just signed in at the office. */
async function welcome(account: Account): Promise<void> {
  const { accounts, settings } = openPhone();
  if ((await accounts.get(account.id)) === undefined) {
    // It left this phone, or was never here: whatever another tab still heard of it is no base to go on from.
    await forget(account.id);
  }
  await openPhone().transaction('rw', [accounts, settings], async () => {
    await accounts.put(account);
    await settings.put({ key: 'current', value: account.id });
    // The cookie of the session that was to end is gone: the new one has taken its place.
    await settings.delete('farewell');
  });
}

async function accountInFront(): Promise<Account | null> {
  const { accounts, settings } = openPhone();
  const current = await settings.get('current');
  return current === undefined ? null : ((await accounts.get(current.value)) ?? null);
}

/**
 * Puts in front whose session the browser holds, or nobody. Asked where no pointer tells: the browser may
 * have died between the office's yes and the pointer, or a plain form signed in or out. Without an answer
 * nobody's screens are shown, and nothing is changed.
 */
async function accountAtOffice(): Promise<Account | null> {
  const told = await sessionAtOffice();
  if (told === 'unheard') return null;
  const { settings } = openPhone();
  if (told === 'nobody') {
    const current = await settings.get('current');
    if (current !== undefined) {
      await takeBack(current.value, { farewell: false });
      await forget(current.value);
    }
    await settings.delete('farewell');
    return null;
  }
  // This session was to end, and the office has not heard of it; anybody else's is a newcomer's.
  if ((await settings.get('farewell'))?.value === told.id) {
    await sayFarewell();
    return null;
  }
  await welcome(told);
  return told;
}

/** Nobody is in front any more, and the account is none of this phone's. */
async function takeBack(id: string, { farewell }: { readonly farewell: boolean }): Promise<void> {
  const { accounts, settings } = openPhone();
  await openPhone().transaction('rw', [accounts, settings], async () => {
    await accounts.delete(id);
    await settings.delete('current');
    if (farewell) await settings.put({ key: 'farewell', value: id });
  });
}

/**
 * Drops what the office told of an account. A phone that refuses to write keeps it until the account comes
 * back, and nobody but that account opens it.
 */
async function forget(id: string): Promise<void> {
  const db = new AccountDb(id);
  await forgetTold(db).catch(() => undefined);
  db.close();
}

/** Never while somebody is signing in: its answer takes the cookie away. So it is waited for, and not for long. */
async function sayFarewell(): Promise<void> {
  if (navigator.onLine && (await endSession())) await openPhone().settings.delete('farewell');
}
