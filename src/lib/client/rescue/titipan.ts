import type { AccountDb, Titipan } from '../phone.ts';

/* Files that this account carries for others, as they lie in its database. Apart: the door looks for them too. */

const PREFIX = 'titipan:';

/** The files that are carried, the oldest first, those that the office answered about included. */
export async function readTitipan(db: AccountDb): Promise<Titipan[]> {
  const rows = await db.meta.where('key').startsWith(PREFIX).toArray();
  const carried = rows.flatMap((row) => (isTitipan(row) ? [row] : []));
  return carried.sort((a, b) => a.takenAt - b.takenAt);
}

const isTitipan = (row: { readonly key: string }): row is Titipan => row.key.startsWith(PREFIX);

/** Whether the account has a file to bring that the office has not answered about. */
export const carries = async (db: AccountDb): Promise<boolean> => (await readTitipan(db)).some(isWaiting);

export const isWaiting = ({ answer, refusal }: Titipan): boolean => answer === null && refusal === null;
