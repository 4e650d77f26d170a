import { describe, expect, it } from 'vitest';
import type { Change } from '#lib/protocol/change.ts';
import { exchangeRequest } from '#lib/protocol/exchange.ts';
import { MEMORY_DAYS, MUTATIONS_A_REQUEST, REQUEST_BYTES } from '#lib/protocol/limits.ts';
import { packColumns } from '#lib/protocol/pack.ts';
import { ModelNetwork, type PassageName } from '../../../tests/model/network.ts';
import { FLAG, ModelOffice, REFUSE, refusal, STUCK } from '../../../tests/model/office.ts';
import { fieldsOf, idOf, ModelPhone, OWNER } from '../../../tests/model/phone.ts';
import type { SyncProblem } from './problem.ts';
import type { Reply } from './ports.ts';
import { utf8Bytes } from './request.ts';

/*
 * Long because the titles, read in one piece, are the specification of an exchange.
 */

function village() {
  const office = new ModelOffice(OWNER);
  const network = new ModelNetwork(office);
  const phone = new ModelPhone(network);
  return { office, network, phone };
}
const lastRequest = (network: ModelNetwork) =>
  exchangeRequest.parse(JSON.parse(network.sent[network.sent.length - 1] ?? ''));
const answered = (status: number, body: unknown, retryAfter: number | null = null): Reply => ({
  kind: 'answered',
  status,
  body,
  retryAfter,
});

describe('an exchange that goes well', () => {
  it('delivers what is unsent and hears it back in one request', async () => {
    const { office, network, phone } = village();
    const ids = [await phone.buys(), await phone.buys({ amount: 50_000 })];
    const end = await phone.exchange();
    expect(end).toMatchObject({ problem: null, again: false, unsent: 0, heardAt: phone.clock.now() });
    expect(network.sent).toHaveLength(1);
    expect(office.ids).toEqual(ids);
    expect(phone.states).toEqual(['acked', 'acked']);
    expect(phone.shown.map(({ id, delivery }) => [id, delivery])).toEqual(ids.map((id) => [id, 'terkirim']));
  });

  it('is a request that the protocol accepts, with own and common scopes from the first time on', async () => {
    const { network, phone } = village();
    const first = await phone.buys();
    await phone.does({ type: 'purchase.withdraw', purchase: first, base: first, reason: 'Salah' }, first);
    await phone.exchange();
    const request = lastRequest(network);
    expect(request).toMatchObject({ owner: OWNER, epoch: null, acked: 0, kept: 1, unsent: 2 });
    expect(request.cursors.map(({ scope, at }) => [scope, at])).toEqual([
      ['own', 0],
      ['umum', 0],
    ]);
    expect(request.mutations.map(({ after }) => after)).toEqual([undefined, first]);
  });

  it('sends again nothing that has an outcome', async () => {
    const { network, phone } = village();
    await phone.buys({ note: REFUSE });
    await phone.buys({ note: FLAG });
    await phone.buys();
    await phone.exchange();
    expect(phone.outbox.map(({ state, code }) => [state, code])).toEqual([
      ['refused', 'unknown-umkm'],
      ['acked', 'needs-a-look'],
      ['acked', null],
    ]);
    await phone.exchange();
    expect(lastRequest(network)).toMatchObject({ mutations: [], acked: 3, unsent: 0 });
  });

  it('goes on while there is more to send than one request carries', async () => {
    const { office, network, phone } = village();
    office.page = 1_000;
    for (let i = 0; i < MUTATIONS_A_REQUEST + 3; i += 1) await phone.buys();
    expect(await phone.exchange()).toMatchObject({ again: true, unsent: 3 });
    expect(await phone.exchangeAll()).toMatchObject({ problem: null, unsent: 0 });
    expect(network.sent).toHaveLength(2);
    expect(office.ids).toHaveLength(MUTATIONS_A_REQUEST + 3);
  });

  it('goes on while the office has more to tell', async () => {
    const { office, network, phone } = village();
    for (let i = 0; i < 5; i += 1) await phone.buys();
    await phone.exchangeAll();
    office.page = 2;
    const other = new ModelPhone(network, 2);
    await other.exchangeAll();
    expect(other.shown).toHaveLength(5);
    expect(network.sent).toHaveLength(4);
  });

  it('keeps a request below the limit in bytes, whatever is typed', async () => {
    const { network, phone, office } = village();
    const note = '好'.repeat(280);
    const items = Array.from({ length: 30 }, () => ({ name: '好'.repeat(80), quantity: 1, price: 1_000 }));
    for (let i = 0; i < 100; i += 1) await phone.buys({ note, items, amount: 30_000 });
    await phone.exchangeAll();
    expect(network.sent.length).toBeGreaterThan(1);
    for (const text of network.sent) {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
      expect(utf8Bytes(text)).toBeLessThanOrEqual(REQUEST_BYTES);
    }
    expect(office.ids).toHaveLength(100);
  });

  it('tells how far the phone clock is off, from the middle of the exchange', async () => {
    const { office, network, phone } = village();
    office.clock = phone.clock.now() + 60_000;
    network.plan(async (to, text) => {
      phone.clock.advance(2_000);
      const reply = await to.exchange(text);
      phone.clock.advance(2_000);
      return reply;
    });
    await phone.exchange();
    expect(phone.store.memory.clockOffset).toBe(58_000);
  });

  it('counts how many are left when some must wait for their predecessor', async () => {
    const { phone } = village();
    await phone.does({ type: 'purchase.record', fields: fieldsOf() }, idOf(9, 9));
    await phone.buys();
    expect(await phone.exchange()).toMatchObject({ problem: null, again: true, unsent: 1 });
    // Only the waiting one is left: asking again at once would be told the same.
    expect(await phone.exchange()).toMatchObject({ problem: null, again: false, unsent: 1 });
    expect(phone.states).toEqual(['unsent', 'acked']);
  });
});

