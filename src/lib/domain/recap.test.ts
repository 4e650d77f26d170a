import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './day.ts';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import { BANDS } from './position.ts';
import { FLAGS, VERDICTS, type Purchase, type UmkmRef } from './purchase.ts';
import { assess, type Assessment } from './quota.ts';
import {
  figuresOf,
  statusOf,
  summarise,
  summariseFigures,
  type RecapEntry,
  type RecapStatus,
  type RecapTotals,
} from './recap.ts';
import { day, month, sampleAppointment, sampleExemption, samplePurchase } from './samples.ts';

const NOVEMBER = month('2026-11');
const judge = (purchases: Purchase[], change: Parameters<typeof sampleAppointment>[0] = {}): Assessment =>
  assess({
    month: NOVEMBER,
    service: { appointments: [sampleAppointment(change)], exemptions: [] },
    rulebook: INSTRUKSI_9_2024,
    purchases,
  });
const entry = (asnId: string, assessment: Assessment, name = asnId): RecapEntry => ({
  asnId,
  name,
  nip: '198001012005011007',
  unitName: 'Seksi Pelayanan',
  contact: null,
  assessment,
});
const bought = (amount: number, change: Partial<Purchase> = {}) => samplePurchase({ amount, ...change });

describe('one ASN in the report', () => {
  it('is told by position, sums and counts', () => {
    const typed: UmkmRef = { kind: 'typed', name: 'Warung Bu Siti', place: 'Tiris' };
    const purchases = [
      bought(10_000, { id: 'a', verdict: 'sah' }),
      bought(8_000, { id: 'b' }),
      bought(5_000, { id: 'c', flags: ['unlisted-umkm'], umkm: typed }),
      bought(4_000, { id: 'd', umkm: { ...typed, name: 'WARUNG  BU SITI.' }, delivery: 'tersimpan' }),
      bought(9_000, { id: 'e', verdict: 'belum-dihitung', umkm: { ...typed, name: 'Toko Lain' } }),
    ];
    const assessment = judge(purchases, { title: 'Sekretaris', band: 'administrator', kind: 'plt' });
    expect(summarise(NOVEMBER, [entry('asn-1', assessment)]).rows).toEqual([
      {
        number: 1,
        asnId: 'asn-1',
        name: 'asn-1',
        nip: '198001012005011007',
        unitName: 'Seksi Pelayanan',
        contact: null,
        position: 'Plt. Sekretaris',
        obligation: 100_000,
        counted: 18_000,
        waiting: 9_000,
        shortfall: 73_000,
        umkmCount: 2,
        checked: 1,
        unchecked: 1,
        flagged: 1,
        rejected: 1,
        status: 'short',
      },
    ]);
  });

  it.each<[status: RecapStatus, assessment: Assessment]>([
    ['met', judge([bought(50_000)])],
    ['waiting', judge([bought(50_000, { flags: ['late'] })])],
    ['short', judge([bought(49_999)])],
    ['exempt', judge([bought(49_999)], { band: 'paruh-waktu' })],
  ])('stands as %s', (status, assessment) => {
    expect(statusOf(assessment)).toBe(status);
    expect(summarise(NOVEMBER, [entry('a', assessment)]).rows[0]?.status).toBe(status);
  });
});

describe('the order of the report', () => {
  it('is the highest obligation first, then the name, then the id', () => {
    const rows = summarise(NOVEMBER, [
      entry('3', judge([]), 'Zainal'),
      entry('2', judge([]), 'Budi'),
      entry('4', judge([], { band: 'kepala-unit' }), 'Wati'),
      entry('1', judge([]), 'Budi'),
    ]).rows;
    expect(rows.map(({ number, asnId }) => `${number}:${asnId}`)).toEqual(['1:4', '2:1', '3:2', '4:3']);
  });
});

describe('the totals of an office', () => {
  it('of nobody are noughts, not a division by nothing', () => {
    expect(summarise(NOVEMBER, []).totals).toEqual({
      people: 0,
      obliged: 0,
      met: 0,
      below: 0,
      pending: 0,
      exempt: 0,
      percentMet: 0,
      obligation: 0,
      counted: 0,
      waiting: 0,
      shortfall: 0,
      umkmCount: 0,
    });
  });

  it('count people who met, who are below, who only wait, and who are free', () => {
    const free = assess({
      month: NOVEMBER,
      service: { appointments: [sampleAppointment()], exemptions: [sampleExemption()] },
      rulebook: INSTRUKSI_9_2024,
      purchases: [],
    });
    const { totals } = summarise(NOVEMBER, [
      entry('a', judge([bought(50_000)])),
      entry('b', judge([bought(60_000, { delivery: 'tersimpan' })])),
      entry('c', judge([bought(10_000)])),
      entry('d', free),
    ]);
    expect(totals).toMatchObject({ people: 4, obliged: 3, met: 1, below: 2, pending: 1, exempt: 1 });
    expect(totals).toMatchObject({ percentMet: 33.3, obligation: 150_000, shortfall: 40_000 });
  });

  it.each<[met: number, obliged: number, percent: number]>([
    [2_500, 2_500, 100],
    [2_499, 2_500, 99.9],
    [11, 18, 61.1],
    [2, 3, 66.6],
    [1, 2_500, 0.1],
    [0, 2_500, 0],
  ])(
    'say of %i among %i that %f percent met: all only of all, none only of none',
    (met, obliged, percent) => {
      const one = entry('a', judge([bought(50_000)]));
      const other = entry('b', judge([]));
      const entries = Array.from({ length: obliged }, (_, index) => (index < met ? one : other));
      expect(summarise(NOVEMBER, entries).totals.percentMet).toBe(percent);
    },
  );
});

