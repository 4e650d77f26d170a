import { expect, test } from 'vitest';
import type { Day } from '#lib/domain/day.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import type { Access } from '#lib/server/access.ts';
import { checkJournal } from '#lib/server/journal-check.ts';
import { desaOf } from '#lib/server/market/desa.ts';
import { decideOrigin, type Ruling } from '#lib/server/market/origin-desk.ts';
import { likeShops, unlistedOne, unlistedUmkm } from '#lib/server/market/unlisted.ts';
import type { Store } from '#lib/server/store/store.ts';
import { onEachEngine } from './engines.ts';
import { ASN, bought, deskOf, outcomesOf, Phone, settle, SHOPS } from './world.ts';

/* UMKM that buyers typed: DKUPP decides, and the purchases follow. On both engines. */

const OFFICER: Access = { userId: 'dkupp', name: 'W', roles: ['dkupp'], officeId: null, sessionId: 's' };
const WARUNG = { name: 'Warung Bu Sri', place: 'Betek, Krucil' };

const at = (umkm: { name: string; place: string }, amount: number, day = '2026-11-20'): MutationBody => ({
  type: 'purchase.record',
  fields: { ...bought(amount), day: day as Day, umkm: { kind: 'typed', ...umkm } },
});

const rule = (store: Store, ruling: Ruling, by = OFFICER, of = WARUNG) =>
  decideOrigin(deskOf(store), { by, of, ruling });

const purchases = (store: Store, asn: string) =>
  store.db.selectFrom('purchase').selectAll().where('asn_id', '=', asn).orderBy('amount').execute();

const november = (store: Store, asn: string) =>
  store.db
    .selectFrom('month_total')
    .select(['counted', 'waiting'])
    .where('asn_id', '=', asn)
    .where('month', '=', '2026-11')
    .executeTakeFirst();

