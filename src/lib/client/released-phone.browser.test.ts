import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { monthOf } from '#lib/domain/day.ts';
import { assess } from '#lib/domain/quota.ts';
import { formatRupiah } from '#lib/domain/rupiah.ts';
import { exchange } from '#lib/sync/exchange.ts';
import { Portion } from '#lib/sync/portion.ts';
import type { OutboxRow, Transport } from '#lib/sync/ports.ts';
import { DexieStore } from './dexie-store.ts';
import { sha256 } from './hash.ts';
import { openAccount } from './open.ts';
import { AccountDb, CacheDb, PhoneDb, type Draft, type Meta } from './phone.ts';
import { asStored, putBack, takeAway, type ReleasedPhone } from './released-phone.fixture.ts';
import { Session } from './session.svelte.ts';

/* Phones as each release really left them, opened by this one: nothing that was typed may be lost by an update. */

interface Captured {
  readonly after: readonly {
    readonly request: { readonly body: string };
    readonly answer: { readonly status: number; readonly body: string };
  }[];
}

const PHONES = import.meta.glob<ReleasedPhone>('../../../tests/fixtures/*/phone.json', {
  eager: true,
  import: 'default',
});
const WIRES = import.meta.glob<Captured>('../../../tests/fixtures/*/captured.json', {
  eager: true,
  import: 'default',
});
const RELEASES = Object.keys(PHONES).map((path) => path.split('/').slice(-2)[0] ?? '');
const of = <T>(files: Record<string, T>, release: string): T => {
  const found = Object.entries(files).find(([path]) => path.includes(`/${release}/`));
  if (!found) throw new Error(`nothing was taken of ${release}`);
  return found[1];
};

describe.each(RELEASES)('the phone of release %s', (release) => {
  const taken = of(PHONES, release);
  const rows = <T>(database: string, store: string) => {
    const { stores } = taken.databases.find(({ name }) => name.startsWith(database)) ?? { stores: [] };
    return (stores.find(({ name }) => name === store)?.rows ?? []).map(asStored) as T[];
  };
  const outbox = rows<OutboxRow>('simadu-akun-', 'outbox');
  const unsent = outbox.filter(({ state }) => state === 'unsent');

  let phone: PhoneDb;
  let session: Session;
  beforeEach(async () => {
    // Tests before this one share the origin, and may have left databases of today there.
    await takeAway(taken);
    await putBack(taken);
    phone = new PhoneDb();
    const current = await phone.settings.get('current');
    const account = await phone.accounts.get(current?.value ?? '');
    if (!account) throw new Error('nobody is in front');
    const db = new AccountDb(account.id);
    await openAccount(db);
    session = new Session(account, db, new CacheDb());
  });
  afterEach(async () => {
    await session.stop();
    for (const db of [phone, session.db, session.cache]) db.close();
    await takeAway(taken);
  });

  test('is opened whole: every row is as it was written', async () => {
    const { db, cache } = session;
    expect(new Set(outbox.map(({ state }) => state))).toEqual(new Set(['acked', 'refused', 'unsent']));
    expect(await db.outbox.toArray()).toEqual(outbox);
    const drafts = rows<Draft>('simadu-akun-', 'drafts');
    expect(drafts).not.toEqual([]);
    expect(await db.drafts.toArray()).toEqual(drafts);
    for (const meta of rows<Meta>('simadu-akun-', 'meta')) expect(await db.meta.get(meta.key)).toEqual(meta);
    // Later releases tell more of a purchase; what was known stays.
    const base = rows<{ id: string }>('simadu-akun-', 'base');
    expect(await db.base.toArray()).toEqual(
      base.map((row): unknown => expect.objectContaining({ photos: [], wanted: [], ...row })),
    );
    for (const table of cache.tables)
      expect(await table.toArray(), table.name).toEqual(rows('simadu-katalog', table.name));
  });

  test('shows the same month, what waits, what was refused and what was left in the form', async () => {
    await expect.poll(() => session.purchases?.length && session.drafts?.length).toBe(1);
    const purchases = session.purchases ?? [];
    const month = monthOf(purchases[0]?.day ?? session.today);
    const { service, rulebook } = session;
    const { counted, waiting, obligation } = assess({ month, service, rulebook, purchases });
    const sum = `${formatRupiah(counted + waiting)} dari ${formatRupiah(obligation.amount)}`;
    const parts = `${formatRupiah(counted)} dihitung, ${formatRupiah(waiting)} menunggu.`;
    expect(taken.shown.replace(/^\w+: /, '')).toBe(`${sum}. ${parts}`);
    expect(counted).toBeGreaterThan(0);
    expect(session.unsent).toBe(unsent.length);
    const refused = outbox.filter(({ state }) => state === 'refused').map(({ body }) => aboutOf(body));
    expect(session.refused.map(({ id }) => id)).toEqual(refused);
  });

  test('says to the office, letter by letter, what that release said, and takes its answer in', async () => {
    const { db, cache } = session;
    const store = new DexieStore(db, cache);
    expect((await store.read(100)).batch).toEqual(unsent);
    const [wire] = of(WIRES, release).after;
    if (!wire) throw new Error('nothing was captured');
    const said: string[] = [];
    const gone = Promise.resolve({ kind: 'unreachable' } as const);
    const transport: Transport = {
      exchange: (body) => {
        said.push(body);
        const { status } = wire.answer;
        return Promise.resolve({
          kind: 'answered',
          status,
          body: JSON.parse(wire.answer.body) as unknown,
          retryAfter: null,
        });
      },
      pack: () => gone,
      photo: () => gone,
    };
    const clock = { now: () => Date.now(), after: () => () => undefined };
    const end = await exchange({ store, transport, clock, hash: sha256, portion: new Portion() });
    expect(end).toMatchObject({ problem: null, unsent: 0 });
    expect(said.map(withoutClock)).toEqual([withoutClock(wire.request.body)]);
    const after = await db.outbox.toArray();
    expect(after.map(({ n, body, hash }) => ({ n, body, hash }))).toEqual(
      outbox.map(({ n, body, hash }) => ({ n, body, hash })),
    );
    expect(after.map(({ state }) => state)).toEqual(
      outbox.map(({ state }) => (state === 'unsent' ? 'acked' : state)),
    );
  });
});

const withoutClock = (body: string) => body.replace(/"clock":\d+/, '"clock":0');

/** The purchase that a correction is about. */
const aboutOf = (body: string) => (JSON.parse(body) as { purchase: string }).purchase;