/* Laws: they hold for any office. */

const anyUmkm: fc.Arbitrary<UmkmRef> = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map((n): UmkmRef => ({ kind: 'listed', id: `umkm-${n}`, name: 'Kopi' })),
  fc
    .constantFrom('Bu Siti', 'bu siti', 'Pak Ali')
    .map((name): UmkmRef => ({ kind: 'typed', name, place: 'Tiris' })),
);
const anyPurchase = fc
  .record({
    id: fc.uuid(),
    umkm: anyUmkm,
    day: fc.nat(29).map((count) => addDays(day('2026-11-01'), count)),
    amount: fc.integer({ min: 1, max: 90_000 }),
    verdict: fc.constantFrom(...VERDICTS),
    flags: fc.subarray([...FLAGS], { maxLength: 1 }),
  })
  .map((change) => samplePurchase(change));
const anyEntry = fc
  .tuple(
    fc.uuid(),
    fc.constantFrom('Ani', 'Budi', 'Citra'),
    fc.constantFrom(...BANDS),
    fc.array(anyPurchase, { maxLength: 6 }),
  )
  .map(([id, name, band, purchases]) => entry(id, judge(purchases, { band }), name));
const anyOffice = fc.uniqueArray(anyEntry, { maxLength: 12, selector: ({ asnId }) => asnId });

const SUMS = [
  'people',
  'obliged',
  'met',
  'below',
  'pending',
  'exempt',
  'obligation',
  'counted',
  'waiting',
  'shortfall',
] as const satisfies readonly (keyof RecapTotals)[];

describe('whoever works there', () => {
  it('the totals are the sums of the rows', () => {
    fc.assert(
      fc.property(anyOffice, (office) => {
        const { rows, totals } = summarise(NOVEMBER, office);
        for (const figure of ['obligation', 'counted', 'waiting', 'shortfall'] as const) {
          expect(totals[figure]).toBe(rows.reduce((sum, row) => sum + row[figure], 0));
        }
        expect(totals.people).toBe(office.length);
        expect(totals.met + totals.below + totals.exempt).toBe(totals.people);
        expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
      }),
    );
  });

  it('the recap is the same in whatever order people are given', () => {
    const shuffled = anyOffice.chain((office) =>
      fc.tuple(fc.constant(office), fc.shuffledSubarray(office, { minLength: office.length })),
    );
    fc.assert(
      fc.property(shuffled, ([office, otherOrder]) => {
        expect(summarise(NOVEMBER, otherOrder)).toEqual(summarise(NOVEMBER, office));
      }),
    );
  });

  it('the parts of a split office add up to the whole', () => {
    fc.assert(
      fc.property(anyOffice, fc.nat(12), (office, at) => {
        const whole = summarise(NOVEMBER, office).totals;
        const one = summarise(NOVEMBER, office.slice(0, at)).totals;
        const other = summarise(NOVEMBER, office.slice(at)).totals;
        for (const figure of SUMS) expect(one[figure] + other[figure]).toBe(whole[figure]);
        expect(whole.umkmCount).toBeLessThanOrEqual((one.umkmCount ?? 0) + (other.umkmCount ?? 0));
      }),
    );
  });

  it('stored figures give the recap that assessments give', () => {
    fc.assert(
      fc.property(anyOffice, (office) => {
        const fresh = summarise(NOVEMBER, office);
        const stored = office.map(({ assessment, ...person }) => ({
          ...person,
          obligation: assessment.obligation,
          figures: figuresOf(assessment),
        }));
        expect(summariseFigures(NOVEMBER, stored, fresh.totals.umkmCount)).toEqual(fresh);
      }),
    );
  });

  it('a thousand people sum up without losing a rupiah', () => {
    const people = Array.from({ length: 1_000 }, (_, n) => entry(String(n), judge([bought(33_333)])));
    expect(summarise(NOVEMBER, people).totals).toMatchObject({ counted: 33_333_000, shortfall: 16_667_000 });
  });
});
