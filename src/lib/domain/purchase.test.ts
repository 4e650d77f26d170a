import { describe, expect, it } from 'vitest';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import {
  arrived,
  attached,
  corrected,
  flagsOnArrival,
  neverTaken,
  recorded,
  similarPurchase,
  umkmKey,
  withdrawn,
  type Flag,
  type PurchaseFields,
  type UmkmRef,
} from './purchase.ts';
import { dayInWib } from './day.ts';
import { day, sampleFields, samplePurchase } from './samples.ts';

const typed = (name: string, place = 'Tiris'): UmkmRef => ({ kind: 'typed', name, place });

describe('the life of a purchase', () => {
  const onPhone = recorded('p', 'asn-1', sampleFields());
  const atOffice = arrived(onPhone, 1_000, ['late']);

  it('begins on the phone, unsent and unjudged', () => {
    expect(onPhone).toMatchObject({ delivery: 'tersimpan', verdict: 'belum-diperiksa', version: 'p' });
    expect(onPhone).toMatchObject({ flags: [], receivedAt: null, refusal: null, reason: '' });
  });

  it.each([
    ['may still take, when it is only on the phone', onPhone, false],
    ['never took, when it was refused itself', { ...onPhone, refusal: 'unknown-umkm' }, true],
    ['has, whatever was refused about it since', { ...atOffice, refusal: 'stale' }, false],
  ])('is what the office %s', (_title, purchase, never) => {
    expect(neverTaken(purchase)).toBe(never);
  });

  it('goes on at the office, with what it must be looked at for', () => {
    expect(atOffice).toEqual({ ...onPhone, delivery: 'terkirim', receivedAt: 1_000, flags: ['late'] });
  });

  it('keeps the time at which the office first had it', () => {
    const mended = corrected(atOffice, 'v2', sampleFields(), 'salah ketik');
    expect(arrived(mended, 2_000, [])).toMatchObject({ delivery: 'terkirim', receivedAt: 1_000, flags: [] });
  });

  it('is on its way again, unjudged, after a correction', () => {
    const checked = { ...atOffice, verdict: 'sah', reason: 'cocok', refusal: 'stale' } as const;
    const mended = corrected(checked, 'v2', sampleFields({ amount: 9_000 }), 'salah ketik');
    expect(mended).toEqual({
      ...checked,
      amount: 9_000,
      delivery: 'tersimpan',
      verdict: 'belum-diperiksa',
      reason: 'salah ketik',
      flags: [],
      version: 'v2',
      refusal: null,
    });
  });

  it('ends withdrawn, never erased', () => {
    const ended = withdrawn(atOffice, 'v2', 'tercatat dua kali');
    expect(ended).toEqual({ ...atOffice, verdict: 'ditarik', reason: 'tercatat dua kali', version: 'v2' });
  });
});

describe('what a person must look at', () => {
  const noon = Date.parse('2026-11-24T05:00:00Z');
  const flags = (fields: Partial<PurchaseFields>, receivedAt = noon, umkmListed = true) =>
    flagsOnArrival(sampleFields(fields), {
      receivedAt,
      today: dayInWib(receivedAt),
      umkmListed,
      rulebook: INSTRUKSI_9_2024,
    });

  it.each<[title: string, day: string, receivedAt: string, expected: Flag[]]>([
    ['bought today', '2026-11-24', '2026-11-24T05:00:00Z', []],
    ['bought tomorrow', '2026-11-25', '2026-11-24T05:00:00Z', ['future-date']],
    ['bought today, just before midnight WIB', '2026-11-24', '2026-11-24T16:59:59.999Z', []],
    ['bought on the day that begins at midnight WIB', '2026-11-25', '2026-11-24T17:00:00Z', []],
    ['arrived in the last millisecond of the 5th', '2026-10-31', '2026-11-05T16:59:59.999Z', []],
    ['arrived as the 6th begins', '2026-10-31', '2026-11-05T17:00:00.000Z', ['late']],
    ['of January, arrived in March', '2026-01-31', '2026-03-01T00:00:00Z', ['late']],
    ['of December, arrived on 5 January', '2025-12-31', '2026-01-05T16:00:00Z', []],
    ['before the decree', '2024-12-31', '2026-11-24T05:00:00Z', ['before-decree']],
    ['on the decree’s first day', '2025-01-01', '2025-01-01T05:00:00Z', []],
  ])('%s', (_title, when, receivedAt, expected) => {
    expect(flags({ day: day(when) }, Date.parse(receivedAt))).toEqual(expected);
  });

  it('is also an UMKM that the registry does not know', () => {
    expect(flags({ day: day('2026-11-24') }, noon, false)).toEqual(['unlisted-umkm']);
    expect(flags({ day: day('2026-09-30') }, noon, false)).toEqual(['late', 'unlisted-umkm']);
  });
});

