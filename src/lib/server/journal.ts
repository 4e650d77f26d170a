import { createHash, randomBytes } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type { Instant } from '#lib/domain/day.ts';
import { insertRows } from './store/bulk.ts';
import { Prepared } from './store/prepared.ts';
import type { JournalBodyTable, JournalTable } from './store/schema.ts';
import { dialectOf, type Tx } from './store/tx.ts';

/** One decision to be put on record. */
export interface Entry {
  /** ms UTC, by the office's clock. */
  readonly at: Instant;
  /** What was decided about: a mutation's type, `import.umkm`, `pack.publish`. */
  readonly kind: string;
  /** The user who acted, null for the office itself. */
  readonly actor: string | null;
  /** The person or UMKM it is about, null for none. */
  readonly subject: string | null;
  /** The id of the mutation or record. */
  readonly ref: string | null;
  readonly outcome: string;
  /** What was said, as text. It stands beside the chain and can be deleted; its commitment stays. */
  readonly body: string;
}

/** A place in the chain. */
export interface Position {
  readonly seq: number;
  readonly hash: string;
}

/** Characters of a hash that a cursor carries: 72 bits tell two histories apart. */
const CURSOR_HASH = 12;
export const cursorHash = (hash: string): string => hash.slice(0, CURSOR_HASH);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** What the chain keeps of a body: without the salt, a short body could be guessed from its hash. */
export const commitmentTo = (salt: string, body: string): string => sha256(`${salt}\n${body}`);

/** The hash of an entry covers all it says and the entry before it. */
export const hashOf = (entry: Omit<JournalTable, 'hash'>): string =>
  sha256(
    JSON.stringify([
      entry.prev,
      entry.seq,
      entry.at,
      entry.kind,
      entry.actor,
      entry.subject,
      entry.ref,
      entry.outcome,
      entry.commitment,
    ]),
  );

/**
 * Puts decisions on record, in order, and returns where each stands. They are written with the rest of the
 * transaction, which must be one of `store.write`.
 */
export function append(tx: Tx, entries: readonly Entry[]): Position[] {
  const chain = chainOf(tx);
  return entries.map((entry) => chain.add(entry));
}

/** Where the chain stands within this transaction. */
export const headOf = (tx: Tx): Position => chainOf(tx).head;

const at = new Prepared<{ seq: number }, Position>((db, hole) =>
  db.selectFrom('journal').select(['seq', 'hash']).where('seq', '=', hole('seq')),
);

/** The position with this number; throws a RangeError when the journal has none. */
export async function positionAt(tx: Tx, seq: number): Promise<Position> {
  const found = chainOf(tx).find(seq) ?? (await at.first(tx, { seq }));
  if (!found) throw new RangeError(`the journal has no entry ${String(seq)}`);
  return found;
}

/** A place in the chain and when it was written, ms UTC. */
type Written = Position & { readonly at: Instant };

const few = new Prepared<{ a: number; b: number; c: number }, Written>((db, hole) =>
  db
    .selectFrom('journal')
    .select(['seq', 'hash', 'at'])
    .where('seq', 'in', [hole('a'), hole('b'), hole('c')]),
);

/** The entries at these numbers, with what cursors carry of their hashes; those it does not have are left out. */
export async function entriesAt(tx: Tx, seqs: readonly number[]): Promise<Map<number, Omit<Written, 'seq'>>> {
  const found = new Map<number, Omit<Written, 'seq'>>();
  for (let i = 0; i < seqs.length; i += 3) {
    const a = seqs[i] ?? 0;
    const rows = await few.all(tx, { a, b: seqs[i + 1] ?? a, c: seqs[i + 2] ?? a });
    for (const { seq, hash, at } of rows) found.set(seq, { hash: cursorHash(hash), at });
  }
  return found;
}

/** The chain within one transaction: entries wait here until it ends, so that they cost one statement. */
class Chain {
  readonly #start: Position;
  readonly #entries: JournalTable[] = [];
  readonly #bodies: JournalBodyTable[] = [];

  constructor(start: Position) {
    this.#start = start;
  }

  get head(): Position {
    return this.#entries.at(-1) ?? this.#start;
  }

  /** An entry that waits to be written, or where the chain stood before. */
  find(seq: number): Position | undefined {
    return seq === this.#start.seq ? this.#start : this.#entries[seq - this.#start.seq - 1];
  }

  add({ body, ...entry }: Entry): Position {
    const { seq: last, hash: prev } = this.head;
    const seq = last + 1;
    const salt = randomBytes(16).toString('base64url');
    const kept = storable(body);
    const unsigned = { seq, ...entry, commitment: commitmentTo(salt, kept), prev };
    const signed = { ...unsigned, hash: hashOf(unsigned) };
    this.#entries.push(signed);
    this.#bodies.push({ seq, salt, body: kept });
    return signed;
  }

  mark(): number {
    return this.#entries.length;
  }

  /** Forgets what was added since the mark. */
  returnTo(mark: number): void {
    this.#entries.length = mark;
    this.#bodies.length = mark;
  }

  async write(tx: Tx): Promise<void> {
    if (this.#entries.length === 0) return;
    await insertRows(tx, 'journal', this.#entries);
    await insertRows(tx, 'journal_body', this.#bodies);
    const { seq, hash } = this.head;
    await tx.updateTable('journal_head').set({ seq, hash }).where('id', '=', 1).execute();
  }
}

/** Databases end a text at NUL or refuse it, and keep no half of a surrogate pair. */
const storable = (body: string): string =>
  body.replaceAll('\u0000', '\u2400').replace(/\p{Surrogate}/gu, '\ufffd');

const chains = new WeakMap<Tx, Chain>();

/** The chain of a transaction of `store.write`; throws an Error for any other transaction. */
export function chainOf(tx: Tx): Chain {
  const chain = chains.get(tx);
  if (!chain) throw new Error('the journal is written within store.write only');
  return chain;
}

const HEAD = 'select seq, hash from journal_head where id = 1';
const READ_HEAD = CompiledQuery.raw(HEAD);
const LOCK_HEAD = CompiledQuery.raw(`${HEAD} for update`);

/**
 * Begins a transaction's chain. On PostgreSQL this locks the head row: writers then commit in the order of
 * their numbers, and a reader's cursor cannot pass a row that is still to come. SQLite has one writer anyway.
 */
export async function openChain(tx: Tx): Promise<void> {
  const read = dialectOf(tx) === 'postgres' ? LOCK_HEAD : READ_HEAD;
  const { rows } = await tx.executeQuery<Position>(read);
  const [head] = rows;
  if (!head) throw new Error('the journal has no head');
  chains.set(tx, new Chain({ seq: head.seq, hash: head.hash }));
}

/** Writes what the transaction put on record. */
export const writeChain = (tx: Tx): Promise<void> => chainOf(tx).write(tx);
