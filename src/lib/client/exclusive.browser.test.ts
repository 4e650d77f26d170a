import { v4 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { exclusiveFor } from './exclusive.ts';

/** Work that ends when it is told to. */
function heldWork() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended, end };
}

describe('one sender across tabs', () => {
  it('lets the second one do nothing while the first one works', async () => {
    const owner = uuid();
    const [one, other] = [exclusiveFor(owner, () => 0), exclusiveFor(owner, () => 0)];
    const first = heldWork();
    const sending = one(first.work);
    let ran = false;
    const note = async () => {
      ran = true;
    };
    expect(await other(note)).toBe(false);
    expect(ran).toBe(false);
    first.end();
    expect(await sending).toBe(true);
    expect(await other(note)).toBe(true);
    expect(ran).toBe(true);
  });

  it('never holds up another account', async () => {
    const first = heldWork();
    const sending = exclusiveFor(uuid(), () => 0)(first.work);
    expect(await exclusiveFor(uuid(), () => 0)(async () => {})).toBe(true);
    first.end();
    await sending;
  });

  it('gives the lock up when the work fails, and says how', async () => {
    const owner = uuid();
    const failing = exclusiveFor(owner, () => 0)(async () => Promise.reject(new Error('storage')));
    await expect(failing).rejects.toThrow('storage');
    expect(await exclusiveFor(owner, () => 0)(async () => {})).toBe(true);
  });

  it('takes the lock from a tab that has kept it for minutes, whose work still counts', async () => {
    const owner = uuid();
    let now = 0;
    const frozen = heldWork();
    const sending = exclusiveFor(owner, () => now)(frozen.work);
    const other = exclusiveFor(owner, () => now);
    expect(await other(async () => {})).toBe(false);
    now = 10 * 60_000;
    expect(await other(async () => {})).toBe(true);
    frozen.end();
    expect(await sending).toBe(true);
  });
});