describe('terkirim is true', () => {
  const cases: { passage: PassageName; problem: SyncProblem; reached: boolean }[] = [
    { passage: 'no network', problem: 'unreachable', reached: false },
    { passage: 'a portal answers 200 with a page', problem: 'captive-portal', reached: false },
    { passage: 'a portal redirects', problem: 'captive-portal', reached: false },
    { passage: 'a portal asks for sign-in', problem: 'captive-portal', reached: false },
    { passage: 'a portal answers 401', problem: 'captive-portal', reached: false },
    { passage: 'something else answers JSON', problem: 'defect', reached: false },
    { passage: 'the session ended', problem: 'signed-out', reached: false },
    { passage: 'the office is busy', problem: 'busy', reached: false },
    { passage: 'the answer is lost after the commit', problem: 'unreachable', reached: true },
    { passage: 'the answer is cut', problem: 'captive-portal', reached: true },
    { passage: 'the answer lacks its end', problem: 'defect', reached: true },
    { passage: 'the answer speaks another version', problem: 'defect', reached: true },
    { passage: 'the answer comes with an error status', problem: 'defect', reached: true },
    { passage: 'the digest is of other bodies', problem: 'defect', reached: true },
    { passage: 'the outcomes are of other mutations', problem: 'defect', reached: true },
    { passage: 'the outcomes are missing', problem: 'defect', reached: true },
  ];
  it.each(cases)('not when $passage; the next exchange delivers it, once', async (given) => {
    const { office, network, phone } = village();
    const ids = [await phone.buys(), await phone.buys({ note: FLAG }), await phone.buys()];
    network.plan(given.passage);
    expect((await phone.exchange()).problem).toBe(given.problem);
    expect(phone.states).toEqual(['unsent', 'unsent', 'unsent']);
    expect(office.ids).toEqual(given.reached ? ids : []);
    await phone.exchangeAll();
    expect(phone.states).toEqual(['acked', 'acked', 'acked']);
    expect(office.ids).toEqual(ids);
    expect(office.rows('own')).toHaveLength(3);
  });

  it('also for the rows beside one whose body the office read otherwise', async () => {
    const { network, phone } = village();
    await phone.buys();
    await phone.buys({ note: FLAG, amount: 77_000 });
    network.plan(async (office, text) => office.exchange(text.replace('77000', '77001')));
    expect(await phone.exchange()).toMatchObject({ again: true, unsent: 1 });
    expect(phone.states).toEqual(['acked', 'unsent']);
  });

  it('for none of a run that names more rows than its digest covers', async () => {
    const { network, phone } = village();
    await phone.buys();
    await phone.buys();
    network.plan(async (office, text) => {
      const one = exchangeRequest.parse(JSON.parse(text));
      const reply = await office.exchange(JSON.stringify({ ...one, mutations: one.mutations.slice(0, 1) }));
      const body = (reply as { body: { runs: { to: number }[] } }).body;
      return answered(200, { ...body, runs: body.runs.map((run) => ({ ...run, to: 2 })) });
    });
    await phone.exchange();
    expect(phone.states).toEqual(['unsent', 'unsent']);
  });

  it('once, when two tabs send the same at once', async () => {
    const { office, network, phone } = village();
    const ids = [await phone.buys(), await phone.buys()];
    await Promise.all([phone.exchange(), phone.exchange()]);
    expect(network.sent).toHaveLength(2);
    expect(office.ids).toEqual(ids);
    expect(phone.states).toEqual(['acked', 'acked']);
  });
});

