import type { Instant } from '#lib/domain/day.ts';
import type { Product, Shop } from '#lib/domain/catalogue.ts';
import type { Change, PurchaseChange, ProfileChange } from '#lib/protocol/change.ts';
import type { Cursor } from '#lib/protocol/exchange.ts';
import { packRows, type Pack } from '#lib/protocol/pack.ts';
import { isCatalogue } from '#lib/protocol/scope.ts';
import type {
  OutboxRow,
  PhotoStore,
  PhotoToSend,
  ScopeNews,
  Settlement,
  Snapshot,
  SyncStore,
} from '#lib/sync/ports.ts';

/** A photo on the phone. */
export interface MemoryPhoto {
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** `draft`: no record names it yet. */
  readonly state: 'draft' | 'unsent' | 'acked' | 'refused';
  readonly code: string | null;
  readonly begun: boolean;
  /** Ids of the mutations that name it. */
  readonly namedBy: readonly string[];
  /** Where the office stood when its rows first showed that it has the photo, or null. */
  readonly head: number | null;
  readonly answeredAt: Instant | null;
}

/** Everything a phone's two databases hold, as plain data. */
export interface Memory {
  readonly owner: string;
  readonly replica: string;
  next: number;
  epoch: string | null;
  clockOffset: number | null;
  outbox: OutboxRow[];
  base: Map<string, PurchaseChange>;
  profile: ProfileChange | null;
  cursors: Map<string, Cursor>;
  rules: Set<string>;
  directory: Map<string, string[]>;
  catalogues: Map<string, { shops: Map<string, Shop>; products: Map<string, Product> }>;
  /** Kecamatan that were opened on this phone. */
  areas: Set<string>;
  /** In the order in which they were taken. */
  photos: MemoryPhoto[];
}

const emptyMemory = (owner: string, replica: string): Memory => ({
  owner,
  replica,
  next: 1,
  epoch: null,
  clockOffset: null,
  outbox: [],
  base: new Map(),
  profile: null,
  cursors: new Map(),
  rules: new Set(),
  directory: new Map(),
  catalogues: new Map(),
  areas: new Set(),
  photos: [],
});

/** A mutation that is to be recorded: its number is the store's to give. */
export type NewMutation = Pick<OutboxRow, 'id' | 'after' | 'body' | 'hash' | 'madeAt'>;

/**
 * The engine's store in memory, for tests in Node. A transaction works on a copy that takes the place of the
 * original when it ended well, and what comes in is copied as IndexedDB would copy it. Long because it is a
 * whole phone's disk.
 */
export class MemoryStore implements SyncStore, PhotoStore {
  memory: Memory;

  constructor(owner: string, replica: string) {
    this.memory = emptyMemory(owner, replica);
  }

