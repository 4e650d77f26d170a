import { json } from '@sveltejs/kit';
import { deviceRevocation } from '#lib/protocol/device.ts';
import { endDevices, listDevices } from '#lib/server/accounts/devices.ts';
import { readBody } from '#lib/server/body.ts';
import { office } from '#lib/server/office.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** Where this account is signed in. */
export const GET: RequestHandler = async ({ locals: { access } }) =>
  access === null ? problemAnswer('signed-out') : json(await listDevices(office(), access));

/** Ends one of its other sessions, or all of them; answers those that are left. */
export const POST: RequestHandler = async ({ request, locals: { access } }) => {
  if (access === null) return problemAnswer('signed-out');
  const wish = await readBody(request, deviceRevocation);
  if (!wish.ok) return problemAnswer(wish.error);
  await endDevices(office(), access, wish.value);
  return json(await listDevices(office(), access));
};
