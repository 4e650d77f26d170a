import { sha256, sha256OfBytes } from '#lib/client/hash.ts';
import type { Change, PurchaseChange } from '#lib/protocol/change.ts';
import {
  exchangeRequest,
  type Cursor,
  type ExchangeAnswer,
  type ExchangeRequest,
  type Outcome,
  type Run,
  type SentMutation,
} from '#lib/protocol/exchange.ts';
import { mutationBody } from '#lib/protocol/mutation.ts';
import { PHOTOS_LIMIT } from '#lib/domain/purchase.ts';
import type { Pack } from '#lib/protocol/pack.ts';
import { PROBLEMS, type ProblemCode } from '#lib/protocol/problems.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { PhotoPart, Reply } from '#lib/sync/ports.ts';

interface Decided {
  readonly mutation: SentMutation;
  readonly replica: string;
  readonly hash: string;
  readonly outcome: 'applied' | 'flagged' | 'refused';
  readonly code: string | undefined;
}

interface Told {
  readonly seq: number;
  readonly row: Change;
}

/** All that an office knows: what a backup holds. Position `seq` of the journal is `journal[seq - 1]`. */
interface Books {
  epoch: string;
  journal: string[];
  decided: Map<string, Decided>;
  told: Map<string, Told[]>;
  /** Photos that are whole, and those that came in part, by hash. */
  photos: Map<string, Uint8Array>;
  begun: Map<string, Uint8Array>;
}

const noBooks = (epoch: string): Books => ({
  epoch,
  journal: [],
  decided: new Map(),
  told: new Map(),
  photos: new Map(),
  begun: new Map(),
});

/** What a purchase's note makes the office decide, so that a test can ask for it. */
export const REFUSE = 'tolak';
export const FLAG = 'tandai';
/** The first byte of what is no picture. */
export const NO_PICTURE = 0;
/** Not decided while the office is {@link ModelOffice.stuck}: a defect that concerns this mutation alone. */
export const STUCK = 'macet';

export const refusal = (code: ProblemCode, retryAfter: number | null = null): Reply => ({
  kind: 'answered',
  status: PROBLEMS[code].http,
  body: { code, message: 'Mohon dicoba lagi.' },
  retryAfter,
});

/**
 * A small honest office in memory, for tests of the phone's side: it follows the protocol (each mutation
 * decided once, a hash-chained journal, cursors with hashes, pages, backups) and leaves out what the phone
 * does not see. Long because it is a whole office; `contract/engine-and-office` holds the real one to the same.
 */
export class ModelOffice {
  readonly packs = new Map<string, Pack>();
  readonly granted = new Set(['own', 'umum']);
  /** Who is signed in on the phone, or null. */
  session: string | null;
  /** Rows in one answer's page. */
  page = 50;
  clock = 1_000_000;
  /** Whether it has a defect that keeps it from deciding some mutations. */
  stuck = false;
  durable = 0;
  #books: Books = noBooks('epoch-1');
  #backup: Books = structuredClone(this.#books);
  #epochs = 1;

  constructor(readonly owner: string) {
    this.session = owner;
  }

  get head(): number {
    return this.#books.journal.length;
  }

