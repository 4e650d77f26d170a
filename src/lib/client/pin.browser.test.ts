import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PhoneDb } from './phone.ts';
import { isWeakPin, PIN_TRIES, setPin, tryPin } from './pin.ts';
import { freeReserve, makeReserve } from './reserve.ts';

const PIN = '271828';
const NOON = 1_764_000_000_000;
let phone: PhoneDb;

beforeEach(async () => {
  phone = new PhoneDb(`simadu-${uuid()}`);
  await setPin(phone, 'ani', PIN);
});
afterEach(() => phone.delete());

const attempt = (pin: string, now = NOON) => tryPin(phone, { id: 'ani', pin, now });

/** Wrong tries in a row, each as late as it must be. */
async function wrong(times: number): Promise<number> {
  let now = NOON;
  for (let i = 0; i < times; i += 1) {
    now += 3_600_000;
    await attempt('314159', now);
  }
  return now;
}

describe('a PIN', () => {
  it('opens its own account, and is not kept as it was typed', async () => {
    expect(await attempt(PIN)).toEqual({ ok: true, value: null });
    expect(await tryPin(phone, { id: 'budi', pin: PIN, now: NOON })).toEqual({
      ok: false,
      error: { kind: 'none' },
    });
    await setPin(phone, 'budi', PIN);
    const [ani, budi] = await phone.pins.bulkGet(['ani', 'budi']);
    expect(ani?.derived).toHaveLength(32);
    expect(ani?.derived).not.toEqual(budi?.derived);
    expect(JSON.stringify(ani)).not.toContain(PIN);
  });

  it('that is wrong says how many tries are left once there is a wait, and the right one starts anew', async () => {
    for (let i = 1; i <= 4; i += 1) {
      expect(await attempt('314159')).toMatchObject({
        error: { kind: 'wrong', seconds: 0, left: PIN_TRIES - i },
      });
    }
    expect(await attempt('314159')).toMatchObject({ error: { kind: 'wrong', seconds: 30, left: 5 } });
    expect(await attempt(PIN, NOON + 29_000)).toMatchObject({ error: { kind: 'wait', seconds: 1 } });
    expect(await attempt(PIN, NOON + 30_000)).toMatchObject({ ok: true });
    expect(await attempt('314159', NOON + 30_000)).toMatchObject({
      error: { kind: 'wrong', left: PIN_TRIES - 1 },
    });
  });

  it('counts its tries on the disk, where loading the page anew does not forget them', async () => {
    await wrong(5);
    phone.close();
    const again = new PhoneDb(phone.name);
    const now = NOON + 5 * 3_600_000 + 10_000;
    expect(await tryPin(again, { id: 'ani', pin: PIN, now })).toMatchObject({
      error: { kind: 'wait', seconds: 20 },
    });
    again.close();
  });

  it('is counted before it is looked at, also when many are tried at once', async () => {
    const tries = await Promise.all(Array.from({ length: 20 }, () => attempt('314159')));
    expect(tries.filter((one) => !one.ok && one.error.kind === 'wrong')).toHaveLength(5);
    expect((await phone.pins.get('ani'))?.tries).toBe(5);
  });

  it('opens a full phone: the room that is kept for records gives way to the count', async () => {
    expect(await makeReserve()).toBe(true);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    expect(await attempt(PIN)).toEqual({ ok: true, value: null });
    put.mockRestore();
    expect(await freeReserve()).toBe(false);
  });

  it('waits longer each time, and then only the office opens the account', async () => {
    const now = await wrong(PIN_TRIES);
    expect(await attempt(PIN, now + 86_400_000)).toEqual({ ok: false, error: { kind: 'blocked' } });
    await setPin(phone, 'ani', '161803');
    expect(await attempt('161803')).toMatchObject({ ok: true });
  });

  it('makes nobody wait for years because the clock was set back', async () => {
    await wrong(5);
    expect(await attempt(PIN, NOON - 3 * 365 * 86_400_000)).toMatchObject({
      error: { kind: 'wait', seconds: 30 },
    });
  });
});

it.each(['000000', '123456', '987654', '345678'])('%s is what is tried first', (pin) => {
  expect(isWeakPin(pin)).toBe(true);
});

it.each(['271828', '112233', '135790', '012340'])('%s is fair', (pin) => {
  expect(isWeakPin(pin)).toBe(false);
});
