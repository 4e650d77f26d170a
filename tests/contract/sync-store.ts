/* Long because it is one contract, which every store keeps as a whole. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#lib/protocol/change.ts';
import type { Cursor } from '#lib/protocol/exchange.ts';
import { packColumns } from '#lib/protocol/pack.ts';
import type { OutboxRow, Settlement } from '#lib/sync/ports.ts';
import { news, purchase, settlement, uuid, type StoreUnderTest } from './store-under-test.ts';

/*
 * Longer than a file should be, because a contract is read in one piece: each title is a promise of
 * `sync/ports.ts`.
 */

const AREA = '35.13.08';
const SCOPE = `katalog:${AREA}`;
const cursor = (scope: string, at: number): Cursor => ({ scope, at, hash: `hash-${at}` });

const shop = (n: number): Change => ({ kind: 'shop', id: uuid(n), name: 'Toko', desa: 'Krucil', phone: '' });
const product = (n: number, of: number): Change => ({
  kind: 'product',
  id: uuid(n),
  shop: uuid(of),
  name: 'Kopi',
  unit: '150 g',
  price: 20_000,
  category: 'minuman',
  art: 'kopi',
});
const directory: Extract<Change, { kind: 'directory' }> = {
  kind: 'directory',
  kecamatan: AREA,
  packs: [{ scope: SCOPE, products: 2 }],
};

/** What IndexedDB cannot copy, hidden in an otherwise good row: the transaction must fall as a whole. */
const unstorable = { ...purchase(99), note: () => 'never' } as unknown as Change;

const acked = (...numbers: number[]) => numbers.map((n) => ({ n, state: 'acked' as const, code: null }));
const aPack = () =>
  packColumns(
    {
      shops: [{ id: uuid(11), name: 'Toko', kecamatan: AREA, desa: 'Krucil', phone: '' }],
      products: [
        {
          id: uuid(12),
          shopId: uuid(11),
          name: 'Madu',
          unit: '350 ml',
          price: 75_000,
          category: 'hasil-bumi',
          art: 'madu',
        },
      ],
    },
    { area: AREA, kecamatan: AREA, at: 7, hash: 'pack-hash' },
  );

const stateOf = (rows: readonly OutboxRow[]) => rows.map((row) => row.state);

