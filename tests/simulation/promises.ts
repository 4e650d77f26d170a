import type { Purchase } from '#lib/domain/purchase.ts';
import type { OutboxRow } from '#lib/sync/ports.ts';
import { replay } from '#lib/sync/replay.ts';
import type { Look } from './disk.ts';
import { sha256 } from '#lib/server/journal.ts';
import type { SimOffice } from './office.ts';
import type { Account } from './phone.ts';

/** What design.md promises, as far as a box can see it. */
export const PROMISES = {
  lost: '1. Nothing that was saved is lost',
  'false terkirim': '2. Terkirim is true',
  doubled: '3. Once, for ever',
  hidden: '4. A pull never hides what is unsent, and loses nothing the office said',
  'without photo': '2. Lengkap is true: with its photo',
  'not delivered': '5. Everything that a phone holds arrives in the end',
  quota: '6. The quota is the same everywhere',
  month: '7. A month is a WIB month',
  across: '8. Nobody records into another one’s account',
  'old release': '11. Old and new live together',
  unnoticed: '12. An emptied database is noticed',
  defect: 'The office has no defect of its own',
} as const;

export type PromiseName = keyof typeof PROMISES;

/** A promise does not hold in this world. */
export class Broken extends Error {
  constructor(
    readonly promise: PromiseName,
    what: string,
  ) {
    super(`${promise}: ${what}`);
  }
}

/** What the screens show of an account. */
export const shownOf = (account: Account, { base, outbox, heard }: Look): Purchase[] =>
  replay({ asnId: account.owner, base, outbox, heard });

/** The label that a person wrote into a purchase. */
export const labelOf = ({ note }: { readonly note: string }): string => note;

/** Where the newest word about a purchase is unsent, the screen shows it as it was typed. */
export function expectUnsentShown(account: Account, look: Look): void {
  const { outbox, base, heard } = look;
  if (!outbox.some(({ state }) => state === 'unsent')) return;
  const newest = new Map<string, OutboxRow>();
  for (const row of outbox) {
    if (!row.body.startsWith(ATTACH)) newest.set(aboutOf(row), row);
  }
  const shown = new Map(shownOf(account, look).map((purchase) => [purchase.id, purchase]));
  for (const [id, row] of newest) {
    const purchase = shown.get(id);
    if (row.state !== 'unsent' || isAsTyped(row, purchase)) continue;
    const told = base.find((one) => one.id === id);
    const known = told !== undefined || outbox.some((one) => one.id === id);
    // What names a purchase that nobody has any more changes nothing.
    if (!known) continue;
    const rows = outbox.filter((one) => aboutOf(one) === id);
    throw new Broken(
      'hidden',
      `${account.name} does not see what is unsent: ${JSON.stringify({ rows, told, purchase, heard })}`,
    );
  }
}

const ATTACH = '{"type":"purchase.attach"';

/** The purchase that a mutation is about. Bodies are this world's own, so that they need no parsing. */
export const aboutOf = ({ id, body }: OutboxRow): string =>
  /^\{"type":"purchase\.(?:correct|withdraw|attach)","purchase":"([^"]+)"/.exec(body)?.[1] ?? id;

/** A refusal on the screen says that what was typed is not in force, and stays to be read. */
function isAsTyped({ body }: OutboxRow, purchase: Purchase | undefined): boolean {
  if (purchase === undefined) return false;
  if (purchase.refusal !== null) return true;
  const amount = /"amount":(\d+)/.exec(body)?.[1];
  return amount === undefined ? purchase.verdict === 'ditarik' : purchase.amount === Number(amount);
}

/** What the office has on its disk of these mutations: the hash of each body. */
export async function atOffice(office: SimOffice, ids: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let from = 0; from < ids.length; from += 500) {
    const rows = await office.store.db
      .selectFrom('journal as j')
      .innerJoin('journal_body as b', 'b.seq', 'j.seq')
      .select(['j.ref', 'b.body'])
      .where('j.ref', 'in', ids.slice(from, from + 500))
      .where('j.kind', 'like', 'purchase.%')
      .where('j.outcome', 'not like', 'refused%')
      .execute();
    for (const { ref, body } of rows) found.set(ref ?? '', sha256(body));
  }
  return found;
}