describe('the same purchase again', () => {
  it.each<[title: string, change: Partial<PurchaseFields>, similar: boolean]>([
    ['same shop, day and amount', { note: 'lain', payment: 'qris' }, true],
    ['another day', { day: day('2026-11-11') }, false],
    ['another amount', { amount: 20_001 }, false],
    ['another shop', { umkm: { kind: 'listed', id: 'umkm-2', name: 'Kopi Lereng' } }, false],
    ['a shop of the same name that was typed', { umkm: typed('Kopi Lereng') }, false],
  ])('%s', (_title, change, similar) => {
    const purchase = samplePurchase();
    expect(similarPurchase([purchase], sampleFields(change))).toBe(similar ? purchase : null);
  });

  it('is neither a withdrawn one nor the one that is being corrected', () => {
    expect(similarPurchase([samplePurchase({ verdict: 'ditarik' })], sampleFields())).toBeNull();
    expect(similarPurchase([samplePurchase({ id: 'mine' })], sampleFields(), 'mine')).toBeNull();
  });

  it.each<[UmkmRef, UmkmRef, boolean]>([
    [typed('Warung Bu Siti'), typed('  WARUNG  bu siti.'), true],
    [typed('Warung Bu Siti', 'Tiris'), typed('Warung Bu Siti', 'Ds. Tiris'), true],
    [typed('Warung Bu Siti'), typed('Warung Bu Sita'), false],
    [typed('umkm-1'), { kind: 'listed', id: 'umkm-1', name: 'Kopi' }, false],
  ])('knows whether %j is %j: %s', (one, other, same) => {
    expect(umkmKey(one) === umkmKey(other)).toBe(same);
  });
});

describe('photos of a purchase', () => {
  const bought = () => recorded('p', 'a', sampleFields(), ['one']);

  it('are wanted until the office has them, and only then the purchase is lengkap', () => {
    const sent = arrived(bought(), 1_000, []);
    expect(sent).toMatchObject({ delivery: 'terkirim', photosWanted: ['one'] });
    expect(arrived({ ...bought(), photosWanted: [] }, 1_000, []).delivery).toBe('lengkap');
    expect(arrived(recorded('p', 'a', sampleFields()), 1_000, []).delivery).toBe('terkirim');
  });

  it('are added once each, up to the limit, and change neither verdict nor version', () => {
    const checked = { ...arrived(bought(), 1_000, []), verdict: 'sah' as const };
    const more = attached(checked, ['one', 'two', 'three', 'four']);
    expect(more.photos).toEqual(['one', 'two', 'three']);
    expect(more.photosWanted).toEqual(['one', 'two', 'three']);
    expect(more).toMatchObject({ verdict: 'sah', version: checked.version });
    expect(attached(more, ['two'])).toBe(more);
  });

  it('make a purchase that was lengkap wait for the new one', () => {
    const whole = arrived({ ...bought(), photosWanted: [] }, 1_000, []);
    expect(attached(whole, ['two'])).toMatchObject({ delivery: 'terkirim', photosWanted: ['two'] });
  });
});
