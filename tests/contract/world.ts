import { createHash, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import type { Day } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { ExchangeRequest, SentMutation } from '#lib/protocol/exchange.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import type { Author } from '#lib/server/apply/kind.ts';
import { exchange, type Answer } from '#lib/server/exchange.ts';
import { append } from '#lib/server/journal.ts';
import { insertRows } from '#lib/server/store/bulk.ts';
import type { Store } from '#lib/server/store/store.ts';

/** 24 November 2026, 10.00 WIB. */
export const NOON = Date.UTC(2026, 10, 24, 3);

export const KRUCIL = '35.13.08';
export const TIRIS = '35.13.07';

/** A readable id that is a UUID: `id(7)`. */
export const id = (number: number): string =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** ASN 1 and 2 are pelaksana at the same kecamatan office; 3 heads it. */
export const ASN = [id(1), id(2), id(3)] as const;
/** A kecamatan as OPD, and a seksi in it. */
export const OPD = id(100);
export const UNIT = id(101);
/** Shops in Krucil and Tiris, two products each. */
export const SHOPS = [id(200), id(201), id(202), id(203)] as const;

/** Fills an empty store with a small regency. */
export async function settle(store: Store): Promise<void> {
  await store.write(async (tx) => {
    const [position] = append(tx, [
      { at: NOON, kind: 'import', actor: null, subject: null, ref: null, outcome: 'applied', body: '' },
    ]);
    const seq = position?.seq ?? 0;
    const span = { from_day: '2020-01-01', until_day: null, seq };
    const office = { kecamatan: KRUCIL, ...span };
    await insertRows(tx, 'office', [
      { id: OPD, parent_id: null, name: 'Kecamatan Krucil', kind: 'opd', ...office },
      { id: UNIT, parent_id: OPD, name: 'Seksi Pelayanan', kind: 'unit', ...office },
    ]);
    await insertRows(
      tx,
      'person',
      ASN.map((asn, index) => ({
        id: asn,
        name: `Pegawai ${String(index + 1)}`,
        nip: `19800101200501100${String(index)}`,
        seq,
      })),
    );
    await insertRows(
      tx,
      'appointment',
      ASN.map((asn, index) => ({
        id: id(10 + index),
        asn_id: asn,
        office_id: index === 2 ? OPD : UNIT,
        title: index === 2 ? 'Camat' : 'Pengadministrasi',
        band: index === 2 ? ('kepala-unit' as const) : ('pelaksana' as const),
        kind: 'definitif' as const,
        superior_id: index === 2 ? null : ASN[2],
        ...span,
      })),
    );
    await insertRows(
      tx,
      'rule_version',
      INSTRUKSI_9_2024.map((rule) => ({
        id: rule.id,
        from_month: rule.from,
        rule_json: JSON.stringify(rule),
        seq,
      })),
    );
    await insertRows(
      tx,
      'umkm',
      SHOPS.map((shop, index) => shopRow(shop, index, seq)),
    );
    await insertRows(
      tx,
      'product',
      SHOPS.flatMap((shop, index) => [0, 1].map((k) => productRow(shop, index * 2 + k, seq))),
    );
  });
}

export const shopRow = (shop: string, index: number, seq: number) => ({
  id: shop,
  name: `Toko ${String(index)}`,
  kecamatan: index < 2 ? KRUCIL : TIRIS,
  desa_code: index < 2 ? `${KRUCIL}.2001` : `${TIRIS}.2001`,
  desa: index < 2 ? 'Krucil' : 'Tiris',
  phone: '',
  status: 'terdata' as const,
  owner_id: null,
  seq,
});

export const productRow = (shop: string, index: number, seq: number) => ({
  id: id(300 + index),
  umkm_id: shop,
  name: `Kopi ${String(index)}`,
  unit: '250 g',
  price: 25_000 + index,
  category: 'minuman' as const,
  art: 'kopi',
  gone: 0,
  seq,
});

export const bought = (amount: number, more: { day?: string; shop?: string } = {}) => ({
  umkm: { kind: 'listed' as const, id: more.shop ?? SHOPS[0], name: 'Toko 0' },
  day: (more.day ?? '2026-11-20') as Day,
  amount,
  items: [],
  payment: 'tunai' as const,
  note: '',
});

export const recordOf = (amount: number, more: { day?: string; shop?: string } = {}): MutationBody => ({
  type: 'purchase.record',
  fields: bought(amount, more),
});

/** A phone that does what it is told and no more: numbers, cursors and acknowledgements kept by hand. */
export class Phone {
  readonly replica = randomUUID();
  readonly author: Author;
  epoch: string | null = null;
  cursors = new Map<string, { at: number; hash: string }>([
    ['own', { at: 0, hash: '' }],
    ['umum', { at: 0, hash: '' }],
  ]);
  clock: number = NOON;
  acked = 0;
  kept = 1;
  n = 0;

  constructor(userId: string, roles: Author['roles'] = ['asn']) {
    this.author = { userId, roles };
  }

  /** Freezes something the person did. */
  make(body: MutationBody | string, more: Partial<SentMutation> = {}): SentMutation {
    this.n += 1;
    return {
      id: v7({ msecs: NOON }),
      n: this.n,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...more,
    };
  }

  request(mutations: readonly SentMutation[] = []): ExchangeRequest {
    return {
      v: PROTOCOL,
      owner: this.author.userId,
      replica: this.replica,
      epoch: this.epoch,
      cursors: [...this.cursors].map(([scope, cursor]) => ({ scope, ...cursor })),
      acked: this.acked,
      kept: this.kept,
      mutations: [...mutations],
      clock: this.clock,
      unsent: mutations.length,
    };
  }

  /** Holds one exchange; throws when the whole request is refused. */
  async ask(store: Store, mutations: readonly SentMutation[] = [], now = NOON): Promise<Answer> {
    const result = await exchange(deskOf(store, now), this.author, this.request(mutations));
    if (!result.ok) throw new Error(result.error);
    return result.value;
  }

  /** Takes an answer in: what it says of scopes and acknowledgements. */
  hear(answer: Answer, acked = this.acked): void {
    this.epoch = answer.epoch;
    this.acked = acked;
    for (const scope of answer.anew) this.cursors.set(scope, { at: 0, hash: '' });
    for (const { scope, at, hash } of answer.cursors) this.cursors.set(scope, { at, hash });
  }

  /** An exchange that goes well: all that is sent is acknowledged and all that is told is heard. */
  async send(store: Store, ...bodies: MutationBody[]): Promise<{ answer: Answer; sent: SentMutation[] }> {
    const sent = bodies.map((body) => this.make(body));
    const answer = await this.ask(store, sent);
    this.hear(answer, this.n);
    return { answer, sent };
  }
}

export const deskOf = (store: Store, now = NOON) => ({ store, now: () => now });

/** Every outcome of an answer by mutation, runs included; a run whose digest is wrong counts for nothing. */
export function outcomesOf(answer: Answer, sent: readonly SentMutation[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { from, to, digest } of answer.runs) {
    const rows = sent.filter(({ n }) => n >= from && n <= to).sort((a, b) => a.n - b.n);
    if (sha256(rows.map(({ body }) => sha256(body)).join('')) !== digest) continue;
    for (const { id } of rows) found.set(id, 'applied');
  }
  for (const { id, outcome, code } of answer.outcomes)
    found.set(id, code === undefined ? outcome : `${outcome} ${code}`);
  return found;
}
