import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSTRUKSI_9_2024 } from './instruksi-9-2024.ts';
import {
  amountSoFar,
  decidePurchase,
  ITEMS_LIMIT,
  itemsTotal,
  NAME_LIMIT,
  NOTE_LIMIT,
  warnAboutDay,
  type FormRefusal,
  type FormWarning,
  type ItemDraft,
  type PurchaseDraft,
} from './purchase-form.ts';
import { day } from './samples.ts';

const draft = (change: Partial<PurchaseDraft> = {}): PurchaseDraft => ({
  umkmId: 'umkm-1',
  umkmName: 'Kopi Lereng',
  umkmPlace: '',
  day: '2026-11-24',
  amount: '25.000',
  items: [],
  payment: 'qris',
  note: '',
  ...change,
});
const item = (change: Partial<ItemDraft> = {}): ItemDraft => ({
  name: 'Kopi bubuk',
  quantity: '2',
  price: '12.500',
  ...change,
});
const typed = { umkmId: null, umkmName: 'Warung Bu Siti', umkmPlace: 'Tiris' };

describe('a purchase that can be saved', () => {
  it('is of an UMKM that the phone knows', () => {
    expect(decidePurchase(draft())).toEqual({
      ok: true,
      value: {
        umkm: { kind: 'listed', id: 'umkm-1', name: 'Kopi Lereng' },
        day: '2026-11-24',
        amount: 25_000,
        items: [],
        payment: 'qris',
        note: '',
      },
    });
  });

  it('is of an UMKM that was typed with its place', () => {
    expect(decidePurchase(draft(typed))).toMatchObject({
      ok: true,
      value: { umkm: { kind: 'typed', name: 'Warung Bu Siti', place: 'Tiris' } },
    });
  });

  it('has the sum of its items, whatever the amount says', () => {
    const decided = decidePurchase(draft({ amount: 'kosong', items: [item(), item({ quantity: ' 1 ' })] }));
    expect(decided).toMatchObject({ ok: true, value: { amount: 37_500 } });
    expect(decided.ok && itemsTotal(decided.value.items)).toBe(37_500);
  });

  it('leaves out item rows in which nothing was typed', () => {
    const empty = item({ name: ' ', price: '' });
    expect(decidePurchase(draft({ items: [empty] }))).toMatchObject({ ok: true, value: { items: [] } });
  });

  it('keeps texts without what no database takes', () => {
    const decided = decidePurchase(
      draft({ umkmName: ' Kopi\u0000\n Lereng\u202e ', note: ' a\r\nb\ud800 ' }),
    );
    expect(decided).toMatchObject({ ok: true, value: { umkm: { name: 'Kopi Lereng' }, note: 'a\nb' } });
  });

  it('is paid in cash when the form says no way of paying that is known', () => {
    expect(decidePurchase(draft({ payment: 'kripto' }))).toMatchObject({
      ok: true,
      value: { payment: 'tunai' },
    });
  });

  it('may lie in the future or before the decree: that is warned of, not refused', () => {
    expect(decidePurchase(draft({ day: '2031-01-01' })).ok).toBe(true);
    expect(decidePurchase(draft({ day: '2020-01-01' })).ok).toBe(true);
  });
});

