import type { Instant } from '#lib/domain/day.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { SentMutation } from '#lib/protocol/exchange.ts';
import { RESCUE_CHARS, RESCUE_MUTATIONS } from '#lib/protocol/limits.ts';
import type { OfficeKey, RescueContent } from '#lib/protocol/rescue.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { OutboxRow } from '#lib/sync/ports.ts';
import { headOf, type AccountDb } from '../phone.ts';
import { keptKey } from './office-key.ts';
import { seal, type Sealing } from './seal.ts';

export interface RescueFile {
  readonly text: string;
  /** Records in it, and those that did not fit. */
  readonly held: number;
  readonly left: number;
}

/** nothing: all is sent. no-key: the office was never heard since this is possible. failed: no WebCrypto here. */
export type MakeRefusal = 'nothing' | 'no-key' | 'failed';

/**
 * Makes a rescue file of what is unsent, the oldest first. Nothing on the phone changes by it: a record stays
 * unsent until the office itself has answered.
 */
export async function makeRescue(
  db: AccountDb,
  { line, now }: { readonly line: string; readonly now: Instant },
): Promise<Result<RescueFile, MakeRefusal>> {
  const { head, office, rows, unsent } = await read(db);
  if (office === null) return refuse('no-key');
  if (rows.length === 0) return refuse('nothing');
  const { replica, epoch } = head;
  const common = { v: PROTOCOL, owner: db.owner, replica, proof: office.proof, clock: now, unsent };
  try {
    for (let held = rows.length; ; held = Math.ceil(held / 2)) {
      const content: RescueContent = { ...common, mutations: rows.slice(0, held).map(sent) };
      const text = await seal({ line, office, epoch, content } satisfies Sealing);
      if (text.length <= RESCUE_CHARS || held === 1) return accept({ text, held, left: unsent - held });
    }
  } catch {
    return refuse('failed');
  }
}

interface Look {
  readonly head: { readonly replica: string; readonly epoch: string | null };
  readonly office: OfficeKey | null;
  readonly rows: readonly OutboxRow[];
  readonly unsent: number;
}

const read = (db: AccountDb): Promise<Look> =>
  db.transaction('r', [db.outbox, db.meta], async () => {
    const unsent = db.outbox.where('state').equals('unsent');
    return {
      head: await headOf(db),
      office: await keptKey(db),
      // Equal index keys come in the order of the primary key, which is the number.
      rows: await unsent.clone().limit(RESCUE_MUTATIONS).toArray(),
      unsent: await unsent.count(),
    };
  });

const sent = ({ id, n, after, body }: OutboxRow): SentMutation =>
  after === null ? { id, n, body } : { id, n, after, body };
