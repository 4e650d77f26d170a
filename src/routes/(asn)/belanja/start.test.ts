import { describe, expect, test } from 'vitest';
import type { Draft } from '#lib/client/phone.ts';
import type { Product, Shop } from '#lib/domain/catalogue.ts';
import type { Day } from '#lib/domain/day.ts';
import { recorded, withdrawn, type Purchase } from '#lib/domain/purchase.ts';
import { blankForm, formOf, isBlank, startOf, withProduct } from './start.ts';

const TODAY = '2026-11-24' as Day;
const SHOP: Shop = { id: 'toko', name: 'Kopi Puncak', kecamatan: '35.13.08', desa: 'Bermi', phone: '' };
const PRODUCT: Product = {
  id: 'kopi',
  shopId: SHOP.id,
  name: 'Kopi bubuk',
  unit: '200 g',
  price: 28_000,
  category: 'minuman',
  art: 'kopi',
};
const PURCHASE: Purchase = recorded('belanja', 'asn', {
  umkm: { kind: 'typed', name: 'Warung Ujung', place: 'Paiton' },
  day: '2026-11-20' as Day,
  amount: 12_500,
  items: [],
  payment: 'qris',
  note: 'petis',
});
const GONE = withdrawn({ ...PURCHASE, id: 'ditarik' }, 'x', 'dua kali');
/** The office never took it. */
const REFUSED: Purchase = {
  ...PURCHASE,
  id: 'ditolak',
  refusal: 'unknown-umkm',
  photos: ['ada-1', 'hilang'],
};
const draft = (id: string, corrects: string | null): Draft => ({
  id,
  corrects,
  savedAt: 1,
  form: { ...blankForm(TODAY), umkmName: id },
});

const begin = (query: string, drafts: readonly Draft[] = []) =>
  startOf({
    query: new URLSearchParams(query),
    today: TODAY,
    drafts,
    purchase: (id) => [PURCHASE, GONE, REFUSED].find((one) => one.id === id) ?? null,
    shop: (id) => (id === SHOP.id ? SHOP : undefined),
    product: (id) => (id === PRODUCT.id ? PRODUCT : undefined),
    isHeld: (hash) => hash.startsWith('ada'),
  });

describe('The form begins', () => {
  test('empty, with today, when nothing is asked for', () => {
    const start = begin('');
    expect(start).toEqual({
      form: blankForm(TODAY),
      draftId: null,
      corrects: null,
      reason: '',
      base: null,
      photos: [],
    });
    expect(start !== 'missing' && isBlank(start.form)).toBe(true);
  });

  test('with the newest new form that was left', () => {
    expect(
      begin('', [draft('perbaikan', 'belanja'), draft('baru', null), draft('lama', null)]),
    ).toMatchObject({
      draftId: 'baru',
      form: { umkmName: 'baru' },
    });
  });

  test('with the shop that was looked at, whatever was left before', () => {
    expect(begin('umkm=toko', [draft('baru', null)])).toMatchObject({
      draftId: null,
      form: { umkmId: 'toko', umkmName: 'Kopi Puncak', items: [] },
    });
  });

  test('with the product that was looked at, as many as were chosen', () => {
    expect(begin('produk=kopi&banyak=3')).toMatchObject({
      form: { umkmId: 'toko', items: [{ name: 'Kopi bubuk, 200 g', quantity: '3', price: '28.000' }] },
    });
  });

  test.each([
    ['with its unit', 'x'.repeat(73), `${'x'.repeat(73)}, 200 g`],
    ['without its unit, where both are too long', 'x'.repeat(74), 'x'.repeat(74)],
    ['cut, where it is too long alone', 'x'.repeat(90), 'x'.repeat(80)],
  ])('with a product named %s', (_title, name, expected) => {
    const form = withProduct(blankForm(TODAY), { ...PRODUCT, name }, 1);
    expect(form.items[0]?.name).toBe(expected);
  });

  test('with what a purchase says, to mend it', () => {
    expect(begin('perbaiki=belanja')).toEqual({
      form: formOf(PURCHASE),
      draftId: null,
      corrects: PURCHASE,
      reason: '',
      base: PURCHASE.version,
      photos: [],
    });
  });

  test('with the photos of what the office never took, as far as they are on this phone', () => {
    expect(begin('perbaiki=ditolak')).toMatchObject({ photos: ['ada-1'] });
  });

  test('with the photos that were taken for the form that was left', () => {
    const left = { ...draft('baru', null), photos: ['ada-1', 'hilang', 'ada-2'] };
    expect(begin('', [left])).toMatchObject({ photos: ['ada-1', 'ada-2'] });
  });

  test('with the mending that was left', () => {
    expect(begin('perbaiki=belanja', [draft('perbaikan', 'belanja')])).toMatchObject({
      draftId: 'perbaikan',
      corrects: PURCHASE,
      reason: '',
      base: PURCHASE.version,
    });
  });

  test('with the reason that was typed, and the version that was mended', () => {
    const left = { ...draft('perbaikan', 'belanja'), reason: 'Salah ketik', base: 'lama' };
    expect(begin('perbaiki=belanja', [left])).toMatchObject({ reason: 'Salah ketik', base: 'lama' });
  });

  test.each(['perbaiki=tiada', 'perbaiki=ditarik', 'draf=tiada'])('not at all for %s', (query) => {
    expect(begin(query)).toBe('missing');
  });
});
