import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, daysOf, monthOf, type Day } from './day.ts';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import { BANDS, type Appointment, type Band } from './position.ts';
import { corrected, FLAGS, recorded, VERDICTS, withdrawn, type Purchase } from './purchase.ts';
import {
  assess,
  countingAppointment,
  obligationIn,
  settle,
  type AssessmentLine,
  type Exemption,
  type LineReason,
  type Obligation,
  type ServiceRecord,
} from './quota.ts';
import {
  day,
  month,
  sampleAppointment,
  sampleExemption,
  sampleFields,
  samplePurchase,
  sampleRule,
} from './samples.ts';

const NOVEMBER = month('2026-11');
const inService = (...appointments: Appointment[]): ServiceRecord => ({ appointments, exemptions: [] });
const pelaksana = inService(sampleAppointment());
const oblige = (service: ServiceRecord, rule = sampleRule()): Obligation =>
  obligationIn(NOVEMBER, service, [rule]);
const judge = (...purchases: Purchase[]) =>
  assess({ month: NOVEMBER, service: pelaksana, rulebook: INSTRUKSI_9_2024, purchases });

describe('the obligation', () => {
  it.each<[Band, number]>([
    ['pelaksana', 50_000],
    ['pengawas', 75_000],
    ['fungsional', 75_000],
    ['administrator', 100_000],
    ['kepala-unit', 150_000],
    ['pimpinan-tinggi', 200_000],
    ['paruh-waktu', 0],
  ])('of %s is Rp%i a month', (band, amount) => {
    expect(oblige(inService(sampleAppointment({ band })))).toMatchObject({ amount });
  });

  it('has a row for every band there is', () => {
    for (const band of BANDS) expect(sampleRule().minimum[band].value).toBeGreaterThanOrEqual(0);
  });

  it('is nothing before the decree', () => {
    expect(obligationIn(month('2024-12'), pelaksana, INSTRUKSI_9_2024)).toEqual({
      amount: 0,
      appointment: null,
      reason: 'no-rule',
      basis: null,
      choice: 'only-post',
    });
    expect(obligationIn(month('2025-01'), pelaksana, INSTRUKSI_9_2024)).toMatchObject({ amount: 50_000 });
  });

  it('has no row for part-time PPPK, which is an assumption', () => {
    const obligation = oblige(inService(sampleAppointment({ band: 'paruh-waktu' })));
    expect(obligation).toMatchObject({ reason: 'band-without-minimum', basis: { kind: 'assumption' } });
  });
});

describe('the position that counts', () => {
  const staff = sampleAppointment({ id: 'staff', until: day('2026-11-09') });
  const head = sampleAppointment({ id: 'head', band: 'kepala-unit', from: day('2026-11-10') });
  const acting = sampleAppointment({ id: 'acting', band: 'administrator', kind: 'plt' });
  const supervisor = sampleAppointment({ id: 'supervisor', band: 'pengawas' });
  const late = sampleAppointment({ id: 'late', from: day('2026-11-16') });
  const gone = sampleAppointment({ id: 'gone', until: day('2026-10-31') });
  const never = sampleAppointment({ id: 'never', from: day('2026-11-20'), until: day('2026-11-10') });
  const highest = { value: 'highest', basis: { kind: 'assumption', source: '' } } as const;

  it.each<[title: string, posts: Appointment[], expected: Partial<Obligation> & { id: string | null }]>([
    ['the only one', [supervisor], { id: 'supervisor', amount: 75_000, choice: 'only-post' }],
    [
      'of a transfer, the first day’s',
      [staff, head],
      { id: 'staff', amount: 50_000, choice: 'position-day' },
    ],
    ['of a transfer told in any order', [head, staff], { id: 'staff', choice: 'position-day' }],
    ['of two at once, the definitive', [acting, supervisor], { id: 'supervisor', choice: 'double-post' }],
    ['of two definitive, the higher', [sampleAppointment(), supervisor], { id: 'supervisor' }],
    ['the acting one when it is the only one', [acting], { id: 'acting', amount: 100_000 }],
    ['of who starts within the month, the first', [late], { id: 'late', reason: 'partial-service' }],
    ['of who came yesterday month’s end, none', [gone], { id: null, reason: 'not-in-service' }],
    ['of a post that ends before it begins, none', [never], { id: null, reason: 'not-in-service' }],
    ['of nobody, none', [], { id: null, reason: 'not-in-service' }],
  ])('is %s', (_title, posts, { id, ...expected }) => {
    const obligation = oblige(inService(...posts));
    expect(obligation.appointment?.id ?? null).toBe(id);
    expect(obligation).toMatchObject(expected);
    expect(countingAppointment(NOVEMBER, posts, sampleRule())?.id ?? null).toBe(id);
  });

  it('is the highest of two when the rule says so', () => {
    const obligation = oblige(inService(supervisor, acting), sampleRule({ doublePost: highest }));
    expect(obligation.appointment?.id).toBe('acting');
  });

  it('is asked on the rule’s own day', () => {
    const rule = sampleRule({ positionDay: { value: 15, basis: { kind: 'assumption', source: '' } } });
    expect(oblige(inService(staff, head), rule).appointment?.id).toBe('head');
  });
});