  /** Ids of all mutations that were decided, in that order. */
  get ids(): string[] {
    return [...this.#books.decided.keys()];
  }

  /** Hashes of the photos that are here, sorted. */
  get photos(): string[] {
    return [...this.#books.photos.keys()].sort();
  }

  has(id: string): boolean {
    return this.#books.decided.has(id);
  }

  /** What the office would tell a phone that knows nothing. */
  rows(scope: string): Change[] {
    return this.#since(scope, 0).map(({ row }) => row);
  }

  /** Tells news of a scope: what an official decides, or a new price. */
  async tell(scope: string, row: Change): Promise<void> {
    const seq = await this.#write(JSON.stringify(row));
    this.#put(scope, seq, row);
  }

  /** Copies the books; what stands in them now will outlive this machine. */
  backUp(): void {
    this.#backup = structuredClone(this.#books);
    this.durable = this.head;
  }

  /** The machine died: the last backup is what is left, under the same epoch, as a copied file is. */
  restore(): void {
    this.#books = structuredClone(this.#backup);
  }

  /** The backup was loaded into another installation, which names its history anew. */
  moveHouse(): void {
    this.restore();
    this.#epochs += 1;
    this.#books.epoch = `epoch-${this.#epochs}`;
  }

  async exchange(text: string): Promise<Reply> {
    const read = exchangeRequest.safeParse(JSON.parse(text));
    if (!read.success) return refusal('malformed');
    if (this.session === null) return refusal('signed-out');
    if (this.session !== read.data.owner) return refusal('other-account');
    return { kind: 'answered', status: 200, body: await this.#answer(read.data), retryAfter: null };
  }

  /** Takes a part whole or not at all, and only the one that begins where its last one ended. */
  async photo({ hash, from, size, bytes }: PhotoPart): Promise<Reply> {
    if (this.session === null) return refusal('signed-out');
    if (this.session !== this.owner || !this.#names(hash)) return refusal('photo-unwanted');
    const { photos, begun } = this.#books;
    const answer = (have: number): Reply => {
      const body = { hash, have, stored: photos.has(hash) };
      return { kind: 'answered', status: 200, body, retryAfter: null };
    };
    if (photos.has(hash)) return answer(size);
    const held = begun.get(hash) ?? new Uint8Array(0);
    if (from !== held.length || bytes.length === 0) return answer(held.length);
    const all = new Uint8Array([...held, ...bytes]);
    if (all.length < size) begun.set(hash, all);
    else {
      begun.delete(hash);
      if ((await sha256OfBytes(all)) !== hash) return refusal('photo-differs');
      if (all[0] === NO_PICTURE) return refusal('photo-unreadable');
      await this.#store(hash, all);
    }
    return answer(all.length);
  }

  #names(hash: string): boolean {
    return this.rows('own').some((row) => row.kind === 'purchase' && row.photos.includes(hash));
  }

  /** Puts a photo on the shelf; the purchases that wanted it say so no longer. */
  async #store(hash: string, bytes: Uint8Array): Promise<void> {
    if (this.#books.photos.has(hash)) return;
    this.#books.photos.set(hash, bytes);
    for (const row of this.rows('own')) {
      if (row.kind !== 'purchase' || !row.wanted.includes(hash)) continue;
      const seq = await this.#write(`${hash} ${row.id}`);
      this.#put('own', seq, { ...row, wanted: row.wanted.filter((one) => one !== hash) });
    }
  }

  #lacking(hashes: readonly string[]): string[] {
    return hashes.filter((hash) => !this.#books.photos.has(hash));
  }

  async #answer(request: ExchangeRequest): Promise<ExchangeAnswer> {
    const sameEpoch = request.epoch === null || request.epoch === this.#books.epoch;
    const cursors = request.cursors.filter(({ scope }) => this.granted.has(scope));
    const anew = cursors.filter((cursor) => !sameEpoch || !this.#knows(cursor)).map(({ scope }) => scope);
    const offer = this.#asksFrom(request, anew.includes('own'));
    const outcomes: Outcome[] = [];
    for (const mutation of request.mutations) outcomes.push(await this.#decide(mutation, request.replica));
    const { runs, rest } = await inRuns(request.mutations, outcomes);
    const pages = cursors.map((cursor) =>
      this.#pageFrom(anew.includes(cursor.scope) ? 0 : cursor.at, cursor),
    );
    return {
      v: PROTOCOL,
      epoch: this.#books.epoch,
      head: this.head,
      durable: Math.min(this.durable, this.head),
      clock: this.clock,
      granted: cursors.map(({ scope }) => scope),
      outcomes: rest,
      runs,
      ...(offer === undefined ? {} : { offer }),
      anew,
      changes: pages.flatMap(({ scope, rows }) => (rows.length > 0 ? [{ scope, rows }] : [])),
      cursors: pages.map(({ cursor }) => cursor),
      more: pages.some(({ more }) => more),
    };
  }

  /**
   * After its highest number, when the phone says that more was acknowledged or heard another history. What
   * is lacking below that, it does not know.
   */
  #asksFrom({ replica, kept, acked }: ExchangeRequest, otherHistory: boolean): number | undefined {
    const through = [...this.#books.decided.values()].reduce(
      (highest, one) => (one.replica === replica ? Math.max(highest, one.mutation.n) : highest),
      kept - 1,
    );
    return otherHistory || acked > through ? through + 1 : undefined;
  }

  #knows({ at, hash }: Cursor): boolean {
    return at === 0 || this.#books.journal[at - 1] === hash;
  }

  #pageFrom(
    from: number,
    { scope }: Cursor,
  ): { scope: string; rows: Change[]; cursor: Cursor; more: boolean } {
    const all = this.#since(scope, from);
    const page = all.slice(0, this.page);
    const more = all.length > page.length;
    const at = more ? (page[page.length - 1]?.seq ?? from) : this.head;
    const cursor = { scope, at, hash: this.#books.journal[at - 1] ?? '' };
    return { scope, rows: page.map(({ row }) => row), cursor, more };
  }

  #since(scope: string, from: number): Told[] {
    return (this.#books.told.get(scope) ?? []).filter(({ seq }) => seq > from);
  }

  async #decide(mutation: SentMutation, replica: string): Promise<Outcome> {
    const { id } = mutation;
    const hash = await sha256(mutation.body);
    const known = this.#books.decided.get(id);
    if (known && known.hash !== hash) return { id, hash, outcome: 'refused', code: 'body-differs' };
    if (known) {
      const { outcome, code } = known;
      return { id, hash, outcome: outcome === 'applied' ? 'already' : outcome, ...withCode(code) };
    }
    if (this.stuck && mutation.body.includes(STUCK))
      return { id, hash: '', outcome: 'not-yet', code: 'defect' };
    if (mutation.after !== undefined && !this.has(mutation.after)) {
      return { id, hash, outcome: 'not-yet', code: 'predecessor-unknown' };
    }
    if (this.#lacksRecord(mutation)) return { id, hash: '', outcome: 'not-yet', code: 'unknown-record' };
    const { outcome, code, row } = this.#judge(mutation);
    const seq = await this.#write(`${id} ${hash} ${outcome}`);
    this.#books.decided.set(id, { mutation, replica, hash, outcome, code });
    if (row) this.#put('own', seq, row);
    return { id, hash, outcome, ...withCode(code) };
  }

  #judge({ id, after, body }: SentMutation): Pick<Decided, 'outcome' | 'code'> & { row?: PurchaseChange } {
    const refuse = (code: ProblemCode) => ({ outcome: 'refused', code }) as const;
    if (after !== undefined && this.#books.decided.get(after)?.outcome === 'refused')
      return refuse('depends');
    const read = mutationBody.safeParse(JSON.parse(body));
    if (!read.success) return refuse('unreadable-body');
    const wish = read.data;
    const held = wish.type === 'purchase.record' ? undefined : this.#purchase(wish.purchase);
    if (wish.type !== 'purchase.record' && !held) return refuse('unknown-record');
    if (wish.type === 'purchase.attach')
      return { outcome: 'applied', code: undefined, row: this.#attached(held, wish.photos) };
    if (wish.type !== 'purchase.record' && held?.version !== wish.base) return refuse('stale');
    if (wish.type === 'purchase.withdraw') {
      return { outcome: 'applied', code: undefined, row: withdrawn(held, id, wish.reason) };
    }
    if (wish.fields.note === REFUSE) return refuse('unknown-umkm');
    const flagged = wish.fields.note === FLAG;
    const photos = wish.type === 'purchase.record' ? (wish.photos ?? []) : [];
    const row: PurchaseChange = {
      kind: 'purchase',
      ...wish.fields,
      id: wish.type === 'purchase.record' ? id : wish.purchase,
      verdict: 'belum-diperiksa',
      reason: wish.type === 'purchase.record' ? '' : wish.reason,
      flags: flagged ? ['future-date'] : [],
      receivedAt: this.clock,
      version: id,
      photos: held?.photos ?? photos,
      wanted: held?.wanted ?? this.#lacking(photos),
    };
    return { outcome: flagged ? 'flagged' : 'applied', code: flagged ? 'needs-a-look' : undefined, row };
  }

  #attached(held: PurchaseChange | undefined, photos: readonly string[]): PurchaseChange {
    if (!held) throw new Error('photos of nothing were let through');
    const all = [...new Set([...held.photos, ...photos])].slice(0, PHOTOS_LIMIT);
    return { ...held, photos: all, wanted: this.#lacking(all) };
  }

  /** It names a purchase that never came, as after a restore. */
  #lacksRecord({ after, body }: SentMutation): boolean {
    if (after !== undefined && this.#books.decided.get(after)?.outcome === 'refused') return false;
    const { data: wish } = mutationBody.safeParse(JSON.parse(body));
    if (wish === undefined || wish.type === 'purchase.record') return false;
    return !this.#purchase(wish.purchase) && !this.has(wish.purchase);
  }

  #purchase(id: string): PurchaseChange | undefined {
    const told = this.#since('own', 0).find(({ row }) => row.kind === 'purchase' && row.id === id);
    return told?.row.kind === 'purchase' ? told.row : undefined;
  }

  /** The newest word about a row takes the place of the older one, at its new position. */
  #put(scope: string, seq: number, row: Change): void {
    const key = keyOf(row);
    const others = this.#since(scope, 0).filter((told) => keyOf(told.row) !== key);
    this.#books.told.set(scope, [...others, { seq, row }]);
  }

  async #write(entry: string): Promise<number> {
    const hash = await sha256(`${this.#books.journal[this.head - 1] ?? this.#books.epoch} ${entry}`);
    this.#books.journal.push(hash.slice(0, 12));
    return this.head;
  }
}

