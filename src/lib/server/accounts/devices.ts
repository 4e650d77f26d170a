import { dayInWib } from '#lib/domain/day.ts';
import type { Device, DeviceRevocation } from '#lib/protocol/device.ts';
import type { Access } from '../access.ts';
import type { Office } from '../office.ts';
import { isoTime } from './accounts.ts';
import { deviceName } from './device-name.ts';

type World = Pick<Office, 'store' | 'now'>;

/** The sessions of the account that asks which are not over: the asking one first, then the one heard last. */
export async function listDevices({ store, now }: World, { userId, sessionId }: Access): Promise<Device[]> {
  const rows = await store.db
    .selectFrom('session')
    .select(['id', 'userAgent', 'createdAt', 'updatedAt'])
    .where('userId', '=', userId)
    .where('expiresAt', '>', isoTime(now()))
    .orderBy('updatedAt', 'desc')
    .orderBy('id')
    .execute();
  const devices = rows.map(({ id, userAgent, createdAt, updatedAt }) => ({
    id,
    name: deviceName(userAgent ?? ''),
    first: dayInWib(Date.parse(createdAt)),
    last: dayInWib(Date.parse(updatedAt)),
    here: id === sessionId,
  }));
  return [...devices.filter(({ here }) => here), ...devices.filter(({ here }) => !here)];
}

/**
 * Ends one other session of the account that asks, or all others; what is somebody else's, or gone, is passed
 * over. The asking session stays: leaving it is *Keluar*. What such a device holds unsent stays there.
 */
export async function endDevices({ store }: World, access: Access, wish: DeviceRevocation): Promise<void> {
  await store.write(async (tx) => {
    const others = tx
      .deleteFrom('session')
      .where('userId', '=', access.userId)
      .where('id', '!=', access.sessionId);
    await ('id' in wish ? others.where('id', '=', wish.id) : others).execute();
  });
}
