import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import { MUTATIONS_A_REQUEST, PAGE_BYTES } from '#lib/protocol/limits.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { jsonAnswer } from '#lib/server/encoding.ts';
import { PAGE_CHARS } from '#lib/server/feed/page.ts';
import { pack, packRows } from '#lib/protocol/pack.ts';
import type { Answer } from '#lib/server/exchange.ts';
import type { Said } from '#lib/server/feed/page.ts';
import { append } from '#lib/server/journal.ts';
import { findPack, publishPacks } from '#lib/server/catalogue/packs.ts';
import { insertRows } from '#lib/server/store/bulk.ts';
import type { Store } from '#lib/server/store/store.ts';
import type { Tx } from '#lib/server/store/tx.ts';
import { onEachEngine } from './engines.ts';
import {
  ASN,
  KRUCIL,
  NOON,
  OPD,
  Phone,
  SHOPS,
  TIRIS,
  id,
  productRow,
  recordOf,
  settle,
  shopRow,
} from './world.ts';

/*
 * What the office tells, on both engines. Long because each scope is shown from the first word to the last
 * page, and each case is read beside its neighbours.
 */

/** What the office itself does: put on record, and written at that position. */
const change = (store: Store, work: (tx: Tx, seq: number) => Promise<unknown>) =>
  store.write(async (tx) => {
    const [position] = append(tx, [
      { at: NOON, kind: 'test', actor: null, subject: null, ref: null, outcome: 'applied', body: '' },
    ]);
    await work(tx, position?.seq ?? 0);
  });

const now = () => NOON;
const rowsOf = (answer: Answer, scope: string) =>
  answer.changes.filter((page) => page.scope === scope).flatMap(({ rows }) => rows);
const wants = (phone: Phone, area: string) => phone.cursors.set(`katalog:${area}`, { at: 0, hash: '' });

/** A purchase with something written to it. */
function noted(amount: number, note: string): MutationBody {
  const record = recordOf(amount) as Extract<MutationBody, { type: 'purchase.record' }>;
  return { ...record, fields: { ...record.fields, note } };
}

/** Asks until all is told; gives all rows of a scope and the number of answers. */
async function hearAll(store: Store, phone: Phone, scope: string) {
  const rows: Said[] = [];
  for (let answers = 1; ; answers += 1) {
    const answer = await phone.ask(store);
    phone.hear(answer);
    rows.push(...rowsOf(answer, scope));
    if (!answer.more) return { rows, answers };
  }
}

async function openPack(store: Store, answer: Answer, scope: string) {
  const named = rowsOf(answer, scope).find((row) => row.kind === 'pack');
  if (named?.kind !== 'pack') throw new Error('no pack was named');
  const body = await findPack(store, named.hash);
  if (!body) throw new Error('the pack that was named is not there');
  expect(body.length).toBe(named.bytes);
  return pack.parse(JSON.parse(brotliDecompressSync(body).toString()));
}

