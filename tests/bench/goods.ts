import Database from 'libsql';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { v7 as uuid } from 'uuid';
import type { Product, Shop } from '#lib/domain/catalogue.ts';
import { addDays, dayInWib, firstDay, monthOf } from '#lib/domain/day.ts';
import { packColumns } from '#lib/protocol/pack.ts';

/*
 * What every one of those that are measured carries: the sample regency's catalogue, and purchases of which no
 * two are alike. And the floor under it: the same values column by column, under brotli's best, body alone.
 */

/** A product as a peer's document. */
export interface ProductRow {
  readonly id: string;
  readonly shop: string;
  readonly name: string;
  readonly unit: string;
  readonly price: number;
  readonly category: string;
  readonly art: string;
}

const sampleFolder = () => {
  const folder = process.env['SIMADU_SAMPLE'];
  if (folder === undefined) throw new Error('Make the sample first.');
  return folder;
};

function ask<T>(folder: string, sql: string): T[] {
  const db = new Database(join(folder, 'simadu.db'), { readonly: true });
  const rows = db.prepare(sql).all() as T[];
  db.close();
  return rows;
}

export const productRows = (folder = sampleFolder()): ProductRow[] =>
  ask<ProductRow>(
    folder,
    'select id, umkm_id as shop, name, unit, price, category, art from product where gone = 0 order by umkm_id, name, id',
  );

/** The same as packs, one a kecamatan, each as the office tells it. */
export function packTexts(folder = sampleFolder()): string[] {
  const shops = ask<Shop>(
    folder,
    `select id, name, kecamatan, desa, phone from umkm where status = 'terdata' order by kecamatan, desa_code, name`,
  );
  const products = productRows(folder).map(({ shop, ...row }) => ({ ...row, shopId: shop })) as Product[];
  return [...new Set(shops.map((shop) => shop.kecamatan))].map((kecamatan) => {
    const contents = { shops: shops.filter((shop) => shop.kecamatan === kecamatan), products };
    return JSON.stringify(packColumns(contents, { area: kecamatan, kecamatan, at: 1, hash: kecamatan }));
  });
}

/** A purchase as it is recorded: the fields that every one of those that are measured carries, 300 bytes. */
export interface PurchaseRow {
  readonly id: string;
  readonly umkm: { readonly kind: 'listed'; readonly id: string; readonly name: string };
  readonly day: string;
  readonly amount: number;
  readonly items: readonly { readonly name: string; readonly quantity: number; readonly price: number }[];
  readonly payment: 'tunai';
  readonly note: string;
}

/** Purchases number `first` and on: products of the catalogue, each recorded a minute after the other. */
export function purchaseRows(count: number, first: number): PurchaseRow[] {
  const products = productRows();
  const shops = new Map(
    ask<{ id: string; name: string }>(sampleFolder(), 'select id, name from umkm').map((shop) => [
      shop.id,
      shop.name,
    ]),
  );
  const today = dayInWib(Date.now());
  return Array.from({ length: count }, (_, i) => {
    const at = first + i;
    const product = products[(at * 7_919) % products.length];
    if (!product) throw new Error('The sample has no products.');
    const quantity = 1 + (at % 3);
    return {
      id: uuid({ msecs: Date.now() - (count - i) * 60_000 }),
      umkm: { kind: 'listed', id: product.shop, name: shops.get(product.shop) ?? '' },
      day: addDays(firstDay(monthOf(today)), at % Number(today.slice(-2))),
      amount: product.price * quantity,
      items: [{ name: product.name, quantity, price: product.price }],
      payment: 'tunai',
      note: at % 4 === 0 ? `Untuk rapat ke-${at}` : '',
    };
  });
}

/** Bytes of rows column by column under brotli. */
export function floorOf(rows: readonly object[]): number {
  const names = Object.keys(rows[0] ?? {});
  const columns = names.map((name) => rows.map((row) => Reflect.get(row, name) as unknown));
  return brotli(JSON.stringify(columns));
}

export const brotli = (text: string): number =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
