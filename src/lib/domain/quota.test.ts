import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './day.ts';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import { BANDS, type Appointment, type Band } from './position.ts';
import { corrected, recorded, withdrawn, type Purchase } from './purchase.ts';
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
