import type { Product, Shop } from '#lib/domain/catalogue.ts';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { Change } from '#lib/protocol/change.ts';
import type { Cursor } from '#lib/protocol/exchange.ts';
import { packColumns, packRows, type Pack, type PackContents } from '#lib/protocol/pack.ts';
import { areaOf, isCatalogue, kecamatanOf } from '#lib/protocol/scope.ts';
import type { ScopeNews } from '#lib/sync/ports.ts';
import type { CacheDb } from './phone.ts';
import { isWanted } from './thrift.ts';

/*
 * The shared scopes in the cache database: `umum` (rulebook and directory) and the catalogue packs of the
 * kecamatan that somebody on this phone wants.
 */
const COMMON = 'umum';

/** How far each wanted shared scope was heard; a scope wanted for the first time stands at zero, which asks for it. Goods
 * that wait for room or data are left out. */
export async function sharedCursors(cache: CacheDb, home: KecamatanCode | null): Promise<Cursor[]> {
  return cache.transaction('r', [cache.cursors, cache.areas, cache.directory], async () => {
    const areas = new Set((await cache.areas.toArray()).map((area) => area.kecamatan));
    if (home !== null) areas.add(home);
    const directory = await cache.directory.bulkGet([...areas]);
    const scopes = [COMMON, ...directory.flatMap((row) => (row ? row.packs.map((pack) => pack.scope) : []))];
    const heard = await cache.cursors.bulkGet(scopes);
    return scopes
      .map((scope, i) => heard[i] ?? { scope, at: 0, hash: '' })
      .filter((cursor) => isWanted(cursor, home));
  });
}

export interface SharedNews {
  readonly news: ScopeNews;
  /** The whole scope to start from, or null. */
  readonly pack: Pack | null;
}

/** Takes in one shared scope with its cursor, in one transaction. */
export async function takeScope(cache: CacheDb, shared: SharedNews): Promise<void> {
  const { news } = shared;
  const tables = [cache.cursors, cache.packs, cache.rules, cache.directory];
  await cache.transaction('rw', tables, async () => {
    if (isCatalogue(news.scope)) await takeCatalogue(cache, shared);
    else await takeCommon(cache, news);
    if (news.cursor) await cache.cursors.put(news.cursor);
    else if (news.anew) await cache.cursors.delete(news.scope);
  });
}

async function takeCommon(cache: CacheDb, { anew, rows }: ScopeNews): Promise<void> {
  if (anew) await Promise.all([cache.rules.clear(), cache.directory.clear()]);
  for (const row of rows) {
    if (row.kind === 'rule') await cache.rules.put(row.rule);
    else if (row.kind === 'directory')
      await cache.directory.put({ kecamatan: row.kecamatan, packs: row.packs });
  }
}

async function takeCatalogue(cache: CacheDb, { news, pack }: SharedNews): Promise<void> {
  const { scope, anew, rows, cursor } = news;
  // A change elsewhere moves the cursor of every area: nothing is written that says the same as before.
  if (!anew && pack === null && rows.length === 0) return;
  if (anew && cursor === null) {
    await cache.packs.delete(scope);
    return;
  }
  const kept = anew ? undefined : await cache.packs.get(scope);
  const base = pack ?? kept?.pack ?? emptyPack(scope);
  const current = rows.length === 0 ? base : withDeltas(base, rows, cursor?.at ?? base.at);
  const version = `${String(current.at)} ${current.hash}`;
  await cache.packs.put({ scope, kecamatan: kecamatanOf(scope), version, pack: current });
}

function emptyPack(scope: string): Pack {
  const head = { area: areaOf(scope), kecamatan: kecamatanOf(scope), at: 0, hash: '' };
  return packColumns({ shops: [], products: [] }, head);
}

/** The pack with what changed since: rows replaced, added, gone. */
function withDeltas(pack: Pack, deltas: readonly Change[], at: number): Pack {
  const contents = packRows(pack);
  const shops = new Map<string, Shop>(contents.shops.map((shop) => [shop.id, shop]));
  const products = new Map<string, Product>(contents.products.map((product) => [product.id, product]));
  for (const row of deltas) {
    if (row.kind === 'shop') {
      const { id, name, desa, phone } = row;
      shops.set(id, { id, name, desa, phone, kecamatan: pack.kecamatan });
    } else if (row.kind === 'product') {
      const { id, shop: shopId, name, unit, price, category, art } = row;
      products.set(id, { id, shopId, name, unit, price, category, art });
    } else if (row.kind === 'gone') {
      shops.delete(row.id);
      products.delete(row.id);
    }
  }
  const rows: PackContents = { shops: [...shops.values()], products: [...products.values()] };
  return packColumns(rows, { area: pack.area, kecamatan: pack.kecamatan, at, hash: pack.hash });
}
