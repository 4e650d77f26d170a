import { officeKey, officeKeyPath, type OfficeKey } from '#lib/protocol/rescue.ts';
import { apiPath } from '../accounts-here.ts';
import { headOf, type AccountDb, type KeptKey } from '../phone.ts';
import { request } from '../request.ts';

/** ms after which the key is asked for again: a changed key reaches phones within a month, for 600 bytes. */
const FRESH = 30 * 86_400_000;

/** The office's key as it was last fetched; null before the first time with signal. */
export async function keptKey(db: AccountDb): Promise<OfficeKey | null> {
  const row = await db.meta.get('rescue-key');
  return row?.key === 'rescue-key' ? row.office : null;
}

/**
 * Fetches the office's key while there is signal, so that it is here when there is none. Does nothing while a
 * fresh one is kept; without an answer of the office, or with one for somebody else, nothing changes.
 */
export async function fetchKey(
  db: AccountDb,
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<void> {
  const kept = await db.meta.get('rescue-key');
  if (kept?.key === 'rescue-key' && Math.abs(now - kept.at) < FRESH) return;
  const whose = { owner: db.owner, replica: (await headOf(db)).replica };
  const reply = await request(await apiPath(db.owner, officeKeyPath(whose)), { signal });
  if (reply.kind !== 'answered' || reply.status !== 200) return;
  const read = officeKey.safeParse(reply.body);
  if (!read.success || read.data.owner !== whose.owner || read.data.replica !== whose.replica) return;
  await db.meta.put({ key: 'rescue-key', office: read.data, at: now } satisfies KeptKey);
}
