import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decidePurchase, ITEMS_LIMIT, NAME_LIMIT, NOTE_LIMIT } from '#lib/domain/purchase-form.ts';
import { MAX_RUPIAH } from '#lib/domain/rupiah.ts';
import { BODY_CHARS } from './limits.ts';
import { mutationBody, type MutationBody } from './mutation.ts';
import { ID, OTHER_ID, sampleFieldsJson } from './samples.ts';

type Json = Record<string, unknown>;
const record = (change: Json = {}): Json => ({ type: 'purchase.record', fields: sampleFieldsJson(change) });
const about = (change: Json = {}): Json => ({
  purchase: ID,
  base: OTHER_ID,
  reason: 'salah ketik',
  ...change,
});
const correct = (change: Json = {}): Json => ({
  type: 'purchase.correct',
  fields: sampleFieldsJson(),
  ...about(change),
});
const withdraw = (change: Json = {}): Json => ({ type: 'purchase.withdraw', ...about(change) });
const item = (change: Json = {}): Json => ({ name: 'Kopi', quantity: 2, price: 12_500, ...change });
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('a mutation that the office takes', () => {
  it.each<[title: string, body: Json]>([
    ['a purchase', record()],
    ['of one rupiah', record({ amount: 1 })],
    ['of the largest sum', record({ amount: MAX_RUPIAH })],
    ['of an UMKM that was typed', record({ umkm: { kind: 'typed', name: 'Bu Siti', place: 'Tiris' } })],
    ['with items that make the sum', record({ items: [item()] })],
    ['with a note of two lines', record({ note: 'untuk rapat\nbidang' })],
    ['with the longest note', record({ note: 'x'.repeat(NOTE_LIMIT) })],
    ['with a bee in it', record({ note: '\u{1f41d}' })],
    ['on a leap day', record({ day: '2024-02-29' })],
    ['a correction', correct()],
    ['a withdrawal', withdraw()],
  ])('is %s', (_title, body) => {
    expect(mutationBody.safeParse(body)).toMatchObject({ success: true, data: body });
  });

  it('has no items and no note when they are left out', () => {
    expect(mutationBody.parse(record())).toMatchObject({ fields: { items: [], note: '' } });
  });

  it('loses the keys that this release does not know', () => {
    const body = mutationBody.parse({ ...record({ later: 1 }), later: { deep: [1] } });
    expect(body).toEqual({
      type: 'purchase.record',
      fields: { ...sampleFieldsJson(), items: [], note: '' },
    });
  });
});

