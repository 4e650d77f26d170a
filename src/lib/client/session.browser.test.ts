import { v4 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Day } from '#lib/domain/day.ts';
import type { PurchaseDraft } from '#lib/domain/purchase-form.ts';
import type { Account } from '#lib/protocol/account.ts';
import type { Settled } from '#lib/sync/ports.ts';
import {
  correctPurchase,
  discardDraft,
  newDraftId,
  recordPurchase,
  saveDraft,
  withdrawPurchase,
} from './actions.ts';
import { DexieStore } from './dexie-store.ts';
import { AccountDb, CacheDb } from './phone.ts';
import { Session } from './session.svelte.ts';

/* Long because one account goes through all that can be done with a purchase, each beside what it must leave alone. */

const form = (change: Partial<PurchaseDraft> = {}): PurchaseDraft => ({
  umkmId: null,
  umkmName: 'Warung Bu Contoh',
  umkmPlace: 'Krucil',
  day: '2026-11-24',
  amount: '25.000',
  items: [],
  payment: 'tunai',
  note: '',
  ...change,
});

let session: Session;

/** The account in front, without its exchange: what the office says is settled by hand. */
function inFront(account: Partial<Account> = {}, cache = `katalog-${uuid()}`): Session {
  const who: Account = { id: uuid(), name: 'Pegawai Contoh', roles: ['asn'], ...account };
  return new Session(who, new AccountDb(who.id), new CacheDb(cache));
}

async function away({ db, cache, ...rest }: Session): Promise<void> {
  void rest;
  db.close();
  cache.close();
  await db.delete();
  await cache.delete();
}

/** The office's decision about rows of the outbox. */
const decide = (...settled: Settled[]) =>
  new DexieStore(session.db, session.cache).settle({
    epoch: 'first',
    newEpoch: false,
    head: 10,
    durable: 0,
    answeredAt: Date.now(),
    clockOffset: 0,
    settled,
    offer: null,
    granted: ['own', 'umum'],
    own: null,
  });

async function recorded(change: Partial<PurchaseDraft> = {}): Promise<string> {
  const result = await recordPurchase(session, { form: form(change) });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A purchase once the screen has it as it should be. */
const shown = (id: string) => expect.poll(() => session.purchase(id));
const onScreen = (id: string) => {
  const purchase = session.purchase(id);
  if (!purchase) throw new Error('not on the screen');
  return purchase;
};

beforeEach(() => {
  session = inFront();
});
afterEach(async () => {
  await session.stop();
  await away(session);
});

describe('recording a purchase', () => {
  it('shows it at once, unsent, and counts it as such', async () => {
    const id = await recorded();
    await shown(id).toMatchObject({ amount: 25_000, delivery: 'tersimpan', day: '2026-11-24' as Day });
    expect(session.unsent).toBe(1);
  });

  const refusals: { title: string; change: Partial<PurchaseDraft>; field: string }[] = [
    { title: 'an amount of nothing', change: { amount: '0' }, field: 'amount' },
    { title: 'a minus', change: { amount: '-5000' }, field: 'amount' },
    { title: 'more than a number can hold', change: { amount: '9007199254740992' }, field: 'amount' },
    { title: 'cents', change: { amount: '25000,50' }, field: 'amount' },
    { title: 'no UMKM', change: { umkmName: ' ' }, field: 'umkm' },
  ];
  it.each(refusals)('refuses $title, and keeps the draft', async ({ change, field }) => {
    const draftId = newDraftId();
    await saveDraft(session, { id: draftId, form: form(change), corrects: null });
    const result = await recordPurchase(session, { form: form(change), draftId });
    expect(result).toMatchObject({ ok: false, error: { kind: 'form', refusals: [{ field }] } });
    expect(await session.db.outbox.count()).toBe(0);
    expect(await session.db.drafts.get(draftId)).toMatchObject({ form: form(change) });
  });

  it('takes its draft away in the same step', async () => {
    const draftId = newDraftId();
    await saveDraft(session, { id: draftId, form: form(), corrects: null });
    await recordPurchase(session, { form: form(), draftId });
    expect(await session.db.drafts.count()).toBe(0);
    expect(await session.db.outbox.count()).toBe(1);
  });

  it('says so as a value when the phone refuses to write, and hands out no number', async () => {
    session.db.close({ disableAutoOpen: true });
    const result = await recordPurchase(session, { form: form() });
    expect(result).toEqual({ ok: false, error: { kind: 'storage', code: 'closed' } });
  });

  it('asks the browser each time to keep it, until that is promised', async () => {
    const promised = vi.spyOn(navigator.storage, 'persisted').mockResolvedValue(false);
    const asked = vi.spyOn(navigator.storage, 'persist').mockResolvedValue(false);
    await recorded();
    await recorded();
    await expect.poll(() => asked.mock.calls.length).toBe(2);
    promised.mockResolvedValue(true);
    await recorded();
    await expect.poll(() => promised.mock.calls.length).toBe(3);
    expect(asked.mock.calls.length).toBe(2);
    vi.restoreAllMocks();
  });

  it('says so as a value where the browser cannot hash, as on a page without https', async () => {
    Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true });
    const result = await recordPurchase(session, { form: form() });
    Reflect.deleteProperty(crypto, 'subtle');
    expect(result).toEqual({ ok: false, error: { kind: 'storage', code: 'failed' } });
    expect(await session.db.outbox.count()).toBe(0);
  });

  it('freezes a body that leaves out what is empty', async () => {
    await recorded({ note: ' Kopi pagi ' });
    const row = await session.db.outbox.get(1);
    expect(JSON.parse(row?.body ?? '')).toEqual({
      type: 'purchase.record',
      fields: {
        umkm: { kind: 'typed', name: 'Warung Bu Contoh', place: 'Krucil' },
        day: '2026-11-24',
        amount: 25_000,
        payment: 'tunai',
        note: 'Kopi pagi',
      },
    });
  });
});

