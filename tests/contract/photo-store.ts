/* Long because it is one contract, which every store keeps as a whole. */

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change, PurchaseChange } from '#lib/protocol/change.ts';
import type { Settlement } from '#lib/sync/ports.ts';
import { news, purchase, settlement, type StoreUnderTest } from './store-under-test.ts';

const byte = (n: number, size = 5) => new Uint8Array(size).fill(n);
const LATE = Number.MAX_SAFE_INTEGER;

/** Everything that `ports.ts` promises of a phone's photos. Every adapter runs this very suite. */
export function photoStoreContract(make: () => Promise<StoreUnderTest>): void {
  let phone: StoreUnderTest;
  let record: string;
  /** Takes a photo that the record names. */
  const take = (n: number) => phone.keepPhoto(byte(n), record);
  const states = async () => (await phone.photos()).map(({ state }) => state);
  const next = async (...passed: string[]) => (await phone.store.nextPhoto(new Set(passed)))?.hash ?? null;
  const acked = (change: Partial<Settlement> = {}) =>
    phone.store.settle(settlement({ settled: [{ n: 1, state: 'acked', code: null }], ...change }));
  /** The office tells the purchase, with these photos, of which it wants those. */
  const tell = (photos: string[], wanted: string[], head = 10) =>
    acked({ head, own: news('own', { rows: [told(photos, wanted)] }) });
  const told = (photos: string[], wanted: string[]): Change => ({
    ...(purchase(1) as PurchaseChange),
    photos,
    wanted,
  });

  beforeEach(async () => {
    phone = await make();
    await phone.record(['a']);
    record = (await phone.outbox())[0]?.id ?? '';
  });
  afterEach(async () => {
    await phone.destroy();
  });

  describe('the next photo', () => {
    it('is none until a record that names it was acknowledged', async () => {
      const hash = await take(1);
      expect(await next()).toBe(null);
      await acked();
      expect(await next()).toBe(hash);
    });

    it('is none of a draft, nor of a refused record', async () => {
      await phone.keepPhoto(byte(1), null);
      await take(2);
      await phone.store.settle(settlement({ settled: [{ n: 1, state: 'refused', code: 'unknown-umkm' }] }));
      expect(await next()).toBe(null);
      expect(await states()).toEqual(['draft', 'unsent']);
    });

    it('is the oldest that was not passed over, with its bytes in parts', async () => {
      const [one, two] = [await take(1), await take(2)];
      await acked();
      expect([await next(), await next(one), await next(one, two)]).toEqual([one, two, null]);
      const photo = await phone.store.nextPhoto(new Set());
      expect(photo).toMatchObject({ hash: one, size: 5, begun: false });
      expect([...((await photo?.part(1, 4)) ?? [])]).toEqual([1, 1, 1]);
    });

    it('is begun once its first part left, also after the browser died', async () => {
      const hash = await take(1);
      await acked();
      await phone.store.beginPhoto(hash);
      phone = await phone.reopen();
      expect(await phone.store.nextPhoto(new Set())).toMatchObject({ hash, begun: true });
    });

    it('of a record that was forgotten meanwhile is still to be sent', async () => {
      const hash = await take(1);
      await acked();
      await phone.store.forget(LATE, LATE);
      expect(await phone.outbox()).toEqual([]);
      expect(await next()).toBe(hash);
    });
  });

  describe('a photo that the office', () => {
    it('has is acknowledged, and the rows held want it no longer', async () => {
      const [one, two] = [await take(1), await take(2)];
      await tell([one, two], [one, two]);
      await phone.store.settlePhoto(one, { code: null, answeredAt: 6_000 });
      expect(await states()).toEqual(['acked', 'unsent']);
      expect(await phone.wanted()).toEqual([two]);
      phone = await phone.reopen();
      expect(await next()).toBe(two);
    });

    it('refused stays refused, whatever the rows want', async () => {
      const hash = await take(1);
      await tell([hash], [hash]);
      await phone.store.settlePhoto(hash, { code: 'photo-unreadable', answeredAt: 6_000 });
      await tell([hash], [hash]);
      expect(await phone.photos()).toMatchObject([{ state: 'refused', code: 'photo-unreadable' }]);
      expect(await phone.wanted()).toEqual([hash]);
      expect(await next()).toBe(null);
    });

    describe('does not want', () => {
      const unwanted = (hash: string) =>
        phone.store.settlePhoto(hash, { code: 'photo-unwanted', answeredAt: 6_000 });
      const heardAt = (at: number, photos: string[] = [], wanted: string[] = []) =>
        acked({
          own: news('own', { rows: [told(photos, wanted)], cursor: { scope: 'own', at, hash: 'h' } }),
        });

      it('stays unsent until every record that names it was acknowledged and heard', async () => {
        const hash = await take(1);
        await unwanted(hash);
        await heardAt(9);
        await unwanted(hash);
        expect(await states()).toEqual(['unsent']);
        await heardAt(10);
        await unwanted(hash);
        expect(await phone.photos()).toMatchObject([{ state: 'refused', code: 'photo-unwanted' }]);
        expect(await next()).toBe(null);
      });

      it('stays unsent while another record that names it waits, or a row wants it', async () => {
        await phone.record(['b']);
        const other = (await phone.outbox())[1]?.id ?? '';
        const hash = await take(1);
        await phone.keepPhoto(byte(1), other);
        await heardAt(10);
        await unwanted(hash);
        expect(await states()).toEqual(['unsent']);
        await phone.store.settle(settlement({ settled: [{ n: 2, state: 'refused', code: 'depends' }] }));
        await unwanted(hash);
        expect(await states()).toEqual(['unsent']);
        await phone.mend(2, 'put-aside');
        await heardAt(11, [hash], [hash]);
        await unwanted(hash);
        expect(await states()).toEqual(['unsent']);
        await heardAt(12);
        await unwanted(hash);
        expect(await states()).toEqual(['refused']);
      });

      it('and wants later after all is unsent again', async () => {
        const hash = await take(1);
        await heardAt(10);
        await unwanted(hash);
        await heardAt(11, [hash], [hash]);
        expect(await states()).toEqual(['unsent']);
        expect(await next()).toBe(hash);
      });
    });

    it('wants again is unsent again, and asked about first', async () => {
      const hash = await take(1);
      await acked();
      await phone.store.beginPhoto(hash);
      await phone.store.settlePhoto(hash, { code: null, answeredAt: 6_000 });
      await tell([hash], [hash]);
      expect(await states()).toEqual(['unsent']);
      expect(await phone.store.nextPhoto(new Set())).toMatchObject({ hash, begun: true });
    });

    it('names and does not want is acknowledged', async () => {
      const hash = await take(1);
      await tell([hash], []);
      expect(await states()).toEqual(['acked']);
    });

    it('tells of is judged by the last row about it', async () => {
      const hash = await take(1);
      await acked({ own: news('own', { rows: [told([hash], [hash]), told([hash], [])] }) });
      expect(await states()).toEqual(['acked']);
    });

    it('does not speak of stays as it is', async () => {
      await take(1);
      await phone.keepPhoto(byte(2), null);
      await tell([], []);
      expect(await states()).toEqual(['unsent', 'draft']);
    });

    it('called stored and says nothing of in its next answer is offered again, and wanted on the screen', async () => {
      const hash = await take(1);
      await tell([hash], [hash]);
      await phone.store.settlePhoto(hash, { code: null, answeredAt: 5_000 });
      expect(await phone.wanted()).toEqual([]);
      await phone.store.settle(settlement({ head: 10 }));
      expect(await states()).toEqual(['unsent']);
      expect(await phone.wanted()).toEqual([hash]);
    });

    it('names while it is still a draft on this phone stays a draft', async () => {
      const hash = await phone.keepPhoto(byte(1), null);
      await tell([hash], []);
      expect(await states()).toEqual(['draft']);
    });
  });

  it('is one photo, however many records name it, and the same bytes have one name', async () => {
    await phone.record(['b']);
    const other = (await phone.outbox())[1]?.id ?? '';
    const hash = await take(1);
    expect(await phone.keepPhoto(byte(1), other)).toBe(hash);
    expect(await states()).toEqual(['unsent']);
    await phone.store.settle(settlement({ settled: [{ n: 2, state: 'acked', code: null }] }));
    expect(await next()).toBe(hash);
  });

  describe('forgetting', () => {
    /** One photo that the office has since position 10, answered at 5,000. */
    const delivered = async () => {
      const hash = await take(1);
      await tell([hash], []);
      return hash;
    };

    const cases: { title: string; before: number; durable: number; left: number }[] = [
      { title: 'lets go of what is old and durable', before: 5_001, durable: 10, left: 0 },
      { title: 'keeps what was answered at that very time', before: 5_000, durable: 10, left: 1 },
      { title: 'keeps what no backup has reached', before: 9_000, durable: 9, left: 1 },
    ];
    it.each(cases)('$title', async ({ before, durable, left }) => {
      await delivered();
      await phone.store.forget(before, durable);
      expect(await phone.photos()).toHaveLength(left);
    });

    it('keeps a photo that was proven, until a row shows where in its history the office has it', async () => {
      const hash = await take(1);
      await tell([hash], [hash]);
      await phone.store.settlePhoto(hash, { code: null, answeredAt: 5_000 });
      await phone.store.forget(LATE, LATE);
      expect(await states()).toEqual(['acked']);
      await tell([hash], [], 20);
      await phone.store.forget(LATE, 19);
      expect(await states()).toEqual(['acked']);
      await phone.store.forget(LATE, 20);
      expect(await phone.photos()).toEqual([]);
    });

    it('keeps a photo as long as a record that names it must stay', async () => {
      const hash = await delivered();
      await phone.record(['b']);
      const other = (await phone.outbox())[1]?.id ?? '';
      await phone.keepPhoto(byte(1), other);
      await phone.store.forget(LATE, LATE);
      expect((await phone.photos()).map((photo) => photo.hash)).toEqual([hash]);
    });

    it('lets go of a refused one with its record', async () => {
      const hash = await take(1);
      await acked();
      await phone.store.settlePhoto(hash, { code: 'photo-unreadable', answeredAt: 5_000 });
      await phone.store.forget(5_000, LATE);
      expect(await states()).toEqual(['refused']);
      await phone.store.forget(LATE, LATE);
      expect(await phone.photos()).toEqual([]);
    });

    it("goes by the office's clock, however wrong the phone's is", async () => {
      await take(1);
      await acked({ clockOffset: -20_000 });
      await phone.store.settlePhoto((await next()) ?? '', { code: 'photo-unreadable', answeredAt: 25_000 });
      await phone.store.forget(5_000, LATE);
      expect(await states()).toEqual(['refused']);
      await phone.store.forget(5_001, LATE);
      expect(await phone.photos()).toEqual([]);
    });

    it("never touches a draft's photo, nor an unsent one", async () => {
      await phone.keepPhoto(byte(1), null);
      await take(2);
      await acked();
      await phone.store.forget(LATE, LATE);
      expect(await states()).toEqual(['draft', 'unsent']);
    });
  });
}
