import type { Session } from '../session.svelte.ts';
import { carries } from './titipan.ts';

/**
 * Begins {@link rescueInBackground} for the account in front, if it has any use for it: an ASN, and whoever carries a
 * file from the time when they were one. Apart from the first screen's own files, which come before it. Returns its
 * end.
 */
export function rescueWhenOnline({ account, db }: Pick<Session, 'account' | 'db'>): () => void {
  const isAsn = account.roles.includes('asn');
  let stop: (() => void) | null = null;
  let ended = false;
  const begin = async () => {
    if (!isAsn && !(await carries(db))) return;
    const { rescueInBackground } = await import('./background.ts');
    if (!ended) stop = rescueInBackground(db, { needsKey: isAsn });
  };
  // A phone that cannot read its database, or load the file, says so where its records are.
  begin().catch(() => undefined);
  return () => {
    ended = true;
    stop?.();
  };
}
