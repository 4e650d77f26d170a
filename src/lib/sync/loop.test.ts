import { describe, expect, it } from 'vitest';
import { ModelNetwork, type PassageName } from '../../../tests/model/network.ts';
import { ModelOffice, refusal } from '../../../tests/model/office.ts';
import { ModelPhone, OWNER } from '../../../tests/model/phone.ts';
import { FIRST_REST, LONGEST_REST } from './backoff.ts';
import {
  BACKGROUND_REST,
  FRESH,
  HEARTBEAT,
  LONGEST_ROUND,
  SyncLoop,
  type Phase,
  type SyncState,
} from './loop.ts';
import type { Exclusive, Reply } from './ports.ts';
import type { SyncProblem } from './problem.ts';

/*
 * Long because the titles, read in one piece, are the specification of the loop.
 */

/** One lock for all tabs of a phone, as the Web Locks API gives it with `ifAvailable`. */
function oneSender(): Exclusive {
  let held = false;
  return async (work) => {
    if (held) return false;
    held = true;
    try {
      await work();
      return true;
    } finally {
      held = false;
    }
  };
}

/** A tab with the loop in it; waits for states instead of time. */
class Tab {
  readonly told: SyncState[] = [];
  readonly loop: SyncLoop;
  /** What else happens at each state. */
  onTell: (state: SyncState) => void = () => {};
  #waiting: (() => void)[] = [];