onEachEngine((make) => {
  /** Two ASN bought at the same warung, spelled in two ways, and one of them somewhere else as well. */
  const regency = async () => {
    const store = await (await make()).open();
    await settle(store);
    const [first, second] = [new Phone(ASN[0]), new Phone(ASN[1])];
    const { answer, sent } = await first.send(
      store,
      at(WARUNG, 20_000),
      at({ name: 'Toko Jauh', place: 'X' }, 5_000),
    );
    await second.send(store, at({ name: ' warung "bu" sri', place: 'BETEK Krucil' }, 30_000));
    return { store, first, second, sent, said: outcomesOf(answer, sent) };
  };

  test('Spellings of one UMKM are one line, with how much waits and for how many', async () => {
    const { store } = await regency();
    expect(await unlistedUmkm(store.db)).toMatchObject([
      { ...WARUNG, purchases: 2, buyers: 2, amount: 50_000, firstDay: '2026-11-20' },
      { name: 'Toko Jauh', purchases: 1, buyers: 1, amount: 5_000 },
    ]);
    expect(await november(store, ASN[0])).toEqual({ counted: 0, waiting: 25_000 });
  });

  test('Linked to a shop, its purchases count, are summed anew and told to their phones', async () => {
    const { store, first, sent, said } = await regency();
    expect([...said.values()]).toEqual(['flagged needs-a-look', 'flagged needs-a-look']);
    const ruled = await rule(store, { kind: 'link', umkm: SHOPS[2] });
    expect(ruled).toEqual({ ok: true, value: { purchases: 2, own: 0 } });
    expect(await november(store, ASN[0])).toEqual({ counted: 20_000, waiting: 5_000 });
    expect(await november(store, ASN[1])).toEqual({ counted: 30_000, waiting: 0 });
    const news = await first.ask(store);
    const rows = news.changes.flatMap(({ scope, rows: told }) => (scope === 'own' ? told : []));
    expect(rows).toMatchObject([
      { kind: 'purchase', amount: 20_000, umkm: { kind: 'listed', id: SHOPS[2], name: 'Toko 2' } },
    ]);
    const again = outcomesOf(await first.ask(store, sent), sent);
    expect([...again.values()]).toEqual(['already', 'flagged needs-a-look']);
    expect(await unlistedOne(store.db, WARUNG)).toBeNull();
  });

  test('Listed as new, it is a shop of its desa from then on', async () => {
    const { store } = await regency();
    const desa = desaOf('35.13.08.2001');
    if (desa === undefined) throw new Error('no such desa');
    const listing = { kind: 'list', name: 'Warung Sri', desa, phone: '628110000001' } as const;
    expect((await rule(store, listing)).ok).toBe(true);
    const [shop] = await likeShops(store.db, 'warung sri');
    expect(shop).toMatchObject({ name: 'Warung Sri', kecamatan: '35.13.08', desa: desa.name });
    expect(await purchases(store, ASN[1])).toMatchObject([{ umkm_id: shop?.id, umkm_name: 'Warung Sri' }]);
  });

  test('Refused, its purchases do not count, with the reason, and stand as they were', async () => {
    const { store } = await regency();
    await rule(store, { kind: 'refuse', reason: 'Barang pabrik' });
    expect(await november(store, ASN[0])).toEqual({ counted: 0, waiting: 5_000 });
    expect((await purchases(store, ASN[0]))[1]).toMatchObject({
      umkm_id: null,
      umkm_name: WARUNG.name,
      verdict: 'belum-dihitung',
      reason: 'Barang pabrik',
      amount: 20_000,
    });
  });

  test('Nobody decides about a purchase of their own: it waits for somebody else', async () => {
    const { store } = await regency();
    const buyer = { ...OFFICER, userId: ASN[1] };
    expect(await rule(store, { kind: 'link', umkm: SHOPS[2] }, buyer)).toEqual({
      ok: true,
      value: { purchases: 1, own: 1 },
    });
    expect(await november(store, ASN[1])).toEqual({ counted: 0, waiting: 30_000 });
    const alone = await rule(store, { kind: 'link', umkm: SHOPS[2] }, buyer);
    expect(alone).toEqual({ ok: false, error: 'not-found' });
    expect((await rule(store, { kind: 'link', umkm: SHOPS[2] })).ok).toBe(true);
    expect(await november(store, ASN[1])).toEqual({ counted: 30_000, waiting: 0 });
  });

  test('Two officers at once: one decides, the other finds nothing left; every entry is in the chain', async () => {
    const { store } = await regency();
    const both = await Promise.all([
      rule(store, { kind: 'link', umkm: SHOPS[2] }),
      rule(store, { kind: 'refuse', reason: 'Bukan UMKM' }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await checkJournal(store.db)).toMatchObject({ fault: null });
    const entries = await store.db
      .selectFrom('journal')
      .select(['subject', 'ref'])
      .where('kind', '=', 'purchase.origin')
      .execute();
    expect(entries.map(({ subject }) => subject).sort()).toEqual([ASN[0], ASN[1]]);
  });

  test('A shop that closed, and an id that nobody handed out, change nothing', async () => {
    const { store } = await regency();
    await store.write((tx) =>
      tx.updateTable('umkm').set({ status: 'ditutup' }).where('id', '=', SHOPS[2]).execute(),
    );
    for (const umkm of [SHOPS[2], ASN[0]])
      expect(await rule(store, { kind: 'link', umkm })).toEqual({ ok: false, error: 'unknown-umkm' });
    expect(await unlistedOne(store.db, WARUNG)).toMatchObject({ purchases: 2 });
  });

  test('A correction that names the warung again waits again', async () => {
    const { store, first, sent } = await regency();
    await rule(store, { kind: 'link', umkm: SHOPS[2] });
    const purchase = sent[0]?.id ?? '';
    const fields = (at(WARUNG, 22_000) as Extract<MutationBody, { type: 'purchase.record' }>).fields;
    await first.send(store, {
      type: 'purchase.correct',
      purchase,
      base: purchase,
      fields,
      reason: 'Salah ketik',
    });
    expect(await november(store, ASN[0])).toEqual({ counted: 0, waiting: 27_000 });
    expect(await unlistedOne(store.db, WARUNG)).toMatchObject({ purchases: 1, amount: 22_000 });
  });
});
