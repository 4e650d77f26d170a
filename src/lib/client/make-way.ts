import { putForward } from './office-session.ts';
import { inFrontHere } from './waiting.ts';

/**
 * Before somebody signs in, and takes the cookie of all paths: a session of the first release has no other one, and
 * whoever is in front would have to sign in again to send. So it gets the cookie of its own path now, whichever way
 * led to the sign-in page. Without an answer the newcomer is let in all the same: nobody waits at the door for
 * somebody else. `newcomer`: the account of this phone that signs in again, or null.
 */
export async function makeWay(newcomer: string | null): Promise<void> {
  const front = await inFrontHere().catch(() => null);
  if (front !== null && front !== newcomer) await putForward(front);
}