describe('service that is not whole', () => {
  it.each<[title: string, posts: Appointment[], reason: Obligation['reason']]>([
    ['starts on the 2nd', [sampleAppointment({ from: day('2026-11-02') })], 'partial-service'],
    ['ends on the 29th', [sampleAppointment({ until: day('2026-11-29') })], 'partial-service'],
    ['starts on the 1st', [sampleAppointment({ from: day('2026-11-01') })], 'band'],
    ['ends on the 30th', [sampleAppointment({ until: day('2026-11-30') })], 'band'],
    [
      'has a gap',
      [
        sampleAppointment({ until: day('2026-11-10') }),
        sampleAppointment({ id: 'b', from: day('2026-11-12') }),
      ],
      'partial-service',
    ],
    [
      'goes over without a gap',
      [
        sampleAppointment({ until: day('2026-11-10') }),
        sampleAppointment({ id: 'b', from: day('2026-11-11') }),
      ],
      'band',
    ],
  ])('when it %s: %s', (_title, posts, reason) => {
    expect(oblige(inService(...posts)).reason).toBe(reason);
  });

  it('obliges when the rule does not free it', () => {
    const rule = sampleRule({ partialServiceFree: { value: false, basis: { kind: 'decree', source: '' } } });
    const service = inService(sampleAppointment({ from: day('2026-11-16') }));
    expect(oblige(service, rule)).toMatchObject({ amount: 50_000, reason: 'band' });
  });
});

describe('an exemption', () => {
  const during = (...exemptions: Exemption[]) => oblige({ ...pelaksana, exemptions });

  it.each<[from: string, until: string | null, reason: Obligation['reason']]>([
    ['2026-11-01', '2026-11-15', 'cuti-melahirkan'],
    ['2026-11-01', '2026-11-14', 'band'],
    ['2026-11-16', '2026-11-30', 'cuti-melahirkan'],
    ['2026-11-17', '2026-11-30', 'band'],
    ['2026-10-01', null, 'cuti-melahirkan'],
    ['2026-09-01', '2026-10-31', 'band'],
    ['2026-12-01', '2026-12-31', 'band'],
    ['2026-11-20', '2026-11-02', 'band'],
  ])('from %s to %s: %s', (from, until, reason) => {
    const span = sampleExemption({ from: day(from), until: until === null ? null : day(until) });
    expect(during(span)).toMatchObject({ reason, amount: reason === 'band' ? 50_000 : 0 });
  });

  it('of a kind that the rule does not know frees nobody', () => {
    const rule = sampleRule({
      exemptions: { value: ['tugas-belajar'], basis: { kind: 'decree', source: '' } },
    });
    expect(oblige({ ...pelaksana, exemptions: [sampleExemption()] }, rule).reason).toBe('band');
  });

  it('is named by the kind that covers most', () => {
    const sick = sampleExemption({ id: 'a', kind: 'sakit-lama', until: day('2026-11-07') });
    const study = sampleExemption({ id: 'b', kind: 'tugas-belajar', from: day('2026-11-08') });
    expect(during(sick, study).reason).toBe('tugas-belajar');
  });

  it('that covers no day frees nobody, even where no share is asked', () => {
    const rule = sampleRule({ exemptionShare: { value: 0, basis: { kind: 'decree', source: '' } } });
    const past = sampleExemption({ from: day('2026-01-01'), until: day('2026-01-31') });
    expect(oblige({ ...pelaksana, exemptions: [past] }, rule).reason).toBe('band');
  });

  it('frees the same months when it is granted letter by letter', () => {
    const dates = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), fc.nat(60));
    fc.assert(
      fc.property(dates, ([start, length, cut]) => {
        const from = addDays(day('2026-10-15'), start);
        const until = addDays(from, length);
        const middle = addDays(from, Math.min(cut, length));
        const whole = sampleExemption({ from, until });
        const letters = [
          sampleExemption({ id: 'a', from, until: middle }),
          sampleExemption({ id: 'b', from: addDays(middle, 1), until }),
        ];
        expect(during(...letters)).toEqual(during(whole));
      }),
    );
  });
});