describe('a mutation that the office does not take', () => {
  const long = 'x'.repeat(10_000);
  it.each<[title: string, body: unknown]>([
    ['nothing', null],
    ['a text', 'purchase.record'],
    ['a list', [record()]],
    ['no type', { fields: sampleFieldsJson() }],
    ['an unknown type', { ...record(), type: 'purchase.erase' }],
    ['a type of Object', { ...record(), type: 'toString' }],
    ['no fields', { type: 'purchase.record' }],
    ['no amount', record({ amount: undefined })],
    ['nought', record({ amount: 0 })],
    ['minus nought', record({ amount: -0 })],
    ['minus', record({ amount: -1 })],
    ['decimals', record({ amount: 25_000.5 })],
    ['more than the largest sum', record({ amount: MAX_RUPIAH + 1 })],
    ['two to the 53rd', record({ amount: 2 ** 53 })],
    ['endlessly much', record({ amount: Number.POSITIVE_INFINITY })],
    ['a sum as text', record({ amount: '25000' })],
    ['a list of one sum', record({ amount: [25_000] })],
    ['items that do not make the sum', record({ items: [item({ price: 12_499 })] })],
    ['items whose sum wraps around', record({ items: [item({ quantity: 999, price: MAX_RUPIAH })] })],
    ['an item for nought', record({ items: [item(), item({ quantity: 0 })] })],
    ['half an item', record({ items: [item({ quantity: 0.5, price: 50_000 })] })],
    ['an item that costs less than nothing', record({ items: [item(), item({ price: -1 })] })],
    ['an item without a name', record({ items: [item({ name: '' })] })],
    ['too many items', record({ items: Array.from({ length: ITEMS_LIMIT + 1 }, () => item()) })],
    ['a huge list of items', record({ items: Array.from({ length: 50_000 }, () => item()) })],
    ['a list of nothing', record({ items: Array.from({ length: 3 }, () => null) })],
    ['a day that is none', record({ day: '2026-02-30' })],
    ['an instant for a day', record({ day: '2026-11-24T00:00:00Z' })],
    ['a day as number', record({ day: 20_261_124 })],
    ['an unknown way of paying', record({ payment: 'kripto' })],
    ['a name of 10 kB', record({ umkm: { kind: 'listed', id: ID, name: long } })],
    ['a blank name', record({ umkm: { kind: 'listed', id: ID, name: ' \t ' } })],
    ['a typed UMKM without a place', record({ umkm: { kind: 'typed', name: 'Bu Siti' } })],
    ['an UMKM of an unknown kind', record({ umkm: { kind: 'other', id: ID, name: 'Kopi' } })],
    ['an id that is none', record({ umkm: { kind: 'listed', id: 'umkm-1', name: 'Kopi' } })],
    ['an id in capitals', record({ umkm: { kind: 'listed', id: ID.toUpperCase(), name: 'Kopi' } })],
    ['an id with a line end', record({ umkm: { kind: 'listed', id: `${ID}\n`, name: 'Kopi' } })],
    ['a long note', record({ note: 'x'.repeat(NOTE_LIMIT + 1) })],
    ['a nought character', record({ note: 'a\u0000b' })],
    ['an escape character', record({ note: 'a\u001b[2Jb' })],
    ['half a character', record({ note: 'a\ud83d' })],
    ['a note that is nested 2,000 deep', record({ note: nested(2_000) })],
    ['fields that are nested 100,000 deep', { type: 'purchase.record', fields: nested(100_000) }],
    ['a correction without a base', correct({ base: undefined })],
    ['a correction of no id', correct({ purchase: 'x' })],
    ['a correction without a reason', correct({ reason: '' })],
    ['a correction with a blank reason', correct({ reason: '  \n ' })],
    ['a withdrawal with a long reason', withdraw({ reason: long })],
  ])('has %s', (_title, body) => {
    expect(mutationBody.safeParse(body).success).toBe(false);
  });

  it('has keys that reach for every object', () => {
    const body: unknown = JSON.parse(
      `{"type":"purchase.withdraw","purchase":"${ID}","base":"${ID}","reason":"x",` +
        '"__proto__":{"polluted":true,"reason":"y"},"constructor":{"prototype":{"polluted":true}}}',
    );
    const parsed = mutationBody.parse(body);
    expect(Object.keys(parsed).sort()).toEqual(['base', 'purchase', 'reason', 'type']);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('takes what it needs from its own keys only, never from a prototype', () => {
    const body: unknown = JSON.parse(`{"type":"purchase.record","__proto__":${JSON.stringify(record())}}`);
    expect(mutationBody.safeParse(body).success).toBe(false);
  });

  it('never makes the schema throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.jsonValue().map((fields) => ({ ...record(), fields })),
        ),
        (body) => {
          const read = mutationBody.safeParse(body);
          if (read.success) expect(mutationBody.parse(read.data)).toEqual(read.data);
          else expect(read.error.issues.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('what a form decides', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 90 }),
    fc.constantFrom('Kopi', '"\\'.repeat(40)),
  );
  const form = fc.record({
    umkmId: fc.constantFrom(null, ID),
    umkmName: text,
    umkmPlace: text,
    day: fc.constantFrom('2026-11-24', '2030-01-01', '2020-02-29'),
    amount: fc.integer({ min: 1, max: MAX_RUPIAH }).map(String),
    items: fc.array(
      fc.record({
        name: text,
        quantity: fc.integer({ min: 1, max: 9 }).map(String),
        price: fc.integer({ min: 1, max: 99_999 }).map(String),
      }),
      { maxLength: 4 },
    ),
    payment: fc.constantFrom('tunai', 'qris', 'transfer'),
    note: text,
  });

  it('is always taken by the office, unchanged', () => {
    fc.assert(
      fc.property(form, (draft) => {
        const decided = decidePurchase(draft);
        if (!decided.ok) return;
        const body: MutationBody = {
          type: 'purchase.record',
          fields: decided.value,
        };
        expect(mutationBody.parse(JSON.parse(JSON.stringify(body)))).toEqual(body);
      }),
      { numRuns: 300 },
    );
  });

  it('fits into a body at its longest', () => {
    const worst = '"'.repeat(NAME_LIMIT);
    const decided = decidePurchase({
      umkmId: null,
      umkmName: worst,
      umkmPlace: worst,
      day: '2026-11-24',
      amount: '',
      items: Array.from({ length: ITEMS_LIMIT }, () => ({ name: worst, quantity: '100', price: '33.333' })),
      payment: 'transfer',
      note: '"'.repeat(NOTE_LIMIT),
    });
    expect(decided.ok).toBe(true);
    const body = { ...correct({ reason: '"'.repeat(NOTE_LIMIT) }), fields: decided.ok && decided.value };
    expect(mutationBody.safeParse(body).success).toBe(true);
    expect(JSON.stringify(body).length).toBeLessThanOrEqual(BODY_CHARS);
  });
});