  constructor(phone: ModelPhone, exclusive: Exclusive, chance = 0.5) {
    this.loop = new SyncLoop({
      ...phone.parts,
      ...phone.photoParts,
      exclusive,
      random: () => chance,
      tell: (state) => {
        this.told.push(state);
        this.onTell(state);
        for (const look of this.#waiting.splice(0)) look();
      },
    });
  }

  get phases(): Phase[] {
    return this.told.map(({ phase }) => phase);
  }

  /** Fulfilled with the state once the loop does not send. */
  async rests(): Promise<SyncState> {
    while (this.loop.state.phase === 'sending') {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return this.loop.state;
  }
}

function village(chance = 0.5) {
  const office = new ModelOffice(OWNER);
  const network = new ModelNetwork(office);
  const phone = new ModelPhone(network);
  const exclusive = oneSender();
  const tab = new Tab(phone, exclusive, chance);
  return { office, network, phone, exclusive, tab, clock: phone.clock };
}

/** A passage that waits until the test lets it go on. */
function held(reply: (office: ModelOffice, text: string) => Promise<Reply>) {
  let letGo = () => {};
  let arrived = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const reached = new Promise<void>((resolve) => (arrived = resolve));
  const passage = async (office: ModelOffice, text: string) => {
    arrived();
    await gate;
    return reply(office, text);
  };
  return { passage, reached, letGo: () => letGo() };
}

describe('the loop at rest', () => {
  it('does nothing until it is woken', () => {
    const { network, tab, clock } = village();
    clock.advance(HEARTBEAT);
    expect(tab.loop.state).toMatchObject({ phase: 'idle', problem: null, lastContact: null, unsent: null });
    expect(network.sent).toEqual([]);
  });

  it('sends when it starts, then asks for news at the pace of the heartbeat', async () => {
    const { network, phone, tab, clock } = village();
    await phone.buys();
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({
      phase: 'idle',
      problem: null,
      unsent: 0,
      lastContact: clock.now(),
    });
    expect(tab.phases).toEqual(['sending', 'idle']);
    expect(phone.states).toEqual(['acked']);
    expect(clock.pending).toEqual([HEARTBEAT]);
    clock.advance(HEARTBEAT);
    await tab.rests();
    expect(network.sent).toHaveLength(2);
    expect(clock.pending).toEqual([HEARTBEAT]);
  });

  it.each(['online', 'mutation', 'send-now', 'sign-in'] as const)('is woken by: %s', async (reason) => {
    const { network, tab } = village();
    tab.loop.wake('start');
    await tab.rests();
    tab.loop.wake(reason);
    await tab.rests();
    expect(network.sent).toHaveLength(2);
  });

  it('is woken by a look at the app only when the last contact is a while ago', async () => {
    const { network, tab, clock } = village();
    tab.loop.wake('start');
    await tab.rests();
    clock.advance(FRESH - 1);
    tab.loop.wake('focus');
    await tab.rests();
    expect(network.sent).toHaveLength(1);
    clock.advance(1);
    tab.loop.wake('focus');
    await tab.rests();
    expect(network.sent).toHaveLength(2);
  });
});

describe('a wake during an exchange', () => {
  it('is not lost: what was recorded meanwhile goes next', async () => {
    const { office, network, phone, tab } = village();
    const slow = held((to, text) => to.exchange(text));
    network.plan(slow.passage);
    const first = await phone.buys();
    tab.loop.wake('mutation');
    await slow.reached;
    const second = await phone.buys();
    tab.loop.wake('mutation');
    tab.loop.wake('mutation');
    slow.letGo();
    expect(await tab.rests()).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(office.ids).toEqual([first, second]);
    expect(network.sent).toHaveLength(2);
  });

  it('costs no second exchange when all was in the first: a record is noticed twice', async () => {
    const { network, phone, tab } = village();
    const slow = held((to, text) => to.exchange(text));
    network.plan(slow.passage);
    await phone.buys();
    tab.loop.wake('mutation');
    await slow.reached;
    for (const reason of ['mutation', 'focus', 'focus', 'online', 'send-now'] as const) tab.loop.wake(reason);
    slow.letGo();
    expect(await tab.rests()).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(network.sent).toHaveLength(1);
  });

  it('while it is looked for more is not lost either', async () => {
    const { office, network, phone, tab } = village();
    const { store } = phone;
    const read = store.read.bind(store);
    const slow = held((to, text) => to.exchange(text));
    network.plan(slow.passage);
    tab.loop.wake('start');
    await slow.reached;
    tab.loop.wake('mutation');
    let id = '';
    store.read = async (limit) => {
      store.read = read;
      const before = await read(limit);
      id = await phone.buys();
      tab.loop.wake('mutation');
      return before;
    };
    slow.letGo();
    expect(await tab.rests()).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(office.ids).toEqual([id]);
    expect(network.sent).toHaveLength(2);
  });

  it('for a catalogue that is wanted since then asks for it', async () => {
    const { network, phone, tab } = village();
    tab.loop.wake('start');
    await tab.rests();
    phone.store.memory.directory.set('35.13.04', ['katalog:35.13.04']);
    const slow = held((to, text) => to.exchange(text));
    network.plan(slow.passage);
    tab.loop.wake('mutation');
    await slow.reached;
    await phone.store.want('35.13.04');
    tab.loop.wake('mutation');
    slow.letGo();
    await tab.rests();
    expect(network.sent).toHaveLength(3);
  });

  it('from within the callback of the state is not lost either', async () => {
    const { network, phone, exclusive } = village();
    const loop = new SyncLoop({
      ...phone.parts,
      ...phone.photoParts,
      exclusive,
      random: () => 0.5,
      tell: ({ phase }) => {
        if (phase === 'idle' && network.sent.length === 1) loop.wake('mutation');
        if (phase === 'idle' && network.sent.length === 2) done();
      },
    });
    let done = () => {};
    const twice = new Promise<void>((resolve) => (done = resolve));
    loop.wake('start');
    await twice;
    expect(network.sent).toHaveLength(2);
    expect(phone.clock.pending).toHaveLength(1);
  });

  it('that fails for want of a network is answered by one more try', async () => {
    const { network, tab } = village();
    const slow = held(async () => ({ kind: 'unreachable' }));
    network.plan(slow.passage);
    tab.loop.wake('start');
    await slow.reached;
    tab.loop.wake('online');
    slow.letGo();
    expect(await tab.rests()).toMatchObject({ phase: 'idle', problem: null });
    expect(network.sent).toHaveLength(2);
  });
});

describe('after a failure the loop', () => {
  const cases: { passage: PassageName; problem: SyncProblem }[] = [
    { passage: 'no network', problem: 'unreachable' },
    { passage: 'a portal answers 200 with a page', problem: 'captive-portal' },
    { passage: 'the answer is lost after the commit', problem: 'unreachable' },
    { passage: 'the outcomes are missing', problem: 'defect' },
    { passage: 'the office is busy', problem: 'busy' },
  ];
  it.each(cases)('rests and tries again by itself: $passage', async ({ passage, problem }) => {
    const { office, network, phone, tab, clock } = village();
    const id = await phone.buys();
    network.plan(passage);
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'waiting', problem, unsent: 1 });
    expect(clock.pending).toEqual([FIRST_REST / 2]);
    clock.advance(FIRST_REST / 2);
    expect(await tab.rests()).toMatchObject({ phase: 'idle', problem: null, unsent: 0 });
    expect(office.ids).toEqual([id]);
  });

  it('rests longer each time, up to the longest, and short again after a success', async () => {
    const { network, tab, clock } = village();
    network.plan(...Array.from({ length: 10 }, () => 'no network' as const));
    const rests: number[] = [];
    tab.loop.wake('start');
    for (let i = 0; i < 10; i += 1) {
      await tab.rests();
      rests.push(...clock.pending);
      clock.advance(clock.pending[0] ?? 0);
    }
    expect(rests.slice(0, 3)).toEqual([FIRST_REST / 2, FIRST_REST, FIRST_REST * 2]);
    expect(rests.slice(8)).toEqual([LONGEST_REST / 2, LONGEST_REST / 2]);
    expect(await tab.rests()).toMatchObject({ phase: 'idle' });
    network.plan('no network');
    tab.loop.wake('online');
    await tab.rests();
    expect(clock.pending).toEqual([FIRST_REST / 2]);
  });

  it('is woken from its rest, and leaves no second timer behind', async () => {
    const { network, tab, clock } = village();
    network.plan('no network', 'no network');
    tab.loop.wake('start');
    await tab.rests();
    tab.loop.wake('online');
    await tab.rests();
    expect(network.sent).toHaveLength(2);
    expect(clock.pending).toEqual([FIRST_REST]);
  });

  it('is not chased by a browser that wakes it after each failure', async () => {
    const { network, tab, clock } = village();
    network.plan(...Array.from({ length: 50 }, () => 'a portal answers 200 with a page' as const));
    tab.onTell = ({ problem }) => {
      if (problem !== null) tab.loop.wake('background');
    };
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'waiting', problem: 'captive-portal' });
    expect(network.sent).toHaveLength(1);
    clock.set(clock.now() + BACKGROUND_REST);
    tab.loop.wake('background');
    await tab.rests();
    expect(network.sent).toHaveLength(2);
  });

  it('leaves the office alone for as long as it asks, whatever happens meanwhile', async () => {
    const { network, phone, tab, clock } = village(0);
    await phone.buys();
    network.plan(async () => refusal('busy', 30));
    tab.loop.wake('start');
    await tab.rests();
    expect(clock.pending).toEqual([30_000]);
    clock.advance(29_999);
    for (const reason of ['mutation', 'online', 'focus'] as const) tab.loop.wake(reason);
    await tab.rests();
    expect(network.sent).toHaveLength(1);
    clock.advance(1);
    expect(await tab.rests()).toMatchObject({ phase: 'idle', unsent: 0 });
  });

  it('asks all the same when the person wishes it, and from then on goes by the newest answer', async () => {
    const { network, phone, tab, clock } = village(0);
    network.plan(async () => refusal('busy', 3_600));
    tab.loop.wake('start');
    await tab.rests();
    tab.loop.wake('send-now');
    expect(await tab.rests()).toMatchObject({ phase: 'idle', problem: null });
    // Neither the hour that is over nor a clock that was set back holds up what comes then.
    clock.set(1);
    await phone.buys();
    tab.loop.wake('mutation');
    expect(await tab.rests()).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(network.sent).toHaveLength(3);
  });

  it('does not wait for a clock that was set back, only for its timer', async () => {
    const { network, tab, clock } = village(0);
    network.plan(async () => refusal('busy', 30));
    tab.loop.wake('start');
    await tab.rests();
    clock.set(clock.now() - 94_608_000_000);
    clock.advance(30_000);
    expect(await tab.rests()).toMatchObject({ phase: 'idle', problem: null });
  });

  it.each(['old-version', 'new-version'] as const)('asks no more often than for news: %s', async (code) => {
    const { network, tab, clock } = village();
    network.plan(async () => refusal(code));
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'waiting', problem: code });
    expect(clock.pending).toEqual([HEARTBEAT]);
  });

  it('says that the phone cannot write, and with what error', async () => {
    const { phone, tab, clock } = village();
    await phone.buys();
    const { store } = phone;
    const settle = store.settle.bind(store);
    const full = new Error('QuotaExceededError');
    store.settle = async () => {
      throw full;
    };
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'waiting', problem: 'storage', cause: full });
    store.settle = settle;
    clock.advance(FIRST_REST);
    expect(await tab.rests()).toMatchObject({ phase: 'idle', problem: null, cause: undefined, unsent: 0 });
  });

  it('rests when an office goes in circles', async () => {
    const { network, phone, tab, clock } = village();
    network.plan(
      ...Array.from({ length: LONGEST_ROUND }, () => async (office: ModelOffice, text: string) => {
        const reply = await office.exchange(text);
        return { ...reply, body: { ...(reply as { body: object }).body, more: true } } as Reply;
      }),
    );
    await phone.buys();
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'waiting', problem: null });
    expect(network.sent).toHaveLength(LONGEST_ROUND);
    clock.advance(LONGEST_REST);
    expect(await tab.rests()).toMatchObject({ phase: 'idle' });
  });
});

