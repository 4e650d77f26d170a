import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysOf, monthOf } from './day.ts';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import { BANDS, holdsOn } from './position.ts';
import { FLAGS, VERDICTS, type Purchase } from './purchase.ts';
import { assess, type AssessmentLine, type ServiceRecord } from './quota.ts';
import { day, month, sampleAppointment, samplePurchase, sampleRule } from './samples.ts';

/*
 * Laws of the quota: they hold for any purchases.
 */

const NOVEMBER = month('2026-11');
const pelaksana: ServiceRecord = { appointments: [sampleAppointment()], exemptions: [] };
const judge = (...purchases: Purchase[]) =>
  assess({ month: NOVEMBER, service: pelaksana, rulebook: INSTRUKSI_9_2024, purchases });

const anyDay = fc.integer({ min: -45, max: 75 }).map((count) => addDays(day('2026-11-01'), count));
const anyPurchase: fc.Arbitrary<Purchase> = fc
  .record({
    id: fc.uuid(),
    day: anyDay,
    amount: fc.integer({ min: 1, max: 1_000_000 }),
    delivery: fc.constantFrom('tersimpan', 'terkirim', 'lengkap'),
    verdict: fc.constantFrom(...VERDICTS),
    flags: fc.subarray([...FLAGS]),
    refusal: fc.constantFrom(null, 'stale'),
  })
  .map((change) => samplePurchase(change));
const anyPurchases = fc.uniqueArray(anyPurchase, { maxLength: 25, selector: ({ id }) => id });
const sums = (purchases: Purchase[]) => {
  const { counted, waiting, shortfall, met } = judge(...purchases);
  return { counted, waiting, shortfall, met };
};

describe('whatever was bought', () => {
  it('order does not matter', () => {
    const shuffled = anyPurchases.chain((purchases) =>
      fc.tuple(fc.constant(purchases), fc.shuffledSubarray(purchases, { minLength: purchases.length })),
    );
    fc.assert(
      fc.property(shuffled, ([purchases, otherOrder]) => {
        expect(judge(...otherOrder)).toEqual(judge(...purchases));
      }),
    );
  });

  it('repeating a purchase changes nothing', () => {
    fc.assert(
      fc.property(anyPurchases, fc.nat(3), (purchases, times) => {
        const repeated = purchases.flatMap((purchase) => Array.from({ length: times + 1 }, () => purchase));
        expect(judge(...repeated)).toEqual(judge(...purchases));
      }),
    );
  });

  it('splitting a purchase in two changes no sum', () => {
    fc.assert(
      fc.property(anyPurchases, fc.double({ min: 0, max: 1, noNaN: true }), (purchases, share) => {
        const split = purchases.flatMap((purchase) => {
          const part = Math.floor(purchase.amount * share);
          const rest = { ...purchase, amount: purchase.amount - part };
          return part === 0 || part === purchase.amount
            ? [purchase]
            : [rest, { ...purchase, id: `${purchase.id}-b`, amount: part }];
        });
        expect(sums(split)).toEqual(sums(purchases));
      }),
    );
  });

  it('only the month’s own purchases count', () => {
    fc.assert(
      fc.property(anyPurchases, (purchases) => {
        const own = purchases.filter((purchase) => monthOf(purchase.day) === NOVEMBER);
        expect(judge(...purchases)).toEqual(judge(...own));
        expect(judge(...purchases).lines.every((line) => monthOf(line.purchase.day) === NOVEMBER)).toBe(true);
      }),
    );
  });

  it('every purchase counts in exactly one month', () => {
    fc.assert(
      fc.property(anyPurchases, (purchases) => {
        const months = [-2, -1, 0, 1, 2].map((count) => addMonths(NOVEMBER, count));
        const lines = months.flatMap(
          (each) => assess({ month: each, service: pelaksana, rulebook: INSTRUKSI_9_2024, purchases }).lines,
        );
        expect(lines).toHaveLength(purchases.length);
      }),
    );
  });

  it('counted, waiting and excluded share the month out without rest', () => {
    fc.assert(
      fc.property(anyPurchases, (purchases) => {
        const { counted, waiting, lines } = judge(...purchases);
        const sum = (effect: AssessmentLine['effect']) =>
          lines
            .filter((line) => line.effect === effect)
            .reduce((total, { purchase }) => total + purchase.amount, 0);
        const all = lines.reduce((total, { purchase }) => total + purchase.amount, 0);
        expect(counted).toBe(sum('counted'));
        expect(waiting).toBe(sum('waiting'));
        expect(counted + waiting + sum('excluded')).toBe(all);
      }),
    );
  });

  it('agrees with a slow recomputation by hand', () => {
    fc.assert(
      fc.property(anyPurchases, (purchases) => {
        let counted = 0;
        let waiting = 0;
        for (const { day: when, amount, delivery, verdict, flags, refusal } of purchases) {
          if (when < '2026-11-01' || when > '2026-11-30') continue;
          if (verdict === 'ditarik' || verdict === 'belum-dihitung') continue;
          const here = delivery !== 'tersimpan';
          if (!here && refusal !== null) continue;
          const counts = here && (verdict === 'sah' || (verdict === 'belum-diperiksa' && flags.length === 0));
          if (counts) counted += amount;
          else waiting += amount;
        }
        const shortfall = 50_000 - counted - waiting > 0 ? 50_000 - counted - waiting : 0;
        expect(sums(purchases)).toEqual({ counted, waiting, shortfall, met: counted >= 50_000 });
      }),
    );
  });

  it('the obligation follows the appointment, never the purchases', () => {
    const service = fc
      .record({ band: fc.constantFrom(...BANDS), from: anyDay, length: fc.integer({ min: 0, max: 400 }) })
      .map(({ band, from, length }) => ({
        appointments: [sampleAppointment({ band, from, until: addDays(from, length) })],
        exemptions: [],
      }));
    fc.assert(
      fc.property(service, anyPurchases, (record, purchases) => {
        const facts = { month: NOVEMBER, service: record, rulebook: INSTRUKSI_9_2024 };
        const { obligation } = assess({ ...facts, purchases });
        expect(obligation).toEqual(assess({ ...facts, purchases: [] }).obligation);
        const [held] = record.appointments;
        const whole = held !== undefined && daysOf(NOVEMBER).every((each) => holdsOn(held, each));
        expect(obligation.amount).toBe(whole ? sampleRule().minimum[held.band].value : 0);
      }),
    );
  });
});
