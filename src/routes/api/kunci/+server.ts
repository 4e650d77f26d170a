import { json } from '@sveltejs/kit';
import * as z from 'zod/mini';
import { id } from '#lib/protocol/fields.ts';
import type { OfficeKey } from '#lib/protocol/rescue.ts';
import { office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import { currentKey, proofOf } from '#lib/server/rescue/keys.ts';
import type { RequestHandler } from './$types';

const asked = z.object({ milik: id, replika: id });

/** What a replica needs to make rescue files: the office's public key, and a proof of whose replica it is. */
export const GET: RequestHandler = async ({ locals, url }) => {
  if (locals.access === null) return problemAnswer('signed-out');
  const read = asked.safeParse(Object.fromEntries(url.searchParams));
  if (!read.success) return problemAnswer('malformed');
  const { milik: owner, replika: replica } = read.data;
  if (owner !== locals.access.userId) return problemAnswer('other-account');
  const { store, now } = office();
  const key = await currentKey(store, now());
  return json({
    owner,
    replica,
    id: key.id,
    key: key.publicKey.toString('base64url'),
    proof: proofOf(key, { owner, replica }).toString('base64url'),
  } satisfies OfficeKey);
};