  /**
   * Numbers and keeps mutations in one transaction, as the phone's actions do. With `mends`, refused rows about
   * that purchase are mended by it.
   */
  async record(mutations: readonly NewMutation[], mends?: { purchase: string; by: string }): Promise<void> {
    this.#write((memory) => {
      for (const mutation of mutations) {
        memory.outbox.push({
          ...mutation,
          n: memory.next,
          state: 'unsent',
          code: null,
          head: null,
          answeredAt: null,
        });
        memory.next += 1;
      }
      if (mends === undefined) return;
      const { purchase, by } = mends;
      memory.outbox = memory.outbox.map((row) =>
        row.state === 'refused' && row.mendedBy === undefined && isAbout(row, purchase)
          ? { ...row, mendedBy: by }
          : row,
      );
    });
  }

  /** Drops what the office told of the account; what the person made stays. */
  async forgetTold(): Promise<void> {
    this.#write((memory) => {
      memory.base.clear();
      memory.profile = null;
      memory.cursors.delete('own');
    });
  }

  async mend(n: number, by: string): Promise<void> {
    this.#write((memory) => {
      memory.outbox = memory.outbox.map((row) => (row.n === n ? { ...row, mendedBy: by } : row));
    });
  }

  async want(kecamatan: string): Promise<void> {
    this.#write((memory) => memory.areas.add(kecamatan));
  }

  /** Keeps a photo that the record with this id names, or a draft's (null). The same bytes are one photo. */
  async keepPhoto({
    hash,
    bytes,
    by,
  }: Pick<MemoryPhoto, 'hash' | 'bytes'> & { by: string | null }): Promise<void> {
    this.#write((memory) => {
      const held = memory.photos.find((photo) => photo.hash === hash);
      const namedBy = [...(held?.namedBy ?? []), ...(by === null ? [] : [by])];
      const fresh = { hash, bytes, begun: false };
      const open = {
        state: by === null ? 'draft' : 'unsent',
        code: null,
        head: null,
        answeredAt: null,
      } as const;
      // Named again, a refused one has another chance, and one that the office has is there.
      const isAsBefore = held?.state === 'unsent' || held?.state === 'acked' || (held && by === null);
      const photo = isAsBefore && held ? { ...held, namedBy } : { ...fresh, ...held, ...open, namedBy };
      memory.photos = [...memory.photos.filter((one) => one !== held), photo];
    });
  }

  /** The record with this id names a photo that was kept before. */
  async namePhoto(hash: string, by: string): Promise<void> {
    const held = this.memory.photos.find((photo) => photo.hash === hash);
    if (held === undefined) throw new Error('A record names a photo that is not on this phone');
    await this.keepPhoto({ hash, bytes: held.bytes, by });
  }

  async nextPhoto(passed: ReadonlySet<string>): Promise<PhotoToSend | null> {
    const { photos, outbox, base } = this.memory;
    const told = [...base.values()];
    const isTaken = (id: string) => outbox.every((row) => row.id !== id || row.state === 'acked');
    const photo = photos.find(
      ({ hash, state, namedBy }) =>
        state === 'unsent' &&
        !passed.has(hash) &&
        (namedBy.some(isTaken) || told.some((row) => row.wanted.includes(hash))),
    );
    if (photo === undefined) return null;
    const { hash, begun, bytes } = photo;
    return { hash, begun, size: bytes.length, part: async (from, to) => bytes.slice(from, to) };
  }

  async beginPhoto(hash: string): Promise<void> {
    this.#write((memory) => {
      memory.photos = memory.photos.map((one) => (one.hash === hash ? { ...one, begun: true } : one));
    });
  }

  async settlePhoto(
    hash: string,
    { code, answeredAt: at }: { readonly code: string | null; readonly answeredAt: Instant },
  ): Promise<void> {
    this.#write((memory) => {
      const answeredAt = at + (memory.clockOffset ?? 0);
      const held = memory.photos.find((one) => one.hash === hash);
      if (held?.state !== 'unsent') return;
      if (code === UNWANTED && !staysUnwanted(memory, held)) return;
      const state = code === null ? 'acked' : 'refused';
      memory.photos = memory.photos.map((one) => (one === held ? { ...one, state, code, answeredAt } : one));
      if (code === null) {
        for (const row of memory.base.values())
          memory.base.set(row.id, { ...row, wanted: row.wanted.filter((wanted) => wanted !== hash) });
      }
    });
  }

  async read(limit: number): Promise<Snapshot> {
    const { owner, replica, epoch, next, outbox, cursors, areas, directory } = this.memory;
    const unsent = outbox.filter((row) => row.state === 'unsent');
    const wanted = ['own', 'umum', ...[...areas].flatMap((area) => directory.get(area) ?? [])];
    const kept = outbox[0]?.n ?? next;
    const before = unsent[0]?.n ?? next;
    const answered = outbox.filter(({ n, mendedBy }) => n < before && mendedBy === undefined);
    return {
      owner,
      replica,
      epoch,
      acked: answered[answered.length - 1]?.n ?? kept - 1,
      kept,
      cursors: wanted.map((scope) => cursors.get(scope) ?? { scope, at: 0, hash: '' }),
      batch: unsent.slice(0, limit),
      unsent: unsent.length,
    };
  }

  async settle(given: Settlement): Promise<void> {
    const { newEpoch, offer, settled, own, head, answeredAt, epoch, clockOffset } = structuredClone(given);
    this.#write((memory) => {
      const from = newEpoch ? 1 : (offer ?? Infinity);
      const outcomes = new Map(settled.map((outcome) => [outcome.n, outcome]));
      memory.outbox = memory.outbox.map((row): OutboxRow => {
        const outcome = outcomes.get(row.n);
        if (outcome) return { ...row, state: outcome.state, code: outcome.code, head, answeredAt };
        return row.n >= from && row.mendedBy === undefined
          ? { ...row, state: 'unsent', code: null, head: null, answeredAt: null }
          : row;
      });
      if (own) {
        takeOwn(memory, own);
        memory.photos = memory.photos.map((photo) => inStep(photo, own, { head, answeredAt }));
      }
      doubtUntold(memory, own);
      memory.epoch = epoch;
      memory.clockOffset = clockOffset;
    });
  }

  async takeShared(given: ScopeNews, pack: Pack | null): Promise<void> {
    const news = structuredClone(given);
    this.#write((memory) => {
      if (isCatalogue(news.scope)) takeCatalogue(memory, news, pack);
      else takeCommon(memory, news);
      moveCursor(memory, news);
    });
  }

  async forget(before: Instant, durable: number): Promise<void> {
    const mayGo = ({ state, mendedBy, head, answeredAt }: OutboxRow) =>
      (state === 'acked' || (state === 'refused' && mendedBy !== undefined)) &&
      answeredAt !== null &&
      answeredAt < before &&
      head !== null &&
      head <= durable;
    this.#write((memory) => {
      const stays = memory.outbox.findIndex((row) => !mayGo(row));
      const staying = new Set(memory.outbox.flatMap((row) => (mayGo(row) ? [] : [row.id])));
      memory.outbox = stays === -1 ? [] : memory.outbox.slice(stays);
      memory.photos = memory.photos.filter(
        ({ state, head, answeredAt, namedBy }) =>
          state === 'draft' ||
          state === 'unsent' ||
          answeredAt === null ||
          answeredAt >= before ||
          (state === 'acked' && (head === null || head > durable)) ||
          namedBy.some((id) => staying.has(id)),
      );
    });
  }

  /** Ids of the rows held of a scope, sorted. */
  held(scope: string): string[] {
    const { base, rules, directory, catalogues } = this.memory;
    if (scope === 'own') return [...base.keys()].sort();
    if (!isCatalogue(scope)) return [...rules, ...directory.keys()].sort();
    const { shops, products } = catalogues.get(scope) ?? { shops: new Map(), products: new Map() };
    return [...shops.keys(), ...products.keys()].map(String).sort();
  }

  #write(change: (memory: Memory) => void): void {
    const copy = copyOf(this.memory);
    change(copy);
    this.memory = copy;
  }
}

