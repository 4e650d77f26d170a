import { expect, test } from 'vitest';
import type { Exclusive, PhotoPart, Transport } from '#lib/sync/ports.ts';
import { inTurn, partsInTurn } from './turn.ts';

const free: Exclusive = async (work) => {
  await work();
  return true;
};

const never = new AbortController().signal;
const front = { rank: 'front', signal: never } as const;
const behind = { rank: 'behind', signal: never } as const;

/** What began and ended, in that order; each ends when it is told to. */
class Sendings {
  readonly said: string[] = [];
  readonly ends: (() => void)[] = [];

  run = async (name: string) => {
    this.said.push(name);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    this.said.push(`${name} ended`);
  };

  exchange = (name: string, who: Parameters<typeof inTurn>[0]) => inTurn(who, free)(() => this.run(name));

  /** One part of a photo, within a hold for photos. */
  part = (name: string, who: Parameters<typeof inTurn>[0]) => {
    const photo: Transport['photo'] = async () => {
      await this.run(name);
      return { kind: 'unreachable' };
    };
    const transport = partsInTurn(who, { photo } as unknown as Transport);
    return inTurn(who, free)(async () => {
      await transport.photo({} as PhotoPart);
    }, 'photos');
  };

  /** Lets one after the other end, as they begin. */
  async pass(count: number): Promise<void> {
    for (let one = 0; one < count; one += 1) {
      await expect.poll(() => this.ends.length).toBe(one + 1);
      this.ends[one]?.();
    }
  }
}

test('one exchange runs at a time, and who is in front goes before who waited longer', async () => {
  const sendings = new Sendings();
  const all = [
    sendings.exchange('ani', behind),
    sendings.exchange('budi', behind),
    sendings.exchange('citra', front),
  ];
  await sendings.pass(3);
  await Promise.all(all);
  expect(sendings.said).toEqual(['ani', 'ani ended', 'citra', 'citra ended', 'budi', 'budi ended']);
});

test('records of all go before the next part of a photo, whoever waited longer', async () => {
  const sendings = new Sendings();
  const all = [
    sendings.part('part of ani', behind),
    sendings.part('another part of ani', behind),
    sendings.part('part of citra', front),
    sendings.exchange('budi', behind),
    sendings.exchange('citra', front),
  ];
  await sendings.pass(5);
  await Promise.all(all);
  const begun = sendings.said.filter((one) => !one.endsWith('ended'));
  expect(begun).toEqual(['part of ani', 'citra', 'budi', 'part of citra', 'another part of ani']);
});

test('who is called off waits for nobody, and its place is given to the next', async () => {
  const sendings = new Sendings();
  const leaving = new AbortController();
  const first = sendings.part('part of ani', behind);
  const left = sendings.exchange('citra', { rank: 'front', signal: leaving.signal });
  const next = sendings.exchange('budi', behind);
  leaving.abort();
  expect(await left).toBe(false);
  await sendings.pass(2);
  await Promise.all([first, next]);
  expect(sendings.said).toEqual(['part of ani', 'part of ani ended', 'budi', 'budi ended']);
});

test('an exchange that fails hands its turn on', async () => {
  const broken = inTurn(front, () => Promise.reject(new Error('no room')));
  await expect(broken(() => Promise.resolve())).rejects.toThrow('no room');
  expect(await inTurn(behind, free)(() => Promise.resolve())).toBe(true);
});
