import { describe, expect, it } from 'vitest';
import { monthOf } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import { assess } from '#lib/domain/quota.ts';
import { DEFAULT } from './regency.fixture.ts';
import { makeRegency } from './regency.ts';

const regency = makeRegency(DEFAULT);
const purchases = [...regency.purchases.values()];

describe('its purchases', () => {
  it('are of people and shops of the regency', () => {
    const people = new Set(regency.people.map((person) => person.id));
    const shops = new Map(regency.shops.map((shop) => [shop.id, shop.name]));
    const strange = purchases.filter(
      ({ asnId, umkm }) => !people.has(asnId) || (umkm.kind === 'listed' && shops.get(umkm.id) !== umkm.name),
    );
    expect(purchases.length).toBeGreaterThan(10_000);
    expect(strange).toEqual([]);
  });

  it('have items that make the amount, or none', () => {
    const wrong = purchases.filter(
      ({ items, amount }) =>
        items.length > 0 && items.reduce((sum, item) => sum + item.quantity * item.price, 0) !== amount,
    );
    expect(wrong).toEqual([]);
  });

  it.each<[string, (purchase: Purchase) => boolean]>([
    ['checked', ({ verdict }) => verdict === 'sah'],
    ['not looked at', ({ verdict, flags }) => verdict === 'belum-diperiksa' && flags.length === 0],
    ['incomplete', ({ verdict, reason }) => verdict === 'perlu-dilengkapi' && reason !== ''],
    ['not counted, with a reason', ({ verdict, reason }) => verdict === 'belum-dihitung' && reason !== ''],
    ['withdrawn, with a reason', ({ verdict, reason }) => verdict === 'ditarik' && reason !== ''],
    ['corrected', ({ id, version, verdict }) => id !== version && verdict !== 'ditarik'],
    ['late', ({ flags }) => flags.includes('late')],
    ['of a future date', ({ flags }) => flags.includes('future-date')],
    ['before the decree', ({ flags }) => flags.includes('before-decree')],
    [
      'of an UMKM that waits',
      ({ flags, verdict }) => flags.includes('unlisted-umkm') && verdict === 'belum-diperiksa',
    ],
  ])('are in every state: %s', (_, holds) => {
    expect(purchases.filter(holds).length).toBeGreaterThan(0);
  });

  it('meet most obligations of the months that are over', () => {
    const mine = new Map(regency.people.map(({ id }) => [id, [] as Purchase[]]));
    for (const purchase of purchases) mine.get(purchase.asnId)?.push(purchase);
    const judged = regency.people.map((service) =>
      assess({
        month: regency.months[8] ?? monthOf(regency.today),
        service,
        rulebook: INSTRUKSI_9_2024,
        purchases: mine.get(service.id) ?? [],
      }),
    );
    const obliged = judged.filter(({ obligation }) => obligation.amount > 0);
    const share = obliged.filter(({ met }) => met).length / obliged.length;
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(0.97);
  });

  it('reach shops all over the regency', () => {
    const reached = new Set(purchases.map(({ umkm }) => (umkm.kind === 'listed' ? umkm.id : '')));
    expect(reached.size).toBeGreaterThan(regency.shops.length * 0.9);
  });
});

describe('its phones', () => {
  it('number what they sent from 1, in the order it arrived', () => {
    const sent = new Map<string, number>();
    for (const step of regency.steps) {
      if (step.kind !== 'mutation') continue;
      const { replica, n } = step.delivery;
      expect(n).toBe((sent.get(replica) ?? 0) + 1);
      sent.set(replica, n);
    }
    expect(regency.phones.map(({ id, through }) => (sent.get(id) ?? 0) - through).filter(Boolean)).toEqual(
      [],
    );
  });

  it('were heard of lately, weeks ago, or never, and hold some records unsent', () => {
    const daysAgo = regency.phones.map(({ lastAt }) => (regency.now - lastAt) / 86_400_000);
    expect(daysAgo.filter((days) => days < 2).length).toBeGreaterThan(regency.phones.length / 2);
    expect(daysAgo.filter((days) => days > 14).length).toBeGreaterThan(0);
    expect(regency.phones.length).toBeLessThan(regency.people.length);
    expect(regency.phones.filter(({ unsent }) => unsent > 0).length).toBeGreaterThan(0);
  });
});

describe('its shops', () => {
  it('have phone numbers that nobody can have', () => {
    expect(regency.shops.filter(({ phone }) => !/^62800000\d{5}$/.test(phone))).toEqual([]);
    expect(new Set(regency.shops.map(({ phone }) => phone)).size).toBe(regency.shops.length);
  });

  it('sell what their kecamatan is known for', () => {
    const share = (kecamatan: string, art: string) => {
      const there = regency.shops.filter((shop) => shop.kecamatan === kecamatan);
      return (
        there.filter((shop) => shop.products.some((product) => product.art === art)).length / there.length
      );
    };
    expect(share('35.13.19', 'bawang')).toBeGreaterThan(0.15);
    expect(share('35.13.01', 'bawang')).toBeLessThan(0.1);
  });
});
