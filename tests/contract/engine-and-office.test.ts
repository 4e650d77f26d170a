import fc from 'fast-check';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { exchangeRequest } from '#lib/protocol/exchange.ts';
import { PROBLEMS } from '#lib/protocol/problems.ts';
import { exchange } from '#lib/server/exchange.ts';
import { findPack } from '#lib/server/catalogue/packs.ts';
import { openStore, type Store } from '#lib/server/store/store.ts';
import type { Reply, Transport } from '#lib/sync/ports.ts';
import { ModelPhone } from '../model/phone.ts';
import { ASN, bought, KRUCIL, NOON, settle, SHOPS } from './world.ts';

/*
 * The phone's engine and the office's own exchange, with nothing between them but JSON: what the model office
 * of the engine's tests assumes must hold for the real one.
 */

const answered = (status: number, body: unknown): Reply => ({
  kind: 'answered',
  status,
  body,
  retryAfter: null,
});

/** The office on a database in a folder, which can be copied and put back. */
class RealOffice implements Transport {
  readonly #folder = mkdtempSync(join(tmpdir(), 'simadu-engine-'));
  #store: Store | null = null;
  /** How many of the next answers are lost after the commit. */
  losing = 0;
  readonly fetched: string[] = [];

  get store(): Store {
    if (this.#store === null) throw new Error('the office is closed');
    return this.#store;
  }

  async open(): Promise<void> {
    this.#store = await openStore({ dataDir: join(this.#folder, 'data'), databaseUrl: null });
  }

  async close(): Promise<void> {
    await this.#store?.close();
    this.#store = null;
  }

  async backUp(): Promise<void> {
    await this.#swap('data', 'backup');
  }

  /** The machine died, and the copied file is put in its place. */
  async restore(): Promise<void> {
    await this.#swap('backup', 'data');
  }

  async destroy(): Promise<void> {
    await this.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async exchange(text: string): Promise<Reply> {
    const desks = { store: this.store, now: () => NOON };
    const request = exchangeRequest.parse(JSON.parse(text));
    const answer = await exchange(desks, { userId: request.owner, roles: ['asn'] }, request);
    if (this.losing > 0) {
      this.losing -= 1;
      return { kind: 'unreachable' };
    }
    if (answer.ok) return answered(200, JSON.parse(JSON.stringify(answer.value)));
    return answered(PROBLEMS[answer.error].http, { code: answer.error, message: 'Mohon dicoba lagi.' });
  }

  async photo(): Promise<Reply> {
    return answered(404, { code: 'photo-unwanted', message: 'Foto' });
  }

  async pack(hash: string): Promise<Reply> {
    this.fetched.push(hash);
    const packed = await findPack(this.store, hash);
    if (packed === null) return answered(404, { code: 'not-found', message: 'Tidak ada.' });
    return answered(200, JSON.parse(brotliDecompressSync(packed).toString()));
  }

  /** Ids of all mutations on record, in the order in which they were decided. */
  async ids(): Promise<string[]> {
    const rows = await this.store.db.selectFrom('mutation').select('id').orderBy('seq').execute();
    return rows.map(({ id }) => id);
  }

  async purchases(): Promise<string[]> {
    const rows = await this.store.db.selectFrom('purchase').select(['id', 'version']).execute();
    return rows.map(({ id, version }) => `${id} ${version}`).sort();
  }

  async #swap(from: string, to: string): Promise<void> {
    await this.close();
    rmSync(join(this.#folder, to), { recursive: true, force: true });
    cpSync(join(this.#folder, from), join(this.#folder, to), { recursive: true });
    await this.open();
  }
}

async function village(): Promise<{ office: RealOffice; phone: ModelPhone }> {
  const office = new RealOffice();
  offices.push(office);
  await office.open();
  await settle(office.store);
  await office.backUp();
  return { office, phone: new ModelPhone(office, 1, ASN[0]) };
}

const offices: RealOffice[] = [];
afterEach(async () => {
  for (const office of offices.splice(0)) await office.destroy();
});

const buys = (phone: ModelPhone, amount = 25_000) => phone.buys(bought(amount));
const shownBy = (phone: ModelPhone) => phone.shown.map(({ id, version }) => `${id} ${version}`).sort();

describe('the engine and the real office', () => {
  it('agree on runs, hashes and outcomes: a backlog arrives and comes back as delivered', async () => {
    const { office, phone } = await village();
    for (let i = 0; i < 300; i += 1) await buys(phone, 1_000 + i);
    expect(await phone.exchangeAll()).toMatchObject({ problem: null, unsent: 0 });
    expect(await office.ids()).toEqual(phone.outbox.map(({ id }) => id));
    expect(new Set(phone.shown.map(({ delivery }) => delivery))).toEqual(new Set(['terkirim']));
    expect(phone.store.memory.profile?.asnId).toBe(ASN[0]);
  });

  it('agree on a correction that was made before its record was sent', async () => {
    const { office, phone } = await village();
    const record = await buys(phone);
    const fields = bought(30_000);
    const correct = await phone.does(
      { type: 'purchase.correct', purchase: record, base: record, fields, reason: 'Salah ketik' },
      record,
    );
    await phone.exchangeAll();
    expect(phone.states).toEqual(['acked', 'acked']);
    expect(await office.purchases()).toEqual([`${record} ${correct}`]);
    expect(phone.shown).toMatchObject([
      { id: record, version: correct, amount: 30_000, delivery: 'terkirim' },
    ]);
  });

  it('agree on a refusal, and on what follows it', async () => {
    const { phone } = await village();
    const record = await phone.buys({
      ...bought(25_000),
      umkm: { kind: 'listed', id: ASN[2], name: 'Tidak ada' },
    });
    await phone.does({ type: 'purchase.withdraw', purchase: record, base: record, reason: 'Salah' }, record);
    await phone.exchangeAll();
    expect(phone.outbox.map(({ state, code }) => [state, code])).toEqual([
      ['refused', 'unknown-umkm'],
      ['refused', 'depends'],
    ]);
  });

  it('agree on the pack of a kecamatan', async () => {
    const { office, phone } = await village();
    await phone.store.want(KRUCIL);
    await phone.exchangeAll();
    expect(await phone.exchangeAll()).toMatchObject({ problem: null });
    expect(office.fetched).toHaveLength(1);
    expect(phone.store.held(`katalog:${KRUCIL}`)).toEqual(expect.arrayContaining([SHOPS[0], SHOPS[1]]));
    expect(phone.store.held(`katalog:${KRUCIL}`)).toHaveLength(6);
    await phone.exchangeAll();
    expect(office.fetched).toHaveLength(1);
  });

  it('agree, for any order of losses and restores, that everything is there once in the end', async () => {
    const event = fc.constantFrom(
      'record',
      'record',
      'correct',
      'exchange',
      'exchange',
      'lose',
      'back up',
      'restore',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
        const { office, phone } = await village();
        const made: string[] = [];
        for (const happens of events) {
          if (happens === 'record') made.push(await buys(phone));
          if (happens === 'correct') made.push(...(await correctNewest(phone)));
          if (happens === 'exchange') await phone.exchange();
          if (happens === 'lose') office.losing = 1;
          if (happens === 'back up') await office.backUp();
          if (happens === 'restore') await office.restore();
        }
        office.losing = 0;
        for (let i = 0; i < 3; i += 1) await phone.exchangeAll();
        expect((await office.ids()).sort()).toEqual(made.sort());
        expect(phone.states).not.toContain('unsent');
        expect(shownBy(phone)).toEqual(await office.purchases());
      }),
      { numRuns: 30 },
    );
  });
});

async function correctNewest(phone: ModelPhone): Promise<string[]> {
  const newest = phone.shown.pop();
  if (newest === undefined) return [];
  const unsent = phone.outbox.find(({ id, state }) => id === newest.version && state === 'unsent');
  const about = { purchase: newest.id, base: newest.version, reason: 'Salah ketik' };
  const body = { type: 'purchase.correct', ...about, fields: bought(newest.amount + 1) } as const;
  return [await phone.does(body, unsent?.id ?? null)];
}
