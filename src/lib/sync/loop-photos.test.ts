import { describe, expect, it } from 'vitest';
import { ModelNetwork } from '../../../tests/model/network.ts';
import { ModelOffice, refusal } from '../../../tests/model/office.ts';
import { ModelPhone, OWNER } from '../../../tests/model/phone.ts';
import { HEARTBEAT, SyncLoop, type SyncState } from './loop.ts';

const bytes = (n: number, size = 70_000) => new Uint8Array(size).fill(n);

function village() {
  const office = new ModelOffice(OWNER);
  const network = new ModelNetwork(office);
  const phone = new ModelPhone(network);
  /** How many parts had left when the lock was taken, each time. */
  const holds: number[] = [];
  const waiting: (() => void)[] = [];
  const loop = new SyncLoop({
    ...phone.parts,
    ...phone.photoParts,
    random: () => 0.5,
    exclusive: async (work) => {
      holds.push(network.parts.length);
      await work();
      return true;
    },
    tell: () => {
      for (const look of waiting.splice(0)) look();
    },
  });
  const rests = async (): Promise<SyncState> => {
    while (loop.state.phase === 'sending') await new Promise<void>((resolve) => waiting.push(resolve));
    return loop.state;
  };
  return { office, network, phone, loop, holds, rests };
}

describe('the loop with photos', () => {
  it('sends them after the exchange, in a hold of their own, and then rests', async () => {
    const { office, network, phone, loop, holds, rests } = village();
    await phone.photographs(bytes(1));
    loop.wake('start');
    expect(await rests()).toMatchObject({ phase: 'idle', problem: null });
    expect(office.photos).toHaveLength(1);
    expect(network.sent).toHaveLength(1);
    expect(holds).toEqual([0, 0]);
    expect(phone.clock.pending).toEqual([HEARTBEAT]);
  });

  it('lets a new record go before the next part', async () => {
    const { office, network, phone, loop, rests } = village();
    await phone.photographs(bytes(1));
    let partsBefore = 0;
    network.planPhotos(async (to, part) => {
      await phone.buys();
      loop.wake('mutation');
      return to.photo(part);
    });
    const exchange = network.exchange.bind(network);
    network.exchange = async (text) => {
      if (network.sent.length === 1) partsBefore = network.parts.length;
      return exchange(text);
    };
    loop.wake('start');
    await rests();
    expect(partsBefore).toBe(1);
    expect(phone.states).toEqual(['acked', 'acked']);
    expect(office.photos).toHaveLength(1);
    expect(network.sent).toHaveLength(2);
  });

  it('sends none while the exchange did not end well', async () => {
    const { network, phone, loop, rests } = village();
    await phone.photographs(bytes(1));
    network.plan('the office is busy');
    loop.wake('start');
    await rests();
    expect(network.parts).toEqual([]);
  });

  it('rests longer each time that photos fail, although exchanges go well', async () => {
    const { network, phone, loop, rests } = village();
    await phone.photographs(bytes(1));
    const pauses: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      network.planPhotos('cut on the way up');
      if (i === 0) loop.wake('start');
      else phone.clock.advance(phone.clock.pending[0] ?? 0);
      expect(await rests()).toMatchObject({ phase: 'waiting', problem: 'unreachable', unsent: 0 });
      pauses.push(phone.clock.pending[0] ?? 0);
    }
    expect(pauses[1]).toBe(2 * (pauses[0] ?? 0));
    expect(pauses[2]).toBe(4 * (pauses[0] ?? 0));
  });

  it('sends no photo before the office wants to be asked for one again, and records all the same', async () => {
    const { office, network, phone, loop, rests } = village();
    await phone.photographs(bytes(1));
    network.planPhotos(async () => refusal('busy', 60));
    loop.wake('start');
    expect(await rests()).toMatchObject({ phase: 'waiting', problem: 'busy' });
    expect(phone.clock.pending[0]).toBeGreaterThanOrEqual(60_000);
    await phone.buys();
    loop.wake('mutation');
    expect(await rests()).toMatchObject({ phase: 'idle', problem: null });
    expect(phone.states).toEqual(['acked', 'acked']);
    expect(network.parts).toHaveLength(1);
    phone.clock.advance(phone.clock.pending[0] ?? 0);
    await rests();
    expect(office.photos).toHaveLength(1);
  });

  it('sends one at once when the person presses, whatever the office asked', async () => {
    const { office, network, phone, loop, rests } = village();
    await phone.photographs(bytes(1));
    network.planPhotos(async () => refusal('busy', 60));
    loop.wake('start');
    await rests();
    loop.wake('send-now');
    await rests();
    expect(office.photos).toHaveLength(1);
  });

  it('pauses when the session ended between two parts', async () => {
    const { network, phone, loop, rests } = village();
    await phone.photographs(bytes(1));
    network.planPhotos('fine', 'the session ended');
    loop.wake('start');
    expect(await rests()).toMatchObject({ phase: 'paused', problem: 'signed-out' });
    expect(phone.clock.pending).toEqual([]);
  });

  it('tries again those that were kept for another network when the person presses meanwhile', async () => {
    const { office, network, phone, loop, rests } = village();
    await phone.photographs(bytes(1), bytes(2));
    let pressed = false;
    phone.mayPhoto = () => pressed || network.parts.length < 3;
    network.planPhotos('fine', 'fine', async (to, part) => {
      pressed = true;
      loop.wake('send-now');
      return to.photo(part);
    });
    loop.wake('start');
    await rests();
    expect(office.photos).toHaveLength(2);
  });

  it('stops between two parts', async () => {
    const { network, phone, loop } = village();
    await phone.photographs(bytes(1));
    let stopped = Promise.resolve();
    network.planPhotos((to, part) => {
      stopped = loop.stop();
      return to.photo(part);
    });
    const under = new Promise<void>((resolve) => {
      const photo = network.photo.bind(network);
      network.photo = async (part) => {
        const reply = await photo(part);
        resolve();
        return reply;
      };
    });
    loop.wake('start');
    await under;
    await stopped;
    expect(network.parts).toHaveLength(1);
  });
});
