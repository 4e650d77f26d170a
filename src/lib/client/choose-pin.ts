import type { Result } from '#lib/domain/result.ts';
import { thisPhone } from './accounts-here.ts';
import { noteSeen } from './lock.ts';
import { setPin } from './pin.ts';
import type { Session } from './session.svelte.ts';
import { stored, type StorageRefusal } from './storage.ts';

/** *PIN*: sets the account's PIN on this phone, which is opened by it as of now. Apart, because few screens need it. */
export const choosePin = ({ account }: Session, pin: string): Promise<Result<void, StorageRefusal>> =>
  stored(async () => {
    await setPin(thisPhone(), account.id, pin);
    await noteSeen(account.id, Date.now());
  });