describe('a request that is refused as a whole', () => {
  const cases: { title: string; reply: Reply; problem: SyncProblem; retryAfter: number | null }[] = [
    { title: 'signed out', reply: refusal('signed-out'), problem: 'signed-out', retryAfter: null },
    { title: 'another account', reply: refusal('other-account'), problem: 'other-account', retryAfter: null },
    { title: 'an old phone', reply: refusal('old-version'), problem: 'old-version', retryAfter: null },
    { title: 'an old office', reply: refusal('new-version'), problem: 'new-version', retryAfter: null },
    {
      title: 'too many tries',
      reply: refusal('too-many-tries', 60),
      problem: 'too-many-tries',
      retryAfter: 60,
    },
    { title: 'a busy office', reply: refusal('busy', 5), problem: 'busy', retryAfter: 5 },
    { title: 'a busy gateway', reply: answered(502, null, 7), problem: 'busy', retryAfter: 7 },
    { title: 'a full gateway', reply: answered(429, null), problem: 'busy', retryAfter: null },
    { title: 'a defect', reply: refusal('defect'), problem: 'defect', retryAfter: null },
    {
      title: 'a later code for a lost session',
      reply: answered(401, { code: 'device-revoked', message: 'Mohon masuk lagi.' }),
      problem: 'signed-out',
      retryAfter: null,
    },
    {
      title: 'a later code for something else',
      reply: answered(418, { code: 'teapot', message: 'Mohon tunggu.' }),
      problem: 'defect',
      retryAfter: null,
    },
  ];
  it.each(cases)('changes no row: $title', async ({ reply, problem, retryAfter }) => {
    const { network, phone } = village();
    await phone.buys();
    network.plan(async () => reply);
    expect(await phone.exchange()).toEqual({
      problem,
      again: false,
      retryAfter,
      unsent: 1,
      heardAt: null,
      asked: ['own', 'umum'],
    });
    expect(phone.states).toEqual(['unsent']);
  });

  it('for its size is halved until it passes, and grows again', async () => {
    const { office, network, phone } = village();
    for (let i = 0; i < 40; i += 1) await phone.buys();
    const passes = 10;
    const narrow = async (to: ModelOffice, text: string) =>
      exchangeRequest.parse(JSON.parse(text)).mutations.length > passes
        ? refusal('too-large')
        : to.exchange(text);
    network.plan(...Array.from({ length: 20 }, () => narrow));
    await phone.exchangeAll();
    expect(office.ids).toHaveLength(40);
    expect(network.sent.map((text) => exchangeRequest.parse(JSON.parse(text)).mutations.length)).toEqual([
      40, 20, 10, 20, 10, 20, 10, 10,
    ]);
  });

  it.each(['malformed', 'defect', 'too-large'] as const)(
    'because of one mutation (%s) holds up no other, and that one is kept and tried again',
    async (code) => {
      const { office, network, phone } = village();
      for (let i = 0; i < 5; i += 1) await phone.buys({ note: i === 2 ? 'beracun' : '' });
      network.plan(
        ...Array.from({ length: 40 }, () => async (to: ModelOffice, text: string) => {
          return text.includes('beracun') ? refusal(code) : to.exchange(text);
        }),
      );
      for (let i = 0; i < 12; i += 1) await phone.exchange();
      expect(office.ids).toHaveLength(4);
      expect(phone.states).toEqual(['acked', 'acked', 'unsent', 'acked', 'acked']);
      expect(network.sent.filter((text) => text.includes('beracun')).length).toBeGreaterThan(3);
    },
  );
});