const withCode = (code: string | undefined) => (code === undefined ? {} : { code });
const keyOf = (row: Change): string =>
  row.kind === 'gone' ? `${row.of} ${row.id}` : `${row.kind} ${'id' in row ? row.id : ''}`;

function withdrawn(held: PurchaseChange | undefined, by: string, reason: string): PurchaseChange {
  if (!held) throw new Error('a withdrawal of nothing was let through');
  return { ...held, verdict: 'ditarik', reason, version: by };
}

/** Plain successes that stand side by side are told as runs, everything else one by one. */
async function inRuns(
  sent: readonly SentMutation[],
  outcomes: readonly Outcome[],
): Promise<{ runs: Run[]; rest: Outcome[] }> {
  const runs: Run[] = [];
  const rest: Outcome[] = [];
  let open: { from: number; to: number; hashes: string[] } | null = null;
  const close = async () => {
    if (open) runs.push({ from: open.from, to: open.to, digest: await sha256(open.hashes.join('')) });
    open = null;
  };
  for (const [i, outcome] of outcomes.entries()) {
    const n = sent[i]?.n ?? 0;
    if (outcome.outcome !== 'applied') {
      await close();
      rest.push(outcome);
    } else if (open === null) open = { from: n, to: n, hashes: [outcome.hash] };
    else open = { from: open.from, to: n, hashes: [...open.hashes, outcome.hash] };
  }
  await close();
  return { runs, rest };
}