describe('a session that ended', () => {
  it('pauses sending, never recording, until somebody signs in', async () => {
    const { office, network, phone, tab, clock } = village();
    const first = await phone.buys();
    office.session = null;
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'paused', problem: 'signed-out', unsent: 1 });
    expect(clock.pending).toEqual([]);
    const second = await phone.buys();
    for (const reason of ['mutation', 'online', 'focus', 'send-now'] as const) tab.loop.wake(reason);
    await tab.rests();
    expect(network.sent).toHaveLength(1);
    office.session = OWNER;
    tab.loop.wake('sign-in');
    expect(await tab.rests()).toMatchObject({ phase: 'idle', problem: null, unsent: 0 });
    expect(office.ids).toEqual([first, second]);
  });

  it('in the middle of a backlog keeps what was delivered and what was not', async () => {
    const { office, network, phone, tab } = village();
    for (let i = 0; i < 300; i += 1) await phone.buys();
    network.plan('fine', 'the session ended');
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'paused', unsent: 50 });
    tab.loop.wake('sign-in');
    await tab.rests();
    expect(office.ids).toHaveLength(300);
    expect(new Set(phone.states)).toEqual(new Set(['acked']));
  });

  it('and a sign-in while that is being found out is tried at once', async () => {
    const { network, tab } = village();
    const slow = held(async () => refusal('signed-out'));
    network.plan(slow.passage);
    tab.loop.wake('start');
    await slow.reached;
    tab.loop.wake('sign-in');
    slow.letGo();
    expect(await tab.rests()).toMatchObject({ phase: 'idle', problem: null });
  });

  it("pauses also when it is somebody else's, and sends nothing under it", async () => {
    const { office, phone, tab } = village();
    await phone.buys();
    office.session = 'somebody-else';
    tab.loop.wake('start');
    expect(await tab.rests()).toMatchObject({ phase: 'paused', problem: 'other-account' });
    expect(office.ids).toEqual([]);
    expect(phone.states).toEqual(['unsent']);
  });
});

