import { error } from '@sveltejs/kit';
import { enter, type Entered } from '#lib/client/door.ts';
import { NotOpened } from '#lib/client/open.ts';
import { sayNotOpened } from '#lib/client/words-storage.ts';

/** The account in front; a database that does not open becomes a page that says why and what to do. */
export async function entered(how: { readonly asOfficeSays?: boolean } = {}): Promise<Entered> {
  try {
    return await enter(how);
  } catch (cause) {
    if (!(cause instanceof NotOpened)) throw cause;
    error(503, { code: `simpanan-${cause.trouble}`, message: sayNotOpened(cause.trouble) });
  }
}
