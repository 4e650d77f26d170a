import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARTS, CATEGORIES, type Product, type Shop } from '#lib/domain/catalogue.ts';
import { pack, packColumns, packRows, type Pack, type PackContents } from './pack.ts';

const HEAD = { area: '35.13.08', kecamatan: '35.13.08', at: 12, hash: 'abc' };
const shop = (id: string): Shop => ({
  id,
  name: 'Kopi Lereng',
  kecamatan: '35.13.08',
  desa: 'Bremi',
  phone: '',
});

const anyContents: fc.Arbitrary<PackContents> = fc
  .uniqueArray(fc.uuid(), { maxLength: 8 })
  .chain((ids) =>
    fc.record({
      shops: fc.tuple(...ids.map((id) => fc.string().map((name): Shop => ({ ...shop(id), name })))),
      products: fc.tuple(...ids.map((id) => fc.array(anyProduct(id), { maxLength: 5 }))),
    }),
  )
  .map(({ shops, products }) => ({ shops, products: products.flat() }));
const anyProduct = (shopId: string): fc.Arbitrary<Product> =>
  fc.record({
    id: fc.uuid(),
    shopId: fc.constant(shopId),
    name: fc.string(),
    unit: fc.string(),
    price: fc.integer({ min: 1, max: 10_000_000 }),
    category: fc.constantFrom(...CATEGORIES),
    art: fc.constantFrom(...ARTS),
  });
const oneShop = (): Pack => {
  const products = fc.sample(anyProduct('0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b'), { numRuns: 3, seed: 1 });
  return packColumns({ shops: [shop('0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b')], products }, HEAD);
};

describe('a pack', () => {
  it('gives back the rows it was made of, also after a journey as JSON', () => {
    fc.assert(
      fc.property(anyContents, (contents) => {
        const sent: unknown = JSON.parse(JSON.stringify(packColumns(contents, HEAD)));
        expect(packRows(pack.parse(sent))).toEqual(contents);
      }),
    );
  });

  it('gives back the columns it was read from', () => {
    fc.assert(
      fc.property(anyContents, (contents) => {
        const columns = packColumns(contents, HEAD);
        expect(packColumns(packRows(columns), HEAD)).toEqual(columns);
      }),
    );
  });

  it('brings products together that were listed apart, and leaves out those of no shop', () => {
    const [a, b] = [shop('0193a1b2c3d47e5f8a9b0c1d2e3f4a5b'), shop('0193a1b2c3d47e5f8a9b0c1d2e3f4a5c')];
    const of = (shopId: string) => fc.sample(anyProduct(shopId), { numRuns: 1, seed: shopId.length });
    const columns = packColumns({ shops: [a, b], products: [...of(b.id), ...of('none'), ...of(a.id)] }, HEAD);
    expect(columns.shops.count).toEqual([1, 1]);
    expect(columns.products.id).toHaveLength(2);
  });

  it('of a later release is read with the first category and picture for those unknown here', () => {
    const later = oneShop();
    const products = { ...later.products, category: [99, -1, 0], art: [99, -1, 0] };
    expect(packRows({ ...later, products }).products).toMatchObject([
      { category: CATEGORIES[0], art: ARTS[0] },
      { category: CATEGORIES[0], art: ARTS[0] },
      { category: CATEGORIES[0], art: ARTS[0] },
    ]);
  });

  const cut = oneShop();
  it.each<[title: string, damaged: Pack]>([
    [
      'a product name is missing',
      { ...cut, products: { ...cut.products, name: cut.products.name.slice(1) } },
    ],
    ['a price is missing', { ...cut, products: { ...cut.products, price: [] } }],
    ['a shop name is missing', { ...cut, shops: { ...cut.shops, name: [] } }],
    ['a count is missing', { ...cut, shops: { ...cut.shops, count: [] } }],
    ['a shop claims more than there is', { ...cut, shops: { ...cut.shops, count: [4] } }],
    ['a shop claims less than there is', { ...cut, shops: { ...cut.shops, count: [2] } }],
  ])('is refused when %s', (_title, damaged) => {
    expect(() => packRows(damaged)).toThrow(RangeError);
  });

  it.each<[title: string, damaged: unknown]>([
    ['it is of another version', { ...cut, v: 2 }],
    ['a shop has less than nothing', { ...cut, shops: { ...cut.shops, count: [-1] } }],
    ['half a price is told', { ...cut, products: { ...cut.products, price: [0.5, 1, 1] } }],
    ['it is a page of a captive portal', '<html></html>'],
  ])('is no pack when %s', (_title, damaged) => {
    expect(pack.safeParse(damaged).success).toBe(false);
  });
});