/** Photos that were called stored, and that the next exchange says nothing of, are offered again. */
function doubtUntold(memory: Memory, own: ScopeNews | null): void {
  const named = new Set((own?.rows ?? []).flatMap((row) => (row.kind === 'purchase' ? row.photos : [])));
  memory.photos = memory.photos.map((photo) => {
    if (photo.state !== 'acked' || photo.head !== null || named.has(photo.hash)) return photo;
    for (const row of memory.base.values()) {
      if (row.photos.includes(photo.hash) && !row.wanted.includes(photo.hash))
        memory.base.set(row.id, { ...row, wanted: [...row.wanted, photo.hash] });
    }
    return { ...photo, state: 'unsent', code: null, head: null, answeredAt: null };
  });
}

/** What the office's rows say about a photo. */
function inStep(
  photo: MemoryPhoto,
  { rows }: ScopeNews,
  { head, answeredAt }: Pick<Settlement, 'head' | 'answeredAt'>,
): MemoryPhoto {
  const { hash, state, code } = photo;
  const newest = new Map(rows.map((row) => ['id' in row ? row.id : row.kind, row]));
  const naming = [...newest.values()].flatMap((row) =>
    row.kind === 'purchase' && row.photos.includes(hash) ? [row] : [],
  );
  if (naming.length === 0 || state === 'draft' || (state === 'refused' && code !== UNWANTED)) return photo;
  if (naming.some(({ wanted }) => wanted.includes(hash))) {
    return { ...photo, state: 'unsent', code: null, head: null, answeredAt: null };
  }
  if (state === 'acked') return { ...photo, head: photo.head ?? head };
  return { ...photo, state: 'acked', code: null, head, answeredAt };
}