describe('a purchase that cannot be saved yet', () => {
  const long = 'x'.repeat(NAME_LIMIT + 1);
  it.each<[title: string, change: Partial<PurchaseDraft>, refusals: FormRefusal[]]>([
    ['no UMKM', { umkmId: null, umkmName: ' ' }, [{ field: 'umkm', code: 'empty' }]],
    ['a long name', { umkmName: long }, [{ field: 'umkm', code: 'too-long' }]],
    ['no place', { ...typed, umkmPlace: '' }, [{ field: 'place', code: 'empty' }]],
    ['a long place', { ...typed, umkmPlace: long }, [{ field: 'place', code: 'too-long' }]],
    ['no day', { day: '' }, [{ field: 'day', code: 'not-a-day' }]],
    ['no amount', { amount: '' }, [{ field: 'amount', code: 'empty' }]],
    ['nothing paid', { amount: '0' }, [{ field: 'amount', code: 'not-positive' }]],
    ['less than nothing', { amount: '-5.000' }, [{ field: 'amount', code: 'not-positive' }]],
    ['two to the 53rd', { amount: '9007199254740992' }, [{ field: 'amount', code: 'too-large' }]],
    ['decimals', { amount: '1.5' }, [{ field: 'amount', code: 'decimals' }]],
    ['words', { amount: 'dua puluh' }, [{ field: 'amount', code: 'not-a-number' }]],
    ['a long note', { note: 'x'.repeat(NOTE_LIMIT + 1) }, [{ field: 'note', code: 'too-long' }]],
    ['an item without a price', { items: [item({ price: '' })] }, [{ field: 'items', code: 'incomplete' }]],
    ['an item without a name', { items: [item({ name: '' })] }, [{ field: 'items', code: 'incomplete' }]],
    ['half an item', { items: [item({ quantity: '0,5' })] }, [{ field: 'items', code: 'incomplete' }]],
    ['no item', { items: [item({ quantity: '0' })] }, [{ field: 'items', code: 'incomplete' }]],
    ['a thousand items', { items: [item({ quantity: '1000' })] }, [{ field: 'items', code: 'incomplete' }]],
    ['1e2 items', { items: [item({ quantity: '1e2' })] }, [{ field: 'items', code: 'incomplete' }]],
    [
      'an incomplete item and no amount',
      { amount: '', items: [item({ price: 'x' })] },
      [{ field: 'items', code: 'incomplete' }],
    ],
    ['a long name of an item', { items: [item({ name: long })] }, [{ field: 'items', code: 'too-long' }]],
    [
      'too many items',
      { items: Array.from({ length: ITEMS_LIMIT + 1 }, () => item()) },
      [{ field: 'items', code: 'too-many' }],
    ],
    [
      'items dearer than any purchase',
      { items: [item({ quantity: '999', price: '100.000.000' })] },
      [{ field: 'amount', code: 'too-large' }],
    ],
    [
      'everything wrong at once',
      { umkmId: null, umkmName: '', day: '2026-02-30', amount: 'x' },
      [
        { field: 'umkm', code: 'empty' },
        { field: 'day', code: 'not-a-day' },
        { field: 'amount', code: 'not-a-number' },
      ],
    ],
  ])('has %s', (_title, change, refusals) => {
    expect(decidePurchase(draft(change))).toEqual({ ok: false, error: refusals });
  });

  it('never throws, whatever stands in the form', () => {
    const anything = fc.record({
      umkmId: fc.option(fc.string()),
      umkmName: fc.string({ unit: 'binary' }),
      umkmPlace: fc.string({ unit: 'binary' }),
      day: fc.string(),
      amount: fc.string(),
      items: fc.array(fc.record({ name: fc.string(), quantity: fc.string(), price: fc.string() })),
      payment: fc.string(),
      note: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(anything, (form) => {
        const decided = decidePurchase(form);
        if (!decided.ok) expect(decided.error.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a form amounts to', () => {
  const blank = item({ name: ' ', price: '' });
  it.each<[title: string, change: Partial<PurchaseDraft>, amount: number | null]>([
    ['what was typed', {}, 25_000],
    ['what was typed, while no item is filled', { items: [blank] }, 25_000],
    ['its items, once one is filled', { amount: '1.000', items: [item(), blank] }, 25_000],
    ['its items, as far as they can be read', { items: [item(), item({ price: 'x' })] }, 25_000],
    ['an item that has no name yet', { items: [item({ name: '', quantity: '3' })] }, 37_500],
    ['nothing yet, when its items have no price', { items: [item({ price: '' })] }, 0],
    ['no sum, when what was typed is none', { amount: 'x' }, null],
  ])('%s', (_title, change, amount) => {
    expect(amountSoFar(draft(change))).toBe(amount);
  });

  it('what is saved, whenever it can be saved', () => {
    const texts = fc.constantFrom('', ' ', '0', '1', '2', 'x', '12.500', '999', 'Kopi');
    const forms = fc.record({
      amount: texts,
      items: fc.array(fc.record({ name: texts, quantity: texts, price: texts }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(forms, (change) => {
        const form = draft(change);
        const decided = decidePurchase(form);
        if (decided.ok) expect(amountSoFar(form)).toBe(decided.value.amount);
      }),
    );
  });
});

describe('a date that is odd', () => {
  it.each<[day: string, warnings: FormWarning[]]>([
    ['2026-11-24', []],
    ['2026-11-25', ['future-date']],
    ['2025-01-01', []],
    ['2024-12-31', ['before-decree']],
  ])('%s is warned of with %j', (when, warnings) => {
    expect(warnAboutDay(day(when), day('2026-11-24'), INSTRUKSI_9_2024)).toEqual(warnings);
  });
});