/** Everything that `ports.ts` promises of a store. Every adapter runs this very suite. */
export function syncStoreContract(make: () => Promise<StoreUnderTest>): void {
  let phone: StoreUnderTest;
  const scopeCursor = async (scope: string) =>
    (await phone.store.read(1)).cursors.find((held) => held.scope === scope);

  beforeEach(async () => {
    phone = await make();
  });
  afterEach(async () => {
    await phone.destroy();
  });

  describe('a snapshot', () => {
    it('of an empty store has nothing to send and keeps from number 1 on', async () => {
      const { batch, unsent, acked, kept, epoch } = await phone.store.read(250);
      expect({ batch, unsent, acked, kept, epoch }).toEqual({
        batch: [],
        unsent: 0,
        acked: 0,
        kept: 1,
        epoch: null,
      });
    });

    it('names the same owner and replica every time, also after the browser died', async () => {
      const { owner, replica } = await phone.store.read(1);
      phone = await phone.reopen();
      expect(await phone.store.read(1)).toMatchObject({ owner, replica });
    });

    it('holds the oldest unsent rows in the order of their numbers, at most as many as asked for', async () => {
      await phone.record(['a', 'b', 'c', 'd']);
      await phone.store.settle(settlement({ settled: acked(2) }));
      const { batch, unsent } = await phone.store.read(2);
      expect(batch.map(({ n, body }) => [n, body])).toEqual([
        [1, 'a'],
        [3, 'c'],
      ]);
      expect(unsent).toBe(3);
    });

    it('says a scope that was never heard stands at 0', async () => {
      expect(await scopeCursor('own')).toEqual({ scope: 'own', at: 0, hash: '' });
    });

    it('asks for the catalogue of a kecamatan that was opened, once the directory names its packs', async () => {
      await phone.want(AREA);
      expect(await scopeCursor(SCOPE)).toBeUndefined();
      await phone.store.takeShared(news('umum', { rows: [directory], cursor: cursor('umum', 3) }), null);
      expect(await scopeCursor(SCOPE)).toEqual({ scope: SCOPE, at: 0, hash: '' });
    });
  });

  describe('numbers', () => {
    it('are given in the order of recording and never again, also after forgetting and reopening', async () => {
      await phone.record(['a', 'b']);
      await phone.store.settle(settlement({ settled: acked(1, 2) }));
      await phone.store.forget(6_000, 10);
      phone = await phone.reopen();
      await phone.record(['c']);
      expect((await phone.outbox()).map((row) => row.n)).toEqual([3]);
    });

    const ackedCases: { title: string; settled: number[]; acked: number }[] = [
      { title: 'nothing is settled', settled: [], acked: 0 },
      { title: 'the first is settled', settled: [1], acked: 1 },
      { title: 'a later one is settled first', settled: [2, 3], acked: 0 },
      { title: 'all are settled', settled: [1, 2, 3], acked: 3 },
    ];
    it.each(ackedCases)('are acknowledged up to $acked when $title', async ({ settled, acked: through }) => {
      await phone.record(['a', 'b', 'c']);
      await phone.store.settle(settlement({ settled: acked(...settled) }));
      expect(await phone.store.read(9)).toMatchObject({ acked: through, kept: 1 });
    });
  });

  describe('settling', () => {
    it('writes state, code, head and time of the answer, and leaves what was frozen alone', async () => {
      await phone.record(['a', 'b', 'c']);
      const before = await phone.outbox();
      await phone.store.settle(
        settlement({
          head: 42,
          answeredAt: 7_000,
          settled: [
            { n: 1, state: 'acked', code: null },
            { n: 2, state: 'acked', code: 'needs-a-look' },
            { n: 3, state: 'refused', code: 'stale' },
          ],
        }),
      );
      const told = { head: 42, answeredAt: 7_000 };
      expect(await phone.outbox()).toEqual([
        { ...before[0], ...told, state: 'acked', code: null },
        { ...before[1], ...told, state: 'acked', code: 'needs-a-look' },
        { ...before[2], ...told, state: 'refused', code: 'stale' },
      ]);
    });

    it('survives the browser, as recording does', async () => {
      await phone.record(['a', 'b']);
      await phone.store.settle(
        settlement({
          settled: acked(1),
          own: news('own', { rows: [purchase(1)], cursor: cursor('own', 10) }),
        }),
      );
      phone = await phone.reopen();
      expect(stateOf(await phone.outbox())).toEqual(['acked', 'unsent']);
      expect(await phone.held('own')).toEqual([uuid(1)]);
      expect(await scopeCursor('own')).toEqual(cursor('own', 10));
      expect((await phone.store.read(1)).epoch).toBe('first');
    });

    it('happens whole or not at all', async () => {
      await phone.record(['a']);
      await phone.store.settle(
        settlement({ own: news('own', { rows: [purchase(5)], cursor: cursor('own', 5) }) }),
      );
      const broken = settlement({
        epoch: 'second',
        settled: acked(1),
        own: news('own', { anew: true, rows: [purchase(6), unstorable], cursor: cursor('own', 9) }),
      });
      await expect(phone.store.settle(broken)).rejects.toThrow();
      expect(stateOf(await phone.outbox())).toEqual(['unsent']);
      expect(await phone.held('own')).toEqual([uuid(5)]);
      expect(await scopeCursor('own')).toEqual(cursor('own', 5));
      expect((await phone.store.read(1)).epoch).toBe('first');
    });

    it('keeps what is recorded at the same time, and its number', async () => {
      await phone.record(['a']);
      await Promise.all([
        phone.record(['b']),
        phone.store.settle(settlement({ settled: acked(1) })),
        phone.record(['c']),
      ]);
      const rows = await phone.outbox();
      expect(rows.map((row) => row.n)).toEqual([1, 2, 3]);
      expect(stateOf(rows)).toEqual(['acked', 'unsent', 'unsent']);
    });

    it('passes over numbers that are not kept', async () => {
      await phone.record(['a']);
      await phone.store.settle(settlement({ settled: acked(1, 77) }));
      expect(stateOf(await phone.outbox())).toEqual(['acked']);
    });
  });

  describe('a restored office', () => {
    const refuse = { n: 2, state: 'refused' as const, code: 'stale' };

    it('is offered everything from the number it names, refused rows too', async () => {
      await phone.record(['a', 'b', 'c']);
      await phone.store.settle(settlement({ settled: [...acked(1, 3), refuse] }));
      await phone.store.settle(settlement({ offer: 2 }));
      const rows = await phone.outbox();
      expect(stateOf(rows)).toEqual(['acked', 'unsent', 'unsent']);
      expect(rows[1]).toMatchObject({ code: null, head: null, answeredAt: null });
      expect(await phone.store.read(9)).toMatchObject({ acked: 1, unsent: 2 });
    });

    it.each<[title: string, change: Partial<Settlement>]>([
      ['asks for old numbers', { offer: 1 }],
      ['has a new epoch', { epoch: 'second', newEpoch: true }],
    ])('that %s is not offered what the person mended or put aside', async (_title, change) => {
      await phone.record(['a', 'b', 'c']);
      await phone.store.settle(settlement({ settled: [...acked(1, 3), refuse] }));
      await phone.mend(2, uuid(3));
      const [, mended] = await phone.outbox();
      await phone.store.settle(settlement(change));
      const rows = await phone.outbox();
      expect(stateOf(rows)).toEqual(['unsent', 'refused', 'unsent']);
      expect(rows[1]).toEqual(mended);
      expect((await phone.store.read(9)).batch.map(({ n }) => n)).toEqual([1, 3]);
    });

    it('is told of no number beyond what it would be offered', async () => {
      await phone.record(['a', 'b', 'c']);
      await phone.store.settle(settlement({ settled: [...acked(1), refuse] }));
      await phone.mend(2, uuid(3));
      expect(await phone.store.read(9)).toMatchObject({ acked: 1, kept: 1 });
      await phone.store.settle(settlement({ settled: acked(3) }));
      expect(await phone.store.read(9)).toMatchObject({ acked: 3, kept: 1 });
      await phone.store.forget(6_000, 10);
      expect(await phone.store.read(9)).toMatchObject({ acked: 3, kept: 4 });
    });

    it('may acknowledge a new number in the answer that asks for old ones', async () => {
      await phone.record(['a', 'b', 'c']);
      await phone.store.settle(settlement({ settled: acked(1, 2) }));
      await phone.store.settle(settlement({ offer: 1, settled: acked(3), head: 20 }));
      const rows = await phone.outbox();
      expect(stateOf(rows)).toEqual(['unsent', 'unsent', 'acked']);
      expect(rows[2]?.head).toBe(20);
    });

    it('under a new epoch is offered everything that is kept', async () => {
      await phone.record(['a', 'b', 'c']);
      await phone.store.settle(settlement({ settled: [...acked(1, 3), refuse] }));
      await phone.store.settle(settlement({ epoch: 'second', newEpoch: true, settled: acked(1) }));
      expect(stateOf(await phone.outbox())).toEqual(['acked', 'unsent', 'unsent']);
      expect((await phone.store.read(9)).epoch).toBe('second');
    });

    it('takes away what it told before, and never the outbox', async () => {
      await phone.record(['a']);
      const own = { rows: [purchase(1), purchase(2)], cursor: cursor('own', 8) };
      await phone.store.settle(settlement({ own: news('own', own) }));
      const anew = { anew: true, rows: [purchase(3)], cursor: cursor('own', 4) };
      await phone.store.settle(settlement({ own: news('own', anew) }));
      expect(await phone.held('own')).toEqual([uuid(3)]);
      expect(await scopeCursor('own')).toEqual(cursor('own', 4));
      expect(stateOf(await phone.outbox())).toEqual(['unsent']);
    });
  });

  describe('news of the account', () => {
    it('is written over what is held, and gone rows go, known or not', async () => {
      await phone.store.settle(
        settlement({ own: news('own', { rows: [purchase(1), purchase(2)], cursor: cursor('own', 2) }) }),
      );
      const gone = (n: number): Change => ({ kind: 'gone', of: 'purchase', id: uuid(n) });
      const rows = [purchase(3), gone(1), gone(55), purchase(4), gone(4)];
      await phone.store.settle(settlement({ own: news('own', { rows, cursor: cursor('own', 3) }) }));
      expect(await phone.held('own')).toEqual([uuid(2), uuid(3)]);
    });

    it('leaves the cursor where it is when none is told', async () => {
      await phone.store.settle(settlement({ own: news('own', { cursor: cursor('own', 2) }) }));
      await phone.store.settle(settlement({ own: news('own', { rows: [purchase(1)] }) }));
      await phone.store.settle(settlement({ own: null }));
      expect(await scopeCursor('own')).toEqual(cursor('own', 2));
    });

    it('drops rows and cursor of a revoked scope, never the outbox', async () => {
      await phone.record(['a']);
      await phone.store.settle(
        settlement({ own: news('own', { rows: [purchase(1)], cursor: cursor('own', 2) }) }),
      );
      await phone.store.settle(settlement({ own: news('own', { anew: true }) }));
      expect(await phone.held('own')).toEqual([]);
      expect(await scopeCursor('own')).toEqual({ scope: 'own', at: 0, hash: '' });
      expect(stateOf(await phone.outbox())).toEqual(['unsent']);
    });
  });

  describe('a shared scope', () => {
    beforeEach(async () => {
      await phone.want(AREA);
      await phone.store.takeShared(news('umum', { rows: [directory], cursor: cursor('umum', 3) }), null);
    });

    it('comes with its cursor, and survives the browser', async () => {
      phone = await phone.reopen();
      expect(await phone.held('umum')).toEqual([AREA]);
      expect(await scopeCursor('umum')).toEqual(cursor('umum', 3));
    });

    it('starts from a pack, with the rows after it on top', async () => {
      const rows = [product(13, 11), { kind: 'gone', of: 'product', id: uuid(12) } satisfies Change];
      await phone.store.takeShared(news(SCOPE, { rows, cursor: cursor(SCOPE, 9) }), aPack());
      expect(await phone.held(SCOPE)).toEqual([uuid(11), uuid(13)]);
      expect(await scopeCursor(SCOPE)).toEqual(cursor(SCOPE, 9));
    });

    it('takes later rows on top of the pack', async () => {
      await phone.store.takeShared(news(SCOPE, { cursor: cursor(SCOPE, 9) }), aPack());
      const rows = [shop(21), product(22, 21)];
      await phone.store.takeShared(news(SCOPE, { rows, cursor: cursor(SCOPE, 12) }), null);
      expect(await phone.held(SCOPE)).toEqual([uuid(11), uuid(12), uuid(21), uuid(22)]);
    });

    it('is replaced by a new pack, not mixed with it', async () => {
      await phone.store.takeShared(
        news(SCOPE, { rows: [shop(21), product(22, 21)], cursor: cursor(SCOPE, 6) }),
        null,
      );
      await phone.store.takeShared(news(SCOPE, { cursor: cursor(SCOPE, 9) }), aPack());
      expect(await phone.held(SCOPE)).toEqual([uuid(11), uuid(12)]);
    });

    it('that is told anew drops what was heard of it', async () => {
      await phone.store.takeShared(news(SCOPE, { cursor: cursor(SCOPE, 9) }), aPack());
      const rows = [shop(21)];
      await phone.store.takeShared(news(SCOPE, { anew: true, rows, cursor: cursor(SCOPE, 4) }), null);
      expect(await phone.held(SCOPE)).toEqual([uuid(21)]);
    });

    it('that is revoked is gone with its cursor, and starts at zero when it comes again', async () => {
      await phone.store.takeShared(news(SCOPE, { cursor: cursor(SCOPE, 9) }), aPack());
      await phone.store.takeShared(news(SCOPE, { anew: true }), null);
      expect(await phone.held(SCOPE)).toEqual([]);
      expect((await scopeCursor(SCOPE))?.at ?? 0).toBe(0);
    });

    it('is taken in whole or not at all', async () => {
      const broken = { ...directory, kecamatan: () => AREA } as unknown as Change;
      const rows: Change[] = [{ ...directory, kecamatan: '35.13.09', packs: [] }, broken];
      await expect(
        phone.store.takeShared(news('umum', { anew: true, rows, cursor: cursor('umum', 8) }), null),
      ).rejects.toThrow();
      expect(await phone.held('umum')).toEqual([AREA]);
      expect(await scopeCursor('umum')).toEqual(cursor('umum', 3));
    });
  });

  describe('forgetting', () => {
    beforeEach(async () => {
      await phone.record(['a', 'b', 'c']);
      await phone.store.settle(settlement({ settled: acked(1, 2), head: 10, answeredAt: 5_000 }));
    });

    const keeps: { title: string; before: number; durable: number; left: number[] }[] = [
      { title: 'old and durable rows go', before: 5_001, durable: 10, left: [3] },
      { title: 'a row answered at that very time stays', before: 5_000, durable: 10, left: [1, 2, 3] },
      { title: 'a row that no backup has reached stays', before: 9_000, durable: 9, left: [1, 2, 3] },
    ];
    it.each(keeps)('$title', async ({ before, durable, left }) => {
      await phone.store.forget(before, durable);
      expect((await phone.outbox()).map((row) => row.n)).toEqual(left);
      expect((await phone.store.read(9)).kept).toBe(left[0]);
    });

    it('never touches what is unsent, nor what stands behind it', async () => {
      await phone.record(['d']);
      await phone.store.settle(settlement({ settled: acked(4) }));
      await phone.store.forget(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      expect((await phone.outbox()).map((row) => row.n)).toEqual([3, 4]);
    });

    it('stops at a refused row until something stands for it', async () => {
      await phone.record(['d']);
      await phone.store.settle(
        settlement({ settled: [{ n: 3, state: 'refused', code: 'unknown-umkm' }, ...acked(4)] }),
      );
      await phone.store.forget(6_000, 10);
      expect((await phone.outbox()).map((row) => row.n)).toEqual([3, 4]);
      await phone.mend(3, uuid(4));
      await phone.store.forget(6_000, 10);
      expect(await phone.outbox()).toEqual([]);
      expect(await phone.store.read(9)).toMatchObject({ kept: 5, acked: 4 });
    });
  });
}