describe('changing a purchase', () => {
  it('keeps its reason as any text is kept', async () => {
    const id = await recorded();
    await shown(id).toBeTruthy();
    await withdrawPurchase(session, { purchase: onScreen(id), reason: ' Dua\u0000 kali\u202e\r\n' });
    await shown(id).toMatchObject({ reason: 'Dua kali' });
  });

  it('corrects one that was never sent, naming what it builds on', async () => {
    const id = await recorded();
    await shown(id).toBeTruthy();
    const wish = { purchase: onScreen(id), form: form({ amount: '30.000' }), reason: 'Salah ketik' };
    expect(await correctPurchase(session, wish)).toEqual({ ok: true, value: id });
    await shown(id).toMatchObject({ amount: 30_000 });
    expect((await session.db.outbox.get(2))?.after).toBe(id);
  });

  it('wants a reason', async () => {
    const id = await recorded();
    await shown(id).toBeTruthy();
    const refused = await withdrawPurchase(session, { purchase: onScreen(id), reason: '  ' });
    expect(refused).toEqual({ ok: false, error: { kind: 'reason', code: 'empty' } });
  });

  it('withdraws, and then nothing more', async () => {
    const id = await recorded();
    await shown(id).toBeTruthy();
    await withdrawPurchase(session, { purchase: onScreen(id), reason: 'Tercatat dua kali' });
    await shown(id).toMatchObject({ verdict: 'ditarik', reason: 'Tercatat dua kali' });
    const again = await withdrawPurchase(session, { purchase: onScreen(id), reason: 'lagi' });
    expect(again).toEqual({ ok: false, error: { kind: 'already-withdrawn' } });
  });

  it('mends a refused record by a new one, and shows the refusal no longer', async () => {
    const id = await recorded();
    await decide({ n: 1, state: 'refused', code: 'unknown-umkm' });
    await shown(id).toMatchObject({ refusal: 'unknown-umkm' });
    expect(session.refused).toHaveLength(1);
    const mended = await correctPurchase(session, { purchase: onScreen(id), form: form(), reason: '' });
    await expect.poll(() => session.purchases?.map((one) => one.id)).toEqual([mended.ok && mended.value]);
    expect(session.refused).toEqual([]);
    expect(await session.db.outbox.get(1)).toMatchObject({ state: 'refused' });
  });

  it('puts a refused record aside without a word to the office', async () => {
    const id = await recorded();
    await decide({ n: 1, state: 'refused', code: 'unknown-umkm' });
    await shown(id).toMatchObject({ refusal: 'unknown-umkm' });
    await withdrawPurchase(session, { purchase: onScreen(id), reason: '' });
    await shown(id).toBeNull();
    expect(await session.db.outbox.count()).toBe(1);
  });
});

describe('drafts', () => {
  it('are kept as typed, newest first, until they are discarded', async () => {
    const [old, young] = [newDraftId(), newDraftId()];
    await saveDraft(session, { id: old, form: form({ amount: 'dua puluh' }), corrects: null });
    await saveDraft(session, { id: young, form: form(), corrects: old });
    await expect.poll(() => session.drafts?.map((draft) => draft.id).sort()).toEqual([old, young].sort());
    await discardDraft(session, young);
    await expect.poll(() => session.drafts?.map((draft) => draft.form.amount)).toEqual(['dua puluh']);
  });
});

describe('another person on the same phone', () => {
  it('sees nothing of what was made, and what was made is there when its owner is in front again', async () => {
    const id = await recorded();
    await saveDraft(session, { id: newDraftId(), form: form(), corrects: null });
    const { account } = session;
    await session.stop();
    session.db.close();

    const other = inFront({ name: 'Pegawai Lain' }, session.cache.name);
    await expect.poll(() => other.drafts).toEqual([]);
    await expect.poll(() => other.purchases).toEqual([]);
    expect(other.unsent).toBe(0);
    await other.stop();
    other.db.close();

    session = inFront(account, session.cache.name);
    await shown(id).toMatchObject({ asnId: account.id, amount: 25_000 });
    await expect.poll(() => session.drafts).toHaveLength(1);
    expect(session.unsent).toBe(1);
    await other.db.delete();
  });
});

describe('the clock', () => {
  const offsets: { title: string; offset: number; wrong: boolean }[] = [
    { title: 'a phone that agrees', offset: 20_000, wrong: false },
    { title: 'a phone that is three years slow', offset: 3 * 365 * 86_400_000, wrong: true },
    { title: 'a phone that is ten minutes fast', offset: -600_000, wrong: true },
  ];
  it.each(offsets)('of $title is judged by what the office last said', async ({ offset, wrong }) => {
    const head = await session.db.meta.get('head');
    if (head?.key !== 'head') throw new Error('no head');
    await session.db.meta.put({ ...head, clockOffset: offset, heardAt: Date.now() });
    await expect.poll(() => session.clockWrong).toBe(wrong);
    const ahead = session.now() - Date.now();
    expect(Math.round(ahead / 60_000)).toBe(wrong ? Math.round(offset / 60_000) : 0);
  });
});
