import * as z from 'zod/mini';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { device, type Device, type DeviceRevocation } from '#lib/protocol/device.ts';
import { apiPath } from './accounts-here.ts';
import { request, type RequestOptions } from './request.ts';

/** Where the account is signed in, as the office has it now. Refused without an answer of the office. */
export const devicesOf = (userId: string): Promise<Result<readonly Device[], 'unheard'>> => ask(userId);

/** Ends other sessions of the account; gives those that are left. */
export const endDevices = (
  userId: string,
  wish: DeviceRevocation,
): Promise<Result<readonly Device[], 'unheard'>> =>
  ask(userId, { method: 'POST', body: JSON.stringify(wish) });

async function ask(userId: string, options?: RequestOptions): Promise<Result<readonly Device[], 'unheard'>> {
  const reply = await request(await apiPath(userId, '/api/perangkat'), options);
  if (reply.kind === 'unreachable' || reply.status !== 200) return refuse('unheard');
  const parsed = z.safeParse(z.array(device), reply.body);
  return parsed.success ? accept(parsed.data) : refuse('unheard');
}
