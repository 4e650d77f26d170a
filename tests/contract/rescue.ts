import { randomUUID } from 'node:crypto';
import type { SentMutation } from '#lib/protocol/exchange.ts';
import type { RescueContent } from '#lib/protocol/rescue.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import { seal } from '#lib/client/rescue/seal.ts';
import { createUser } from '#lib/server/accounts/accounts.ts';
import { carry } from '#lib/server/rescue/carry.ts';
import { currentKey, proofOf, type RescueKey } from '#lib/server/rescue/keys.ts';
import type { Store } from '#lib/server/store/store.ts';
import type { Day } from '#lib/domain/day.ts';
import { ASN, deskOf, NOON, type Phone } from './world.ts';

/* Rescue files as a phone makes them and as anybody brings them, for the contract's tests. */

/** An account without any post: a colleague who carries. */
export const CARRIER: string = randomUUID();

/** Accounts for the people of the small regency, and for the carrier. */
export async function withAccounts(store: Store): Promise<void> {
  await store.write(async (tx) => {
    for (const [index, id] of [...ASN, CARRIER].entries()) {
      await createUser(tx, {
        id,
        name: `Pegawai ${String(index + 1)}`,
        number: null,
        grants: [{ role: 'asn', from: '2025-01-01' as Day }],
        now: NOON,
      });
    }
  });
}

export interface Making {
  readonly mutations: readonly SentMutation[];
  readonly key?: RescueKey;
  readonly epoch?: string;
  readonly change?: Partial<RescueContent>;
}

/** The file that a phone makes of these mutations. */
export async function rescueOf(store: Store, phone: Phone, making: Making): Promise<string> {
  const key = making.key ?? (await currentKey(store, NOON));
  const whose = { owner: phone.author.userId, replica: phone.replica };
  const proof = proofOf(key, whose).toString('base64url');
  return seal({
    line: 'Berkas titipan.',
    office: { ...whose, id: key.id, key: key.publicKey.toString('base64url'), proof },
    epoch: making.epoch ?? phone.epoch,
    content: {
      v: PROTOCOL,
      ...whose,
      proof,
      clock: NOON,
      unsent: making.mutations.length,
      mutations: [...making.mutations],
      ...making.change,
    },
  });
}

/** Brings a file to the office. */
export const bring = (store: Store, text: string, { by = CARRIER, now = NOON } = {}) =>
  carry(deskOf(store, now), by, text);

/** What the carrier is told, or the code of the refusal. */
export async function told(carried: ReturnType<typeof bring>) {
  const result = await carried;
  if (!result.ok) return result.error;
  const { taken, known, refused, later } = result.value.answer;
  return { taken, known, refused, later };
}

/** What the carrier is told beside that: which refusals differ, and what waits for the author's own phone. */
export async function toldMore(carried: ReturnType<typeof bring>) {
  const result = await carried;
  return result.ok ? { differ: result.value.answer.differ, own: result.value.answer.own } : result.error;
}
