import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Art } from '#lib/domain/catalogue.ts';
import type { Instant } from '#lib/domain/day.ts';
import { packColumns, type Pack, type PackContents } from '#lib/protocol/pack.ts';
import { areaOf, isDesa, kecamatanOf } from '#lib/protocol/scope.ts';
import { append, cursorHash, headOf, sha256 } from '../journal.ts';
import { catalogueAt, changedKecamatan, duePacks } from './pack-areas.ts';
import type { Store } from '../store/store.ts';
import type { Tx } from '../store/tx.ts';

const brotli = promisify(brotliCompress);

/** How far a store's catalogue was looked through, and the look that is under way. */
interface Progress {
  at: number;
  running: Promise<number> | null;
}
const progress = new WeakMap<Store, Progress>();

function progressOf(store: Store): Progress {
  const known = progress.get(store) ?? { at: -1, running: null };
  progress.set(store, known);
  return known;
}

/**
 * Publishes the packs that are missing or outgrown, and returns how many. It looks only at kecamatan that
 * changed since it looked last. Called again while it works, it gives the work that is under way.
 */
export function publishPacks(store: Store, now: () => Instant): Promise<number> {
  const state = progressOf(store);
  state.running ??= publishDue(store, state, now).finally(() => {
    state.running = null;
  });
  return state.running;
}

/** Fulfils once this store's packs were looked through for the first time; at once after that. */
export async function packsReady(store: Store, now: () => Instant): Promise<void> {
  if (progressOf(store).at < 0) await publishPacks(store, now);
}

/** Whether the catalogue has moved beyond what was looked through. */
export const packsBehind = (store: Store, newest: number): boolean => newest > progressOf(store).at;

async function publishDue(store: Store, state: Progress, now: () => Instant): Promise<number> {
  const at = await catalogueAt(store.db);
  let published = 0;
  if (at > state.at) {
    for (const kecamatan of await changedKecamatan(store.db, state.at)) {
      const { publish, drop } = await duePacks(store.db, kecamatan);
      const made = await Promise.all(publish.map((scope) => makePack(store, scope)));
      if (made.length + drop.length > 0) await store.write((tx) => putUp(tx, { made, drop, now: now() }));
      published += made.length;
    }
  }
  state.at = at;
  return published;
}

interface MadePack {
  readonly scope: string;
  readonly pack: Pack;
  readonly atHash: string;
  /** The pack's JSON under brotli. */
  readonly body: Buffer;
}

/** Reads an area as it stands at a journal position, and packs it. */
async function makePack(store: Store, scope: string): Promise<MadePack> {
  const { contents, at } = await store.write(async (tx) => ({
    contents: await readArea(tx, scope),
    at: headOf(tx),
  }));
  const head = { area: areaOf(scope), kecamatan: kecamatanOf(scope), at: at.seq };
  const unnamed = packColumns(contents, { ...head, hash: '' });
  // The name covers everything but itself, so that the document can carry it.
  const pack = { ...unnamed, hash: sha256(JSON.stringify(unnamed)) };
  const text = Buffer.from(JSON.stringify(pack));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  return { scope, pack, atHash: cursorHash(at.hash), body: await brotli(text, { params }) };
}

async function readArea(tx: Tx, scope: string): Promise<PackContents> {
  const column = isDesa(scope) ? 'desa_code' : 'kecamatan';
  // The index begins with the kecamatan: without it, every pack of a desa reads all products.
  const kecamatan = kecamatanOf(scope);
  const shops = await tx
    .selectFrom('umkm')
    .select(['id', 'name', 'kecamatan', 'desa', 'phone'])
    .where('kecamatan', '=', kecamatan)
    .where(column, '=', areaOf(scope))
    .where('status', '=', 'terdata')
    .orderBy('desa_code')
    .orderBy('name')
    .orderBy('id')
    .execute();
  const products = await tx
    .selectFrom('product')
    .innerJoin('umkm', 'umkm.id', 'product.umkm_id')
    .select((eb) => [
      'product.id',
      'product.umkm_id as shopId',
      'product.name',
      'product.unit',
      'product.price',
      'product.category',
      eb.ref('product.art').$castTo<Art>().as('art'),
    ])
    .where('umkm.kecamatan', '=', kecamatan)
    .where(`umkm.${column}`, '=', areaOf(scope))
    .where('product.gone', '=', 0)
    .orderBy('product.name')
    .orderBy('product.id')
    .execute();
  return { shops, products };
}

interface Publication {
  readonly made: readonly MadePack[];
  readonly drop: readonly string[];
  readonly now: Instant;
}

/** Puts packs in the place of what they replace, and says so in the journal. */
async function putUp(tx: Tx, { made, drop, now }: Publication): Promise<void> {
  const entry = { at: now, actor: null, subject: null, outcome: 'applied' };
  if (drop.length > 0) await tx.deleteFrom('pack').where('scope', 'in', drop).execute();
  append(
    tx,
    drop.map((scope) => ({ ...entry, kind: 'pack.drop', ref: scope, body: '' })),
  );
  for (const { scope, pack, atHash, body } of made) {
    const [position] = append(tx, [{ ...entry, kind: 'pack.publish', ref: scope, body: pack.hash }]);
    const row = {
      hash: pack.hash,
      at: pack.at,
      at_hash: atHash,
      products: pack.products.id.length,
      bytes: body.length,
      seq: position?.seq ?? 0,
      body: body.toString('base64'),
    };
    await tx
      .insertInto('pack')
      .values({ scope, ...row })
      .onConflict((conflict) => conflict.column('scope').doUpdateSet(row))
      .execute();
  }
}

/** The pack with this content hash: its JSON under brotli, or null when it is not published (any more). */
export async function findPack(store: Store, hash: string): Promise<Buffer | null> {
  const row = await store.db.selectFrom('pack').select('body').where('hash', '=', hash).executeTakeFirst();
  return row ? Buffer.from(row.body, 'base64') : null;
}