describe('an office that stumbles over everything for a while', () => {
  it('gets all of it as soon as it answers again, in one round', async () => {
    const { office, network, phone } = village();
    for (let i = 0; i < 3; i += 1) await phone.buys();
    for (let i = 0; i < 6; i += 1) {
      network.plan(async () => refusal('defect'));
      await phone.exchange();
    }
    await phone.exchangeAll();
    expect(office.ids).toHaveLength(3);
    expect(phone.states).toEqual(['acked', 'acked', 'acked']);
  });

  it('is not asked over and over about the one that it cannot take', async () => {
    const { network, phone } = village();
    await phone.buys({ note: 'beracun' });
    const poisoned = async (to: ModelOffice, text: string) =>
      text.includes('beracun') ? refusal('defect') : to.exchange(text);
    network.plan(...Array.from({ length: 40 }, () => poisoned));
    const ends = [];
    for (let i = 0; i < 6; i += 1) ends.push((await phone.exchange()).again);
    expect(ends.filter(Boolean)).toHaveLength(1);
  });
});

describe('an office that came back from a backup', () => {
  it('is offered what it lacks, and refuses nothing it has', async () => {
    const { office, phone } = village();
    await phone.buys();
    await phone.exchangeAll();
    office.backUp();
    const lost = [await phone.buys(), await phone.buys({ note: FLAG })];
    await phone.exchangeAll();
    office.restore();
    expect(lost.some((id) => office.has(id))).toBe(false);
    await phone.exchangeAll();
    expect(lost.every((id) => office.has(id))).toBe(true);
    expect(phone.states).toEqual(['acked', 'acked', 'acked']);
    expect(phone.shown).toHaveLength(3);
  });

  it('never makes a purchase vanish from the screen meanwhile', async () => {
    const { office, network, phone } = village();
    for (let i = 0; i < 3; i += 1) await phone.buys();
    await phone.exchangeAll();
    office.restore();
    network.plan('fine', 'no network');
    await phone.exchange();
    expect(phone.shown.map(({ delivery }) => delivery)).toEqual(['tersimpan', 'tersimpan', 'tersimpan']);
    await phone.exchange();
    expect(phone.shown).toHaveLength(3);
  });

  it('is offered also what was decided out of order, which it cannot know that it lacks', async () => {
    const { office, phone } = village();
    office.stuck = true;
    const late = await phone.buys({ note: STUCK });
    await phone.buys();
    await phone.exchangeAll();
    office.backUp();
    office.stuck = false;
    await phone.exchangeAll();
    expect(phone.states).toEqual(['acked', 'acked']);
    office.restore();
    expect(office.has(late)).toBe(false);
    await phone.exchangeAll();
    expect(office.has(late)).toBe(true);
    expect(phone.shown.map(({ delivery }) => delivery)).toEqual(['terkirim', 'terkirim']);
  });

  it('under a new epoch is offered all that is kept and told from zero', async () => {
    const { office, phone } = village();
    const ids = [await phone.buys(), await phone.buys()];
    await phone.exchangeAll();
    office.moveHouse();
    await phone.exchangeAll();
    expect(office.ids).toEqual(ids);
    expect(phone.states).toEqual(['acked', 'acked']);
    expect(phone.store.memory.epoch).toBe('epoch-2');
    expect(phone.store.held('own')).toEqual(ids);
  });

  it('finds the phone remembering for 45 days, and until a backup has what it knows', async () => {
    const { office, phone } = village();
    await phone.buys();
    await phone.exchangeAll();
    office.backUp();
    office.clock += MEMORY_DAYS * 86_400_000;
    await phone.exchangeAll();
    expect(phone.outbox).toHaveLength(1);
    office.clock += 1;
    await phone.exchangeAll();
    expect(phone.outbox).toHaveLength(0);
    await phone.buys();
    await phone.exchangeAll();
    office.clock += (MEMORY_DAYS + 1) * 86_400_000;
    await phone.exchangeAll();
    expect(phone.outbox).toHaveLength(1);
    office.restore();
    await phone.buys();
    expect(await phone.exchangeAll()).toMatchObject({ problem: null, unsent: 0 });
    expect(office.ids).toHaveLength(3);
  });

  it('finds the phone remembering although its clock was set ahead by years', async () => {
    const { office, phone } = village();
    await phone.buys();
    await phone.exchangeAll();
    office.backUp();
    await phone.exchangeAll();
    phone.clock.set(phone.clock.now() + 3 * 365 * 86_400_000);
    await phone.exchangeAll();
    expect(phone.outbox).toHaveLength(1);
  });
});

