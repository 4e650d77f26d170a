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

/** Whether the account has a file to bring. */
export const carries = async (db: AccountDb): Promise<boolean> => (await readTitipan(db)).some(isWaiting);

/** Not answered about, or with something in it that the office may take in later: its text is kept that long. */
export const isWaiting = ({ text, answer, refusal }: Titipan): boolean =>
  refusal === null && (answer === null || text !== '');