describe('two tabs', () => {
  it('never send at once; the second looks again and finds nothing left to send', async () => {
    const { office, network, phone, exclusive, tab, clock } = village();
    const other = new Tab(phone, exclusive);
    const slow = held((to, text) => to.exchange(text));
    network.plan(slow.passage);
    const id = await phone.buys();
    tab.loop.wake('mutation');
    await slow.reached;
    other.loop.wake('mutation');
    expect(await other.rests()).toMatchObject({ phase: 'waiting', problem: null });
    expect(network.sent).toHaveLength(1);
    slow.letGo();
    await tab.rests();
    clock.advance(3_000);
    expect(await other.rests()).toMatchObject({ phase: 'idle', unsent: 0 });
    expect(office.ids).toEqual([id]);
    expect(network.sent).toHaveLength(2);
  });
});

describe('a stopped loop', () => {
  it('leaves no timer, and no wake starts it again', async () => {
    const { network, tab, clock } = village();
    tab.loop.wake('start');
    await tab.rests();
    await tab.loop.stop();
    expect(clock.pending).toEqual([]);
    tab.loop.wake('send-now');
    clock.advance(HEARTBEAT);
    expect(network.sent).toHaveLength(1);
  });

  it('ends an exchange that is on its way by taking its answer in, and says nothing more', async () => {
    const { network, phone, tab, clock } = village();
    await phone.buys();
    const slow = held((to, text) => to.exchange(text));
    network.plan(slow.passage);
    tab.loop.wake('start');
    await slow.reached;
    const stopped = tab.loop.stop();
    tab.loop.wake('mutation');
    slow.letGo();
    await stopped;
    expect(phone.states).toEqual(['acked']);
    expect(tab.phases).toEqual(['sending']);
    expect(clock.pending).toEqual([]);
    expect(network.sent).toHaveLength(1);
  });
});