describe('a purchase', () => {
  const unsent = recorded('p', 'asn-1', sampleFields());
  const checked = samplePurchase({ verdict: 'sah' });

  it.each<[title: string, purchase: Purchase, effect: AssessmentLine['effect'], reason: LineReason]>([
    ['delivered and unflagged', samplePurchase(), 'counted', 'unchecked'],
    ['delivered with its photos', samplePurchase({ delivery: 'lengkap' }), 'counted', 'unchecked'],
    ['found sah', checked, 'counted', 'checked'],
    ['found sah although late', samplePurchase({ verdict: 'sah', flags: ['late'] }), 'counted', 'checked'],
    ['only on the phone', unsent, 'waiting', 'unsent'],
    ['flagged', samplePurchase({ flags: ['unlisted-umkm'] }), 'waiting', 'flagged'],
    ['incomplete', samplePurchase({ verdict: 'perlu-dilengkapi' }), 'waiting', 'incomplete'],
    ['corrected but not sent', corrected(checked, 'v2', sampleFields(), 'salah'), 'waiting', 'unsent'],
    ['rejected', samplePurchase({ verdict: 'belum-dihitung' }), 'excluded', 'rejected'],
    ['withdrawn', withdrawn(checked, 'v2', 'dobel'), 'excluded', 'withdrawn'],
    ['withdrawn before it was sent', withdrawn(unsent, 'v2', 'dobel'), 'excluded', 'withdrawn'],
    ['refused by the office', { ...unsent, refusal: 'unknown-umkm' }, 'excluded', 'refused'],
    ['delivered, its correction refused', samplePurchase({ refusal: 'stale' }), 'counted', 'unchecked'],
  ])('%s is %s', (_title, purchase, effect, reason) => {
    expect(judge(purchase).lines).toEqual([{ purchase, effect, reason }]);
  });

  it('waits to be looked at where the rule does not count it on arrival', () => {
    const rule = sampleRule({ countsOnArrival: { value: false, basis: { kind: 'decree', source: '' } } });
    const facts = { month: NOVEMBER, service: pelaksana, rulebook: [rule] };
    expect(assess({ ...facts, purchases: [samplePurchase()] }).lines[0]?.reason).toBe('not-yet-looked-at');
    expect(assess({ ...facts, purchases: [checked] }).counted).toBe(20_000);
  });
});

describe('a month', () => {
  it.each<[title: string, counted: number, waiting: number, settled: ReturnType<typeof settle>]>([
    ['nothing bought', 0, 0, { shortfall: 50_000, met: false }],
    ['short', 20_000, 12_000, { shortfall: 18_000, met: false }],
    ['covered by what waits', 20_000, 30_000, { shortfall: 0, met: false }],
    ['one rupiah short', 49_999, 0, { shortfall: 1, met: false }],
    ['met to the rupiah', 50_000, 0, { shortfall: 0, met: true }],
    ['more than met', 80_000, 10_000, { shortfall: 0, met: true }],
  ])('%s', (_title, counted, waiting, settled) => {
    expect(settle(50_000, counted, waiting)).toEqual(settled);
  });

  it('that is free is neither met nor missed', () => {
    expect(settle(0, 80_000, 0)).toEqual({ shortfall: 0, met: false });
  });
});

/* Laws: they hold for any purchases. */

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
      .map(({ band, from, length }) =>
        inService(sampleAppointment({ band, from, until: addDays(from, length) })),
      );
    fc.assert(
      fc.property(service, anyPurchases, (record, purchases) => {
        const facts = { month: NOVEMBER, service: record, rulebook: INSTRUKSI_9_2024 };
        const { obligation } = assess({ ...facts, purchases });
        expect(obligation).toEqual(assess({ ...facts, purchases: [] }).obligation);
        const [held] = record.appointments;
        const whole = held !== undefined && daysOf(NOVEMBER).every((each: Day) => holds(held, each));
        expect(obligation.amount).toBe(whole ? sampleRule().minimum[held.band].value : 0);
      }),
    );
  });
});

const holds = (held: Appointment, each: Day) =>
  held.from <= each && (held.until === null || held.until >= each);
