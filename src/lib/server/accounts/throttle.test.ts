import { expect, test, vi } from 'vitest';
import { Throttle } from './throttle.ts';

const HERE = '192.0.2.1';

test('waits grow with every further try, up to a quarter of an hour', async () => {
  vi.useFakeTimers();
  const throttle = new Throttle();
  for (let i = 0; i < 5; i += 1) expect(await throttle.begin('a', HERE)).toBe(0);
  const waits: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    const wait = await throttle.begin('a', HERE);
    waits.push(wait);
    vi.advanceTimersByTime(wait * 1000);
    expect(await throttle.begin('a', HERE)).toBe(0);
  }
  expect(waits).toEqual([15, 30, 60, 120, 240, 480, 900, 900]);
  vi.useRealTimers();
});

test('a right password forgives what was wrong before it', async () => {
  const throttle = new Throttle();
  for (let i = 0; i < 5; i += 1) await throttle.begin('a', HERE);
  await throttle.succeeded('a', HERE);
  for (let i = 0; i < 5; i += 1) expect(await throttle.begin('a', HERE)).toBe(0);
});

test('an office of three hundred that signs in at once from one address is let in', async () => {
  const throttle = new Throttle();
  for (let i = 0; i < 300; i += 1) {
    expect(await throttle.begin(`a${String(i)}`, HERE)).toBe(0);
    await throttle.succeeded(`a${String(i)}`, HERE);
  }
});

test.each([
  ['one IPv4 address', () => HERE],
  ['the addresses of one IPv6 household', (i: number) => `2001:db8:1:2:${(i + 1).toString(16)}::1`],
])('who tries one account after another from %s is stopped', async (_, address) => {
  const throttle = new Throttle();
  const waits: number[] = [];
  for (let i = 0; i < 301; i += 1) waits.push(await throttle.begin(`a${String(i)}`, address(i)));
  expect(waits.slice(0, 300)).toEqual(Array(300).fill(0));
  expect(waits[300]).toBeGreaterThan(0);
  expect(await throttle.begin('a', '2001:db8:1:3::1')).toBe(0);
});

test('an account that asks without end is asked to wait, the others are not', async () => {
  const throttle = new Throttle();
  for (let i = 0; i < 240; i += 1) expect(await throttle.exchange('a')).toBe(0);
  expect(await throttle.exchange('a')).toBeGreaterThan(0);
  expect(await throttle.exchange('b')).toBe(0);
});

test('a day of photos of one account has 64 MB, counted from its first', async () => {
  vi.useFakeTimers();
  const throttle = new Throttle();
  const part = 32 * 1024;
  for (let i = 0; i < 2_048; i += 1) expect(await throttle.photoBytes('a', part)).toBe(0);
  vi.advanceTimersByTime(23 * 3_600_000);
  expect([await throttle.photoBytes('a', 0), await throttle.photoBytes('b', 0)]).toEqual([3_600, 0]);
  vi.advanceTimersByTime(3_600_001);
  expect(await throttle.photoBytes('a', 0)).toBe(0);
  vi.useRealTimers();
});
