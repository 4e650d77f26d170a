import { Dexie } from 'dexie';
import { describe, expect, it } from 'vitest';
import { insist } from './give-way.ts';
import { refusalOf } from './storage.ts';

const browsers = (name: string, message = '') => new DOMException(message, name);

/** As Dexie hands on what aborted a transaction. */
const wrapped = (inner: unknown) => Object.assign(new Error('AbortError'), { name: 'AbortError', inner });

describe('what a phone refuses', () => {
  const cases: { title: string; error: unknown; refusal: string }[] = [
    { title: 'a quota error is full', error: browsers('QuotaExceededError'), refusal: 'full' },
    {
      title: 'an abort around a quota error is full',
      error: wrapped(browsers('QuotaExceededError')),
      refusal: 'full',
    },
    { title: 'a bare abort is full', error: browsers('AbortError'), refusal: 'full' },
    { title: 'Dexie’s bare abort is full', error: new Dexie.AbortError(), refusal: 'full' },
    {
      title: 'a bulk write whose first failure is a quota error is full',
      error: new Dexie.BulkError('some failed', [browsers('QuotaExceededError')]),
      refusal: 'full',
    },
    {
      title: 'an abort because the connection went away is closed',
      error: browsers('AbortError', 'Connection is closing.'),
      refusal: 'closed',
    },
    { title: 'a closed database is closed', error: new Dexie.DatabaseClosedError(), refusal: 'closed' },
    { title: 'anything else failed', error: new TypeError('no subtle'), refusal: 'failed' },
    { title: 'what is no error failed', error: 'full', refusal: 'failed' },
  ];
  it.each(cases)('$title', ({ error, refusal }) => {
    expect(refusalOf(error)).toBe(refusal);
  });
});

describe('insisting', () => {
  /** A phone with so many things in the way of a write, and steps that each take one away, or nothing. */
  function phone(inTheWay: number, gives: readonly boolean[]) {
    const taken: number[] = [];
    const state = { inTheWay, writes: 0 };
    const write = () => {
      state.writes += 1;
      return state.inTheWay > 0 ? Promise.reject(browsers('QuotaExceededError')) : Promise.resolve('written');
    };
    const steps = gives.map((gave, i) => () => {
      taken.push(i);
      if (gave) state.inTheWay -= 1;
      return Promise.resolve(gave);
    });
    return { state, taken, write, steps };
  }

  it('writes once where there is room, and nothing gives way', async () => {
    const { state, taken, write, steps } = phone(0, [true]);
    expect(await insist(write, steps)).toBe('written');
    expect([state.writes, taken]).toEqual([1, []]);
  });

  it('takes one step after the other, no more than are needed, and writes again after each', async () => {
    const { state, taken, write, steps } = phone(2, [true, true, true]);
    expect(await insist(write, steps)).toBe('written');
    expect([state.writes, taken]).toEqual([3, [0, 1]]);
  });

  it('passes over what had nothing to give without another try', async () => {
    const { state, taken, write, steps } = phone(1, [false, false, true]);
    expect(await insist(write, steps)).toBe('written');
    expect([state.writes, taken]).toEqual([2, [0, 1, 2]]);
  });

  it('says what the phone said when nothing is left to give', async () => {
    const { write, steps } = phone(3, [true, false]);
    await expect(insist(write, steps)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  });

  it('gives nothing for an error that room does not mend', async () => {
    const { taken, steps } = phone(0, [true]);
    await expect(insist(() => Promise.reject(new TypeError('no')), steps)).rejects.toThrow(TypeError);
    expect(taken).toEqual([]);
  });
});
