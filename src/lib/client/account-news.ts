import { apiPath, thisPhone } from './accounts-here.ts';
import type { PhoneAccount } from './phone.ts';
import { sessionOf } from './office-session.ts';

/** ms after which an account's name and roles are asked for again: an officer's role changes with a decree. */
const OLD_NEWS = 6 * 3_600_000;

/**
 * The account as the office has it now: a role that was given or taken since it signed in. Null when it was
 * told lately, when nothing changed, and without an answer.
 */
export async function accountNews(id: string, now: number): Promise<PhoneAccount | null> {
  const { accounts } = thisPhone();
  const known = await accounts.get(id);
  if (known === undefined || Math.abs(now - (known.toldAt ?? 0)) < OLD_NEWS) return null;
  const told = await sessionOf(await apiPath(id, '/api/saya'));
  if (typeof told === 'string' || told.id !== id) return null;
  const { name, roles } = told;
  // It may have left this phone meanwhile; it is not written back.
  await accounts.update(id, { name, roles, toldAt: now });
  const same = name === known.name && [...roles].sort().join() === [...known.roles].sort().join();
  return same ? null : { ...known, name, roles };
}
