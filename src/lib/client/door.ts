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

/** The session of the account in front, running; null when nobody is. Rejects when the phone's database cannot be opened. */
export async function enter(): Promise<Session | null> {
  const arrived = takeArrived();
  if (arrived !== null) await welcome(arrived);
  const account = arrived ?? (await accountInFront());
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
      if (current?.value === session.account.id) return;
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
 * still unsent.
 */
export async function leave(session: Session): Promise<number> {
  const { db, account } = session;
  await session.stop();
  if (front === session) front = null;
  const unsent = await db.outbox.where('state').equals('unsent').count();
  const { accounts, settings } = openPhone();
  await openPhone().transaction('rw', [accounts, settings], async () => {
    await accounts.delete(account.id);
    await settings.delete('current');
    await settings.put({ key: 'farewell', value: account.id });
  });
  await forgetTold(db);
  db.close();
  await sayFarewell();
  return unsent;
}

/** Puts an account in front that has just signed in at the office. */
async function welcome(account: Account): Promise<void> {
  const { accounts, settings } = openPhone();
  if ((await accounts.get(account.id)) === undefined) {
    // It left this phone, or was never here: whatever another tab still heard of it is no base to go on from.
    const db = new AccountDb(account.id);
    await forgetTold(db);
    db.close();
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
  const [known, set] = await Promise.all([accounts.toArray(), settings.toArray()]);
  const current = set.find(({ key }) => key === 'current')?.value;
  if (current !== undefined) return known.find(({ id }) => id === current) ?? null;
  if (set.some(({ key }) => key === 'farewell')) {
    await sayFarewell();
    return null;
  }
  // The browser may have died between the office's yes and the pointer.
  const account = await sessionAtOffice();
  if (account !== null) await welcome(account);
  return account;
}

/** Never while somebody is signing in: its answer takes the cookie away. So it is waited for, and not for long. */
async function sayFarewell(): Promise<void> {
  if (navigator.onLine && (await endSession())) await openPhone().settings.delete('farewell');
}