const UNWANTED = 'photo-unwanted';

/** Whether nothing that is still on its way, up or down, can make the office want it. */
function staysUnwanted({ outbox, base, cursors }: Memory, { hash, namedBy }: MemoryPhoto): boolean {
  const heard = cursors.get('own')?.at ?? 0;
  const isDone = ({ state, mendedBy, head }: OutboxRow) =>
    (state === 'acked' && head !== null && head <= heard) || (state === 'refused' && mendedBy !== undefined);
  return (
    outbox.every((row) => !namedBy.includes(row.id) || isDone(row)) &&
    ![...base.values()].some(({ wanted }) => wanted.includes(hash))
  );
}

/** Rows are replaced, never changed: only what holds them is copied. */
const copyOf = (memory: Memory): Memory => ({
  ...memory,
  outbox: [...memory.outbox],
  photos: [...memory.photos],
  base: new Map(memory.base),
  cursors: new Map(memory.cursors),
  rules: new Set(memory.rules),
  directory: new Map(memory.directory),
  catalogues: new Map(
    [...memory.catalogues].map(([scope, { shops, products }]) => [
      scope,
      { shops: new Map(shops), products: new Map(products) },
    ]),
  ),
  areas: new Set(memory.areas),
});

/** Whether a mutation is about this purchase. */
export const isAbout = (row: OutboxRow, purchase: string): boolean =>
  row.id === purchase || row.body.includes(`"purchase":"${purchase}"`);

function moveCursor(memory: Memory, { scope, anew, cursor }: ScopeNews): void {
  if (cursor !== null) memory.cursors.set(scope, cursor);
  else if (anew) memory.cursors.delete(scope);
}

function takeOwn(memory: Memory, news: ScopeNews): void {
  if (news.anew) {
    memory.base.clear();
    memory.profile = null;
  }
  for (const row of news.rows) {
    if (row.kind === 'purchase') memory.base.set(row.id, row);
    else if (row.kind === 'profile') memory.profile = row;
    else if (row.kind === 'gone' && row.of === 'purchase') memory.base.delete(row.id);
  }
  moveCursor(memory, news);
}

function takeCommon(memory: Memory, { anew, rows }: ScopeNews): void {
  if (anew) {
    memory.rules.clear();
    memory.directory.clear();
  }
  for (const row of rows) {
    if (row.kind === 'rule') memory.rules.add(row.rule.id);
    else if (row.kind === 'directory') {
      memory.directory.set(
        row.kecamatan,
        row.packs.map(({ scope }) => scope),
      );
    }
  }
}

function takeCatalogue(memory: Memory, { scope, anew, rows, cursor }: ScopeNews, pack: Pack | null): void {
  if (anew || pack !== null) memory.catalogues.delete(scope);
  if (anew && cursor === null) return;
  const held = memory.catalogues.get(scope) ?? { shops: new Map(), products: new Map() };
  memory.catalogues.set(scope, held);
  const start = pack === null ? { shops: [], products: [] } : packRows(pack);
  for (const shop of start.shops) held.shops.set(shop.id, shop);
  for (const product of start.products) held.products.set(product.id, product);
  for (const row of rows) takeCatalogueRow(held, row);
}

function takeCatalogueRow(
  held: { shops: Map<string, Shop>; products: Map<string, Product> },
  row: Change,
): void {
  if (row.kind === 'shop') {
    const { id, name, desa, phone } = row;
    held.shops.set(id, { id, name, desa, phone, kecamatan: '' });
  } else if (row.kind === 'product') {
    const { id, shop, name, unit, price, category, art } = row;
    held.products.set(id, { id, shopId: shop, name, unit, price, category, art });
  } else if (row.kind === 'gone') {
    if (row.of === 'shop') held.shops.delete(row.id);
    if (row.of === 'product') held.products.delete(row.id);
  }
}