describe('news of shared scopes', () => {
  const AREA = '35.13.08';
  const SCOPE = `katalog:${AREA}`;
  const product = (n: number): Change => ({
    kind: 'product',
    id: idOf(7, n),
    shop: idOf(6, 1),
    name: 'Madu',
    unit: '350 ml',
    price: 75_000,
    category: 'hasil-bumi',
    art: 'madu',
  });
  const aPack = (hash: string) =>
    packColumns(
      {
        shops: [{ id: idOf(6, 1), name: 'Toko', kecamatan: AREA, desa: 'Krucil', phone: '' }],
        products: [],
      },
      { area: AREA, kecamatan: AREA, at: 1, hash },
    );

  async function withCatalogue() {
    const { office, network, phone } = village();
    office.granted.add(SCOPE);
    await office.tell('umum', { kind: 'directory', kecamatan: AREA, packs: [{ scope: SCOPE, products: 1 }] });
    await phone.store.want(AREA);
    await phone.exchangeAll();
    office.packs.set('hash-1', aPack('hash-1'));
    await office.tell(SCOPE, { kind: 'pack', hash: 'hash-1', products: 0, bytes: 100 });
    await office.tell(SCOPE, product(1));
    return { office, network, phone };
  }
  const stands = (phone: ModelPhone) => phone.store.memory.cursors.get(SCOPE)?.at ?? 0;

  it('start from the pack that is named, with the rows after it', async () => {
    const { office, network, phone } = await withCatalogue();
    expect(await phone.exchangeAll()).toMatchObject({ problem: null });
    expect(network.fetched).toEqual(['hash-1']);
    expect(phone.store.held(SCOPE)).toEqual([idOf(6, 1), idOf(7, 1)]);
    expect(stands(phone)).toBe(office.head);
    await phone.exchangeAll();
    expect(network.fetched).toHaveLength(1);
  });

  it('are taken in without the name of the pack, which was fetched', async () => {
    const { phone } = await withCatalogue();
    const taken: [string[], boolean][] = [];
    const take = phone.store.takeShared.bind(phone.store);
    phone.store.takeShared = async (news, pack) => {
      if (news.scope === SCOPE) taken.push([news.rows.map(({ kind }) => kind), pack !== null]);
      return take(news, pack);
    };
    await phone.exchangeAll();
    expect(taken).toEqual([[['product'], true]]);
  });

  const broken: { title: string; reply: Reply; problem: SyncProblem }[] = [
    { title: 'is not reached', reply: { kind: 'unreachable' }, problem: 'unreachable' },
    { title: "is a portal's page", reply: answered(200, null), problem: 'captive-portal' },
    { title: 'is not there any more', reply: refusal('not-found'), problem: 'not-found' },
    { title: 'is another one', reply: answered(200, aPack('hash-2')), problem: 'defect' },
    { title: 'is no pack', reply: answered(200, { hash: 'hash-1' }), problem: 'defect' },
    {
      title: 'has columns of unequal length',
      reply: answered(200, { ...aPack('hash-1'), shops: { ...aPack('hash-1').shops, count: [3] } }),
      problem: 'defect',
    },
  ];
  it.each(broken)('do not move a scope whose pack $title, and hold up nothing else', async (given) => {
    const { network, phone } = await withCatalogue();
    const id = await phone.buys();
    network.packReply = given.reply;
    expect(await phone.exchange()).toMatchObject({ problem: given.problem, again: false });
    expect(stands(phone)).toBe(0);
    expect(phone.store.held('own')).toEqual([id]);
    network.packReply = null;
    await phone.exchangeAll();
    expect(phone.store.held(SCOPE)).toEqual([idOf(6, 1), idOf(7, 1)]);
  });

  it('of a revoked scope are its end, and the outbox stays', async () => {
    const { office, phone } = await withCatalogue();
    await phone.exchangeAll();
    office.granted.delete(SCOPE);
    await phone.buys();
    await phone.exchangeAll();
    expect(phone.store.held(SCOPE)).toEqual([]);
    expect(stands(phone)).toBe(0);
    expect(phone.outbox).toHaveLength(1);
  });

  it('of scopes that nobody asked for are passed over', async () => {
    const { network, phone } = village();
    network.plan(async (office, text) => {
      const reply = await office.exchange(text);
      const { body } = reply as { body: { granted: string[] } };
      const scope = 'toko:1';
      return answered(200, {
        ...body,
        granted: [...body.granted, scope],
        changes: [{ scope, rows: [product(1)] }],
        cursors: [{ scope, at: 4, hash: 'x' }],
      });
    });
    expect(await phone.exchange()).toMatchObject({ problem: null });
    expect(phone.store.memory.cursors.has('toko:1')).toBe(false);
  });

  it('never move a scope back', async () => {
    const { network, office, phone } = village();
    await office.tell('umum', { kind: 'directory', kecamatan: AREA, packs: [] });
    await phone.exchangeAll();
    network.plan(async (to, text) => {
      const reply = await to.exchange(text);
      const { body } = reply as { body: object };
      return answered(200, { ...body, cursors: [{ scope: 'umum', at: 0, hash: '' }] });
    });
    await phone.exchange();
    expect(phone.store.memory.cursors.get('umum')?.at).toBe(1);
  });

  it('all start anew under a new epoch, also those that the office forgot to name', async () => {
    const { network, office, phone } = village();
    await office.tell('umum', { kind: 'directory', kecamatan: '35.13.09', packs: [] });
    await phone.exchangeAll();
    office.restore();
    office.moveHouse();
    await office.tell('umum', { kind: 'directory', kecamatan: AREA, packs: [] });
    network.plan(async (to, text) => {
      const reply = await to.exchange(text);
      return answered(200, { ...(reply as { body: object }).body, anew: [] });
    });
    await phone.exchangeAll();
    expect(phone.store.held('umum')).toEqual([AREA]);
  });

  it('start anew when the office does not know the position the phone stood on', async () => {
    const { office, network, phone } = village();
    office.backUp();
    await phone.buys();
    await phone.exchangeAll();
    office.restore();
    await office.tell('umum', { kind: 'directory', kecamatan: AREA, packs: [] });
    await phone.exchangeAll();
    expect(phone.store.held('umum')).toEqual([AREA]);
    expect(phone.store.held('own')).toHaveLength(1);
    expect(lastRequest(network).cursors.find(({ scope }) => scope === 'own')?.at).toBe(1);
  });
});

describe('a phone that cannot write', () => {
  it('rejects, keeps the record unsent, and delivers it once when it can', async () => {
    const { office, phone } = village();
    const id = await phone.buys();
    const settle = phone.store.settle.bind(phone.store);
    phone.store.settle = async () => {
      throw new Error('QuotaExceededError');
    };
    await expect(phone.exchange()).rejects.toThrow('QuotaExceededError');
    phone.store.settle = settle;
    expect(phone.states).toEqual(['unsent']);
    await phone.exchangeAll();
    expect(office.ids).toEqual([id]);
    expect(phone.states).toEqual(['acked']);
  });
});
