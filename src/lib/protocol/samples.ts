import type { ExchangeAnswer, ExchangeRequest } from './exchange.ts';

/*
 * For tests: what travels, as plain JSON values that a test changes.
 */

export const ID = '0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
export const OTHER_ID = '0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5c';

export const sampleFieldsJson = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  umkm: { kind: 'listed', id: ID, name: 'Kopi Lereng' },
  day: '2026-11-24',
  amount: 25_000,
  payment: 'tunai',
  ...change,
});

export const sampleRequest = (change: Record<string, unknown> = {}): Record<string, unknown> =>
  ({
    v: 1,
    owner: ID,
    replica: OTHER_ID,
    epoch: null,
    cursors: [],
    acked: 0,
    kept: 1,
    mutations: [],
    clock: 1_795_500_000_000,
    unsent: 0,
    lost: undefined,
    ...change,
  }) satisfies Record<keyof ExchangeRequest, unknown>;

export const sampleAnswer = (change: Record<string, unknown> = {}): Record<string, unknown> =>
  ({
    v: 1,
    epoch: 'e1',
    head: 10,
    durable: 5,
    clock: 1_795_500_000_000,
    granted: ['own'],
    outcomes: [],
    runs: [],
    anew: [],
    changes: [],
    cursors: [],
    more: false,
    ...change,
  }) satisfies Record<Exclude<keyof ExchangeAnswer, 'offer'>, unknown>;
