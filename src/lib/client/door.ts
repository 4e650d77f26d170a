import { liveQuery } from 'dexie';
import type { Account } from '#lib/protocol/account.ts';
import {
  accountInFront,
  farewells,
  farewellSaid,
  takeBackHere,
  thisPhone,
  welcomeHere,
  writeHere,
} from './accounts-here.ts';
import { forgetSighting } from './canary.ts';
import { isLocked, noteSeen, showOpen } from './lock.ts';
import { openAccount, openInTime } from './open.ts';
import { AccountDb, CacheDb, forgetTold } from './phone.ts';
import { Session } from './session.svelte.ts';
import { endSession, sessionAtOffice } from './office-session.ts';
import { takeArrived } from './sign-in.ts';
import { holdsIrreplaceable } from './unsent.ts';

/*
 * Who is in front on this phone, and who comes and goes. Every account has a database of its own that only the
 * same user id opens; whose PIN was not asked for too long is in front and stands before a closed door.
 */

let front: Session | null = null;

/** `locked`: accounts are on this phone, and one of them must be chosen and opened. `nobody`: none is. */
export type Entered = Session | 'locked' | 'nobody';

/**
 * The session of the account in front, running. Rejects with NotOpened when the phone's database
 * cannot be opened. With
 * `asOfficeSays` the pointer is not asked first: a plain form opened or ended the session at the office, and no
 * script of ours heard of it.
 */
export async function enter({ asOfficeSays = false } = {}): Promise<Entered> {
  await openInTime(thisPhone());
  const arrived = takeArrived();
  if (arrived !== null) await welcome(arrived.account, arrived.forgotPin);
  const account =
    arrived?.account ?? (asOfficeSays ? null : await accountInFront()) ?? (await accountAtOffice());
  if (account === null || (arrived === null && (await isLocked(account.id, Date.now())))) {
    await stopFront();
    await showOpen(null);
    return (await thisPhone().pins.count()) > 0 ? 'locked' : 'nobody';
  }
  await noteSeen(account.id, Date.now());
  if (front?.account.id === account.id) {
    if (arrived !== null) front.sender.wake('sign-in');
    return front;
  }
  await stopFront();
  const db = new AccountDb(account.id);
  // Before there is a session, whose queries would outlive a database that does not open.
  await openAccount(db);
  const session = new Session(account, db, new CacheDb());
  session.start(arrived === null ? 'start' : 'sign-in');
  front = session;
  // Not before: what it tells the office's pages is who is in front.
  void sayFarewells();
  return front;
}

/** Calls back once when somebody else is in front, or nobody: another tab switched, signed in or out. */
export function whenLeft(session: Session, callback: () => void): () => void {
  const { settings } = thisPhone();
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
 * Puts an account of this phone in front whose PIN was right. The page is to be loaded anew then, so that
 * nothing of whoever was in front stays in its memory.
 */
export async function bringForward(id: string): Promise<void> {
  const { settings } = thisPhone();
  await writeHere(() => settings.put({ key: 'current', value: id }));
  await noteSeen(id, Date.now());
}

/**
 * Leaves the account. Its outbox, numbers and drafts stay for the same user; what the office told of it goes.
 * The office is told now, or at a later start. Rejects when the phone refuses to write: then nobody left, and
 * everything runs on.
 */
export async function leave(session: Session): Promise<void> {
  await goOut(session);
  await forget(session.account.id);
  await sayFarewells();
}

/**
 * Leaves the account and deletes all of it on this phone. False when something of it may be nowhere else: then
 * it stayed, whole and in front.
 */
export async function removeAccount(session: Session): Promise<boolean> {
  if (await holdsIrreplaceable(session.db)) return false;
  await goOut(session);
  const db = new AccountDb(session.account.id);
  // Another tab may have recorded something until it noticed: that is kept as after any log-out.
  if (await holdsIrreplaceable(db)) await forgetTold(db);
  else {
    await db.delete();
    // Or the next sign-in would take it for a database that the browser emptied.
    forgetSighting(db.owner);
  }
  db.close();
  await sayFarewells();
  return true;
}

async function goOut(session: Session): Promise<void> {
  const { db, account } = session;
  front = null;
  try {
    await takeBackHere(account.id, { farewell: true });
  } catch (error) {
    front = session;
    throw error;
  }
  await showOpen(null);
  await session.stop();
  db.close();
}

async function stopFront(): Promise<void> {
  const session = front;
  front = null;
  await session?.stop();
}

/** Puts an account in front that has just signed in at the office. */
async function welcome({ id, name, roles }: Account, forgotPin = false): Promise<void> {
  if ((await thisPhone().accounts.get(id)) === undefined) {
    // It left this phone, or was never here: whatever another tab still heard of it is no base to go on from.
    await forget(id);
  }
  if (forgotPin) await writeHere(() => thisPhone().pins.delete(id));
  await welcomeHere({ id, name, roles }, Date.now());
}

/**
 * Puts in front whose session the browser holds, or nobody. Asked where no pointer tells: the browser may
 * have died between the office's yes and the pointer, or a plain form signed in or out. Without an answer
 * nobody's screens are shown, and nothing is changed.
 */
async function accountAtOffice(): Promise<Account | null> {
  const told = await sessionAtOffice();
  if (told === 'unheard') return null;
  if (told === 'nobody') return frontWithoutSession();
  // This session was to end, and the office has not heard of it; anybody else's is a newcomer's.
  if ((await farewells()).includes(told.id)) {
    await sayFarewells();
    return null;
  }
  await welcome(told);
  return told;
}

/** No session is in front at the office. The account in front here may still have its own, under its own path. */
async function frontWithoutSession(): Promise<Account | null> {
  const current = await accountInFront();
  if (current === null) {
    await sayFarewells();
    return null;
  }
  const own = await sessionAtOffice(current.id);
  if (own !== 'nobody') return own === 'unheard' ? null : current;
  await takeBackHere(current.id, { farewell: false });
  await forget(current.id);
  return null;
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

/**
 * Tells the office who left. Its answer takes that session's cookies away, so it is never on its way while the
 * same person is signing in: where nobody is in front it is waited for, and not for long.
 */
async function sayFarewells(): Promise<void> {
  for (const id of navigator.onLine ? await farewells() : []) {
    if (await endSession(id)) await farewellSaid(id);
  }
  await showOpen(front?.account.id ?? null);
}
