import { randomUUID } from 'node:crypto';
import { dayInWib, type Instant } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Nip } from '#lib/domain/nip.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { createUser } from './accounts/accounts.ts';
import { CODE_LIFE, makeHashedCode, writeCode } from './accounts/codes.ts';
import { append } from './journal.ts';
import { storeRules } from './rules.ts';
import type { Store } from './store/store.ts';

export interface FirstAdministrator {
  readonly nip: Nip;
  readonly name: string;
  readonly now: Instant;
}

/**
 * What an empty office needs before anybody can sign in: the decree as it was published, and one
 * administrator with a one-time code, both on record. Refuses `not-empty` when somebody has an account.
 */
export async function begin(
  store: Store,
  { nip, name, now }: FirstAdministrator,
): Promise<Result<{ readonly code: string; readonly expiresAt: Instant }, 'not-empty'>> {
  const { code, hash } = await makeHashedCode();
  const id = randomUUID();
  const entry = { at: now, actor: null, ref: null, outcome: 'applied' };
  return store.write(async (tx) => {
    if (await tx.selectFrom('user').select('id').executeTakeFirst()) return refuse('not-empty');
    await storeRules(tx, INSTRUKSI_9_2024, now);
    append(tx, [
      { ...entry, kind: 'account.begin', subject: id, body: JSON.stringify({ nip, name, role: 'admin' }) },
      { ...entry, kind: 'code.issue', subject: id, body: '' },
    ]);
    await createUser(tx, { id, name, number: nip, grants: [{ role: 'admin', from: dayInWib(now) }], now });
    await writeCode(tx, { userId: id, issuedBy: null, now, hash });
    return accept({ code, expiresAt: now + CODE_LIFE });
  });
}