onEachEngine((make) => {
  const regency = async () => {
    const store = await (await make()).open();
    await settle(store);
    return { store, phone: new Phone(ASN[0]) };
  };

  describe('own', () => {
    test('A new phone hears who its person is, and the rules they are judged by', async () => {
      const { store, phone } = await regency();
      const answer = await phone.ask(store);
      expect(rowsOf(answer, 'own')).toMatchObject([
        {
          kind: 'profile',
          name: 'Pegawai 1',
          nipTail: '000',
          opd: 'Kecamatan Krucil',
          unit: 'Seksi Pelayanan',
          kecamatan: KRUCIL,
          appointments: [{ band: 'pelaksana', from: '2020-01-01', until: null }],
          exemptions: [],
        },
      ]);
      expect(rowsOf(answer, 'umum').map((row) => row.kind)).toEqual(['rule', 'directory', 'directory']);
      expect(JSON.stringify(answer)).not.toContain('198001');
    });

    test('Nothing new says nothing, and costs a few hundred bytes', async () => {
      const { store, phone } = await regency();
      await phone.send(store, recordOf(1_000));
      await phone.send(store);
      const answer = await phone.ask(store);
      expect(answer).toMatchObject({
        changes: [],
        cursors: [],
        outcomes: [],
        runs: [],
        anew: [],
        more: false,
      });
      expect(JSON.stringify(answer).length).toBeLessThan(250);
    });

    test('A profile is told again, whole, when anything in it changed', async () => {
      const { store, phone } = await regency();
      await phone.send(store);
      await change(store, (tx, seq) =>
        insertRows(tx, 'exemption', [
          {
            id: id(50),
            asn_id: ASN[0],
            kind: 'cuti-melahirkan',
            from_day: '2026-11-01',
            until_day: '2027-01-31',
            seq,
          },
        ]),
      );
      const { answer } = await phone.send(store);
      expect(rowsOf(answer, 'own')).toMatchObject([
        { kind: 'profile', exemptions: [{ kind: 'cuti-melahirkan' }] },
      ]);
      const { answer: quiet } = await new Phone(ASN[1]).send(store);
      expect(rowsOf(quiet, 'own')).toHaveLength(1);

      await change(store, (tx, seq) =>
        tx.updateTable('office').set({ name: 'Seksi Baru', seq }).where('name', 'like', 'Seksi%').execute(),
      );
      expect(rowsOf((await phone.send(store)).answer, 'own')).toMatchObject([
        { kind: 'profile', unit: 'Seksi Baru' },
      ]);
      expect(rowsOf((await phone.send(store)).answer, 'own')).toEqual([]);
    });

    test('A long history comes in pages, every purchase once', async () => {
      const { store, phone } = await regency();
      const made: string[] = [];
      for (let batch = 0; batch < 5; batch += 1) {
        const bodies = Array.from({ length: 250 }, (_, index) => recordOf(1_000 + index));
        made.push(...(await phone.send(store, ...bodies)).sent.map(({ id }) => id));
      }
      const second = new Phone(ASN[0]);
      const { rows, answers } = await hearAll(store, second, 'own');
      expect(answers).toBeGreaterThan(3);
      const purchases = rows.flatMap((row) => (row.kind === 'purchase' ? [row.id] : []));
      expect(purchases).toEqual(made);
      expect(rows.filter((row) => row.kind === 'profile')).toHaveLength(1);
    });

    test('However long a history is, a page that it fills to the brim leaves the rest for the next one', async () => {
      const { store, phone } = await regency();
      const long = (amount: number) => noted(amount, 'x'.repeat(280));
      const answers = new Set<number>();
      await phone.send(store, ...Array.from({ length: 190 }, (_, index) => long(1_000 + index)));
      for (let length = 191; length <= 270; length += 1) {
        await phone.send(store, long(1_000 + length));
        const heard = await hearAll(store, new Phone(ASN[0]), 'umum');
        expect(heard.rows.map((row) => row.kind)).toEqual(['rule', 'directory', 'directory']);
        answers.add(heard.answers);
      }
      expect(answers).toEqual(new Set([1, 2]));
    });

    test('A profile that changed is heard also when what follows takes many pages', async () => {
      const { store, phone } = await regency();
      const second = new Phone(ASN[0]);
      await second.send(store);
      await change(store, (tx, seq) => tx.updateTable('person').set({ name: 'Baru', seq }).execute());
      for (let batch = 0; batch < 2; batch += 1) {
        await phone.send(store, ...Array.from({ length: 250 }, (_, index) => recordOf(1_000 + index)));
      }
      const { rows, answers } = await hearAll(store, second, 'own');
      expect(answers).toBeGreaterThan(1);
      expect(rows[0]).toMatchObject({ kind: 'profile', name: 'Baru' });
    });

    test('A post that begins changes the office that the profile names, without any row of it changing', async () => {
      const { store, phone } = await regency();
      await change(store, async (tx, seq) => {
        await tx
          .updateTable('appointment')
          .set({ until_day: '2026-11-24' })
          .where('id', '=', id(10))
          .execute();
        const post = {
          title: 'Kasi',
          band: 'pengawas' as const,
          kind: 'definitif' as const,
          superior_id: null,
        };
        await insertRows(tx, 'appointment', [
          {
            id: id(60),
            asn_id: ASN[0],
            office_id: OPD,
            from_day: '2026-11-25',
            until_day: null,
            ...post,
            seq,
          },
        ]);
      });
      const profiles = async (at: number) => {
        const answer = await phone.ask(store, [], at);
        phone.hear(answer);
        return rowsOf(answer, 'own').flatMap((row) => (row.kind === 'profile' ? [row.unit] : []));
      };
      const DAY = 86_400_000;
      expect(await profiles(NOON)).toEqual(['Seksi Pelayanan']);
      expect(await profiles(NOON + 1)).toEqual([]);
      expect(await profiles(NOON + DAY)).toEqual(['Kecamatan Krucil']);
    });

    test('A page is about as long as promised, and one journal position is never cut', async () => {
      const { store, phone } = await regency();
      await phone.send(store, ...Array.from({ length: 600 }, (_, index) => recordOf(1_000 + index)));
      await store.db
        .updateTable('purchase')
        .set({ seq: 50 })
        .where('seq', '>', 3)
        .where('seq', '<', 170)
        .execute();
      const second = new Phone(ASN[0]);
      const answer = await second.ask(store);
      const own = rowsOf(answer, 'own');
      expect(answer.more).toBe(true);
      const { seq, rest } = await store.db
        .selectFrom('purchase')
        .select((eb) => [eb.fn.min('seq').as('seq'), eb.fn.countAll<number>().as('rest')])
        .where('seq', '>', answer.cursors.find(({ scope }) => scope === 'own')?.at ?? 0)
        .executeTakeFirstOrThrow();
      expect(seq).toBeGreaterThan(50);
      expect(own.length - 1 + rest).toBe(600);
      second.hear(answer);
      const { rows } = await hearAll(store, second, 'own');
      expect(rows.filter((row) => row.kind === 'purchase')).toHaveLength(rest);
    });
  });

  describe('the catalogue', () => {
    test('A kecamatan starts from its pack, and only what is asked for and exists is granted', async () => {
      const { store, phone } = await regency();
      wants(phone, KRUCIL);
      wants(phone, '35.13.99');
      const answer = await phone.ask(store);
      expect(answer.granted).toEqual(['own', 'umum', `katalog:${KRUCIL}`]);
      const contents = await openPack(store, answer, `katalog:${KRUCIL}`);
      const { shops, products } = packRows(contents);
      expect(shops.map(({ id }) => id).sort()).toEqual([SHOPS[0], SHOPS[1]]);
      expect(products).toHaveLength(4);
      expect(products[0]).toMatchObject({ unit: '250 g', category: 'minuman', art: 'kopi' });
      phone.hear(answer);
      expect((await phone.ask(store)).changes).toEqual([]);
    });

    test('What changed since is told row by row, in its own kecamatan only', async () => {
      const { store, phone } = await regency();
      wants(phone, KRUCIL);
      const other = new Phone(ASN[1]);
      wants(other, TIRIS);
      await phone.send(store);
      await other.send(store);
      await change(store, async (tx, seq) => {
        await insertRows(tx, 'product', [{ ...productRow(SHOPS[0], 50, seq), name: 'Madu' }]);
        await tx.updateTable('product').set({ gone: 1, seq }).where('id', '=', id(300)).execute();
        await tx.updateTable('umkm').set({ status: 'ditutup', seq }).where('id', '=', SHOPS[1]).execute();
      });
      const { answer } = await phone.send(store);
      expect(rowsOf(answer, `katalog:${KRUCIL}`)).toHaveLength(3);
      expect(rowsOf(answer, `katalog:${KRUCIL}`)).toEqual(
        expect.arrayContaining([
          { kind: 'gone', of: 'shop', id: SHOPS[1] },
          { kind: 'gone', of: 'product', id: id(300) },
          expect.objectContaining({
            kind: 'product',
            id: id(350),
            shop: SHOPS[0],
            name: 'Madu',
            price: 25_050,
          }),
        ]),
      );
      expect(rowsOf((await other.send(store)).answer, `katalog:${TIRIS}`)).toEqual([]);
    });

    test('A new phone gets the pack and what changed since', async () => {
      const { store, phone } = await regency();
      await phone.send(store);
      await change(store, (tx, seq) =>
        tx.updateTable('product').set({ price: 1, seq }).where('id', '=', id(300)).execute(),
      );
      wants(phone, KRUCIL);
      const answer = await phone.ask(store);
      expect(rowsOf(answer, `katalog:${KRUCIL}`)).toMatchObject([
        { kind: 'pack' },
        { kind: 'product', id: id(300), price: 1 },
      ]);
      const contents = await openPack(store, answer, `katalog:${KRUCIL}`);
      expect(packRows(contents).products.find((product) => product.id === id(300))?.price).toBe(25_000);
    });

    test('A pack is published anew once a fifth of it changed, and only then', async () => {
      const { store, phone } = await regency();
      await change(store, (tx, seq) =>
        insertRows(
          tx,
          'product',
          Array.from({ length: 16 }, (_, index) => productRow(SHOPS[0], 100 + index, seq)),
        ),
      );
      wants(phone, KRUCIL);
      const first = (await phone.send(store)).answer;
      const { hash } = await openPack(store, first, `katalog:${KRUCIL}`);
      const reprice = (count: number) =>
        change(store, (tx, seq) =>
          tx
            .updateTable('product')
            .set({ price: 7_000 + seq, seq })
            .where(
              'id',
              'in',
              Array.from({ length: count }, (_, index) => id(400 + index)),
            )
            .execute(),
        );
      await reprice(4);
      expect(await publishPacks(store, now)).toBe(0);
      await reprice(5);
      expect(await publishPacks(store, now)).toBe(1);
      expect(await findPack(store, hash)).toBeNull();
      expect(await publishPacks(store, now)).toBe(0);

      expect(rowsOf((await phone.send(store)).answer, `katalog:${KRUCIL}`).map((row) => row.kind)).toEqual([
        'pack',
      ]);
      const late = new Phone(ASN[1]);
      wants(late, KRUCIL);
      const { answer } = await late.send(store);
      expect(rowsOf(answer, `katalog:${KRUCIL}`).map((row) => row.kind)).toEqual(['pack']);
      expect(packRows(await openPack(store, answer, `katalog:${KRUCIL}`)).products).toHaveLength(20);
    });

    test('Beyond five hundred products a kecamatan is cut into desa, and its phones hear of it', async () => {
      const { store, phone } = await regency();
      wants(phone, KRUCIL);
      await phone.send(store);
      await change(store, async (tx, seq) => {
        const shop = { ...shopRow(id(250), 0, seq), desa_code: `${KRUCIL}.2002`, desa: 'Bermi' };
        await insertRows(tx, 'umkm', [shop]);
        const products = Array.from({ length: 500 }, (_, index) => productRow(id(250), 1_000 + index, seq));
        await insertRows(tx, 'product', products);
      });
      expect(await publishPacks(store, now)).toBe(2);
      const { answer } = await phone.send(store);
      expect(answer.granted).toEqual(['own', 'umum']);
      const directory = rowsOf(answer, 'umum');
      expect(directory).toEqual([
        {
          kind: 'directory',
          kecamatan: KRUCIL,
          packs: [
            { scope: `katalog:${KRUCIL}.2001`, products: 4 },
            { scope: `katalog:${KRUCIL}.2002`, products: 500 },
          ],
        },
      ]);
      phone.cursors.delete(`katalog:${KRUCIL}`);
      wants(phone, `${KRUCIL}.2001`);
      wants(phone, `${KRUCIL}.2002`);
      const told = await phone.ask(store);
      expect(packRows(await openPack(store, told, `katalog:${KRUCIL}.2002`)).products).toHaveLength(500);
      phone.hear(told);
      await change(store, (tx, seq) =>
        tx.updateTable('product').set({ price: 2, seq }).where('id', '=', id(1_300)).execute(),
      );
      const { answer: delta } = await phone.send(store);
      expect(rowsOf(delta, `katalog:${KRUCIL}.2002`)).toMatchObject([
        { kind: 'product', id: id(1_300), price: 2 },
      ]);
      expect(rowsOf(delta, `katalog:${KRUCIL}.2001`)).toEqual([]);
    });

    test('What changed while an exchange looked is published behind its back', async () => {
      const { store, phone } = await regency();
      await phone.send(store);
      await change(store, (tx, seq) =>
        insertRows(tx, 'umkm', [{ ...shopRow(id(260), 0, seq), kecamatan: '35.13.12' }]),
      );
      await phone.send(store);
      await publishPacks(store, now);
      const { answer } = await phone.send(store);
      expect(rowsOf(answer, 'umum')).toMatchObject([{ kind: 'directory', kecamatan: '35.13.12' }]);
    });

    test('What one request brings is told back in its answer, in 32 kB whatever the notes say', async () => {
      const { store, phone } = await regency();
      await phone.send(store);
      const bodies = Array.from({ length: MUTATIONS_A_REQUEST }, (_, index) =>
        noted(1_000 + index, randomBytes(45).toString('base64')),
      );
      const { answer } = await phone.send(store, ...bodies);
      expect(answer.more).toBe(false);
      expect(rowsOf(answer, 'own')).toHaveLength(MUTATIONS_A_REQUEST);
      for (const accepted of ['br', 'gzip']) {
        const packed = await jsonAnswer(answer, accepted).arrayBuffer();
        expect(packed.byteLength).toBeLessThan(PAGE_BYTES);
      }
    });

    test('A thousand changes come in pages of about the promised length', async () => {
      const { store, phone } = await regency();
      wants(phone, KRUCIL);
      await phone.send(store);
      const before = phone.cursors.get(`katalog:${KRUCIL}`);
      for (let batch = 0; batch < 10; batch += 1) {
        await change(store, (tx, seq) =>
          insertRows(
            tx,
            'product',
            Array.from({ length: 45 }, (_, index) => ({
              ...productRow(SHOPS[0], 2_000 + batch * 45 + index, seq),
              name: `Kopi ${'bubuk '.repeat(50)}`,
            })),
          ),
        );
      }
      await publishPacks(store, now);
      // A phone that stood just before the pack hears rows where they are fewer than a fifth of it.
      const pack = await store.db
        .selectFrom('pack')
        .selectAll()
        .where('scope', '=', `katalog:${KRUCIL}`)
        .executeTakeFirstOrThrow();
      expect(pack.products).toBe(454);
      await store.db.updateTable('pack').set({ products: 10_000 }).where('scope', '=', pack.scope).execute();
      await change(store, (tx, seq) => tx.updateTable('pack').set({ seq }).execute());
      phone.cursors.set(pack.scope, before ?? { at: 0, hash: '' });
      const seen: string[] = [];
      let pages = 0;
      for (let more = true; more;) {
        const answer = await phone.ask(store);
        phone.hear(answer);
        expect(JSON.stringify(answer).length).toBeLessThan(PAGE_CHARS + 45 * 600);
        pages += 1;
        seen.push(...rowsOf(answer, pack.scope).flatMap((row) => (row.kind === 'product' ? [row.id] : [])));
        more = answer.more;
      }
      expect(pages).toBe(2);
      expect(seen).toHaveLength(450);
      expect(new Set(seen).size).toBe(450);
    });
  });
});
