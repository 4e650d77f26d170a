/* Long because every way in which a photo can fare is told. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256OfBytes } from '#lib/client/hash.ts';
import { PHOTO_PART_BYTES } from '#lib/protocol/limits.ts';
import { ModelNetwork, PHOTO_PASSAGES, type PhotoPassageName } from '../../../tests/model/network.ts';
import { ModelOffice, NO_PICTURE, refusal } from '../../../tests/model/office.ts';
import { ModelPhone, OWNER } from '../../../tests/model/phone.ts';
import { PHOTO_HOLD, SMALLEST_PART } from './photos.ts';

function village() {
  const office = new ModelOffice(OWNER);
  const network = new ModelNetwork(office);
  return { office, network, phone: new ModelPhone(network) };
}

/** A photo of its own for every `n`. */
function photo(n: number, size = 90_000): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i += 1) bytes[i] = 1 + ((i * 7 + n * 31 + (i >> 8)) % 250);
  return bytes;
}

const states = (phone: ModelPhone) => phone.store.memory.photos.map(({ state }) => state);
const offsets = (network: ModelNetwork) => network.parts.map(({ from, bytes }) => [from, bytes.length]);

/** Starts the engine anew on what the phone holds, as after a kill. */
function killed(phone: ModelPhone, network: ModelNetwork): ModelPhone {
  const again = new ModelPhone(network);
  again.store.memory = structuredClone(phone.store.memory);
  again.clock.advance(phone.clock.now() - again.clock.now());
  return again;
}

describe('a photo', () => {
  it('goes in parts after its record, without asking first, and is acknowledged once it is stored', async () => {
    const { office, network, phone } = village();
    await phone.photographs(photo(1));
    await phone.exchange();
    expect(await phone.sendPhotos()).toMatchObject({ problem: null, again: false });
    expect(offsets(network)).toEqual([
      [0, PHOTO_PART_BYTES],
      [PHOTO_PART_BYTES, PHOTO_PART_BYTES],
      [2 * PHOTO_PART_BYTES, 90_000 - 2 * PHOTO_PART_BYTES],
    ]);
    expect(office.photos).toEqual([await sha256OfBytes(photo(1))]);
    expect(states(phone)).toEqual(['acked']);
    expect(phone.shown[0]).toMatchObject({ delivery: 'lengkap', photosWanted: [] });
  });

  it('does not go before its record was acknowledged, nor when the record was refused', async () => {
    const { network, phone } = village();
    await phone.photographs(photo(1));
    await phone.sendPhotos();
    const [row] = phone.outbox;
    phone.store.memory.outbox = row ? [{ ...row, state: 'refused', code: 'unknown-umkm' }] : [];
    await phone.sendPhotos();
    expect(network.parts).toEqual([]);
    expect(states(phone)).toEqual(['unsent']);
  });

  it.each(['cut on the way up', 'the answer is lost', 'the answer is cut'] as const)(
    'goes on where the office has it, with one question, after: %s',
    async (passage) => {
      const { office, network, phone } = village();
      await phone.photographs(photo(1));
      await phone.exchange();
      network.planPhotos('fine', passage);
      expect((await phone.sendPhotos()).problem).not.toBe(null);
      expect(states(phone)).toEqual(['unsent']);
      await phone.sendPhotos();
      expect(offsets(network).filter(([, length]) => length === 0)).toHaveLength(1);
      const sent = offsets(network).reduce((sum, [, length = 0]) => sum + length, 0);
      expect(sent).toBeLessThanOrEqual(90_000 + PHOTO_PART_BYTES);
      expect(office.photos).toHaveLength(1);
      expect(states(phone)).toEqual(['acked']);
    },
  );

  it('is asked about after the browser was killed, and not sent again', async () => {
    const { network, phone } = village();
    await phone.photographs(photo(1));
    await phone.exchange();
    network.planPhotos('fine', 'fine', 'the answer is lost');
    await phone.sendPhotos();
    const again = killed(phone, network);
    await again.sendPhotos();
    expect(offsets(network)).toHaveLength(4);
    expect(offsets(network)[3]).toEqual([0, 0]);
    expect(states(again)).toEqual(['acked']);
  });

  const refused = ['photo-unreadable', 'photo-too-many-pixels'] as const;
  it.each(refused)(
    'that the office refuses for good is settled as refused, and others go on: %s',
    async (code) => {
      const { office, network, phone } = village();
      await phone.photographs(photo(1), photo(2));
      await phone.exchange();
      network.planPhotos('fine', 'fine', async () => refusal(code));
      expect(await phone.sendPhotos()).toMatchObject({ problem: null });
      expect(phone.store.memory.photos.map(({ state, code: told }) => [state, told])).toEqual([
        ['refused', code],
        ['acked', null],
      ]);
      expect(office.photos).toEqual([await sha256OfBytes(photo(2))]);
    },
  );

  it('that nobody wants yet is passed over until the next round', async () => {
    const { office, network, phone } = village();
    await phone.photographs(photo(1));
    await phone.photographs(photo(2, 5_000));
    await phone.exchangeAll();
    network.planPhotos(async () => refusal('photo-unwanted'));
    expect(await phone.sendPhotos()).toMatchObject({ problem: null, again: false });
    expect(states(phone)).toEqual(['unsent', 'acked']);
    await phone.sendPhotos();
    expect(office.photos).toHaveLength(2);
  });

  it('that one more than the limit is settled as unwanted, and asked about no more', async () => {
    const { network, phone } = village();
    const id = await phone.photographs(photo(1, 4_000), photo(2, 4_000), photo(3, 4_000));
    await phone.attaches(id, photo(4, 4_000));
    await phone.exchangeAll();
    await phone.sendPhotos();
    const settled = ['acked', 'acked', 'acked', 'refused'];
    expect(states(phone)).toEqual(settled);
    expect(phone.store.memory.photos[3]).toMatchObject({ code: 'photo-unwanted' });
    const asked = network.parts.length;
    await phone.exchangeAll();
    await phone.sendPhotos();
    expect(network.parts).toHaveLength(asked);
    expect(states(phone)).toEqual(settled);
  });

  it('whose bytes are gone is settled as gone, with nothing asked, and the others go on', async () => {
    const { office, network, phone } = village();
    await phone.photographs(photo(1, 4_000), photo(2, 5_000));
    await phone.exchange();
    const nextPhoto = phone.store.nextPhoto.bind(phone.store);
    phone.store.nextPhoto = async (passed) => {
      const next = await nextPhoto(passed);
      return next?.size === 4_000 ? { ...next, part: async () => null } : next;
    };
    expect(await phone.sendPhotos()).toMatchObject({ problem: null });
    expect(states(phone)).toEqual(['refused', 'acked']);
    expect(phone.store.memory.photos[0]).toMatchObject({ code: 'photo-gone' });
    expect(network.parts).toHaveLength(1);
    expect(office.photos).toEqual([await sha256OfBytes(photo(2, 5_000))]);
  });

  it('that arrives damaged starts anew, but not for ever', async () => {
    const { network, phone } = village();
    await phone.photographs(photo(1, 20_000));
    await phone.exchange();
    network.planPhotos(...Array<PhotoPassageName>(20).fill('it arrives damaged'));
    expect(await phone.sendPhotos()).toMatchObject({ problem: null });
    expect(network.parts).toHaveLength(3);
    expect(states(phone)).toEqual(['unsent']);
  });

  it('over which the office stumbles waits until the others are through', async () => {
    const { office, network, phone } = village();
    await phone.photographs(photo(1, 4_000), photo(2, 5_000));
    await phone.exchange();
    network.planPhotos('the office stumbles');
    expect(await phone.sendPhotos()).toMatchObject({ problem: 'defect' });
    await phone.sendPhotos();
    expect(office.photos).toEqual([await sha256OfBytes(photo(2, 5_000))]);
    await phone.sendPhotos();
    expect(states(phone)).toEqual(['acked', 'acked']);
  });

  it('that the phone cannot read any more holds up no other', async () => {
    const { office, phone } = village();
    await phone.photographs(photo(1, 4_000), photo(2, 5_000));
    await phone.exchange();
    const nextPhoto = phone.store.nextPhoto.bind(phone.store);
    phone.store.nextPhoto = async (passed) => {
      const next = await nextPhoto(passed);
      return next?.size === 4_000 ? { ...next, part: () => Promise.reject(new Error('gone')) } : next;
    };
    expect(await phone.sendPhotos()).toMatchObject({ problem: 'storage' });
    await phone.sendPhotos();
    expect(office.photos).toEqual([await sha256OfBytes(photo(2, 5_000))]);
  });

  it('is not sent while the person keeps it for another network, also when that changes on the way', async () => {
    const { network, phone } = village();
    await phone.photographs(photo(1));
    await phone.exchange();
    phone.mayPhoto = () => network.parts.length > 0 && network.parts.length < 2;
    await phone.sendPhotos();
    expect(network.parts).toHaveLength(0);
    phone.mayPhoto = () => network.parts.length < 2;
    await phone.sendPhotos();
    expect(network.parts).toHaveLength(2);
    expect(states(phone)).toEqual(['unsent']);
  });

  it('is called off between two parts, and after a long hold', async () => {
    const { network, phone } = village();
    await phone.photographs(photo(1));
    await phone.exchange();
    expect(await phone.sendPhotos(async () => network.parts.length === 1)).toMatchObject({ again: true });
    expect(network.parts).toHaveLength(1);
    network.planPhotos((office, part) => {
      phone.clock.advance(PHOTO_HOLD);
      return office.photo(part);
    });
    expect(await phone.sendPhotos()).toMatchObject({ again: true });
    expect(network.parts).toHaveLength(2);
  });

  it('goes in smaller parts over a network on which large ones never arrive', async () => {
    const { office, network, phone } = village();
    await phone.photographs(photo(1, 40_000));
    await phone.exchange();
    const slow = async (to: ModelOffice, part: Parameters<ModelOffice['photo']>[0]) =>
      part.bytes.length > SMALLEST_PART ? ({ kind: 'unreachable' } as const) : to.photo(part);
    network.planPhotos(...Array<typeof slow>(200).fill(slow));
    for (let i = 0; i < 200 && office.photos.length === 0; i += 1) await phone.sendPhotos();
    expect(office.photos).toHaveLength(1);
  });

  it('that is no picture is refused by the office itself', async () => {
    const { phone } = village();
    const bytes = photo(1, 9_000);
    bytes[0] = NO_PICTURE;
    await phone.photographs(bytes);
    await phone.exchange();
    await phone.sendPhotos();
    expect(phone.store.memory.photos[0]).toMatchObject({ state: 'refused', code: 'photo-unreadable' });
  });

  it.each(['a portal answers 401', 'the session ended'] as const)(
    'pauses nothing but by our own word: %s',
    async (passage) => {
      const { network, phone } = village();
      await phone.photographs(photo(1));
      await phone.exchange();
      network.planPhotos(passage);
      const { problem } = await phone.sendPhotos();
      expect(problem).toBe(passage === 'the session ended' ? 'signed-out' : 'captive-portal');
    },
  );
});

type Event =
  | { readonly do: 'photograph'; readonly photos: readonly number[] }
  | { readonly do: 'attach'; readonly photo: number }
  | { readonly do: 'exchange' | 'kill the phone' | 'back up' | 'restore' | 'move house' }
  | { readonly do: 'send'; readonly passages: readonly PhotoPassageName[] }
  | { readonly do: 'send twice at once'; readonly passages: readonly PhotoPassageName[] };

const passages = fc.array(fc.constantFrom(...(Object.keys(PHOTO_PASSAGES) as PhotoPassageName[])), {
  maxLength: 6,
});
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('photograph' as const),
      photos: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('attach' as const), photo: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.constant({ do: 'exchange' } as const) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), passages }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('send twice at once' as const), passages }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'kill the phone' as const,
        'back up' as const,
        'restore' as const,
        'move house' as const,
      ),
    }),
  },
);

class Life {
  readonly office = new ModelOffice(OWNER);
  readonly network = new ModelNetwork(this.office);
  readonly hashes = new Set<string>();
  phone = new ModelPhone(this.network);

  async happens(event: Event): Promise<void> {
    switch (event.do) {
      case 'photograph': {
        const taken = event.photos.map((n) => photo(n, 40_000 + n));
        for (const bytes of taken) this.hashes.add(await sha256OfBytes(bytes));
        await this.phone.photographs(...taken);
        return;
      }
      case 'attach': {
        const [purchase] = this.phone.shown;
        if (purchase === undefined || purchase.photos.length >= 3) return;
        const bytes = photo(event.photo, 35_000 + event.photo);
        this.hashes.add(await sha256OfBytes(bytes));
        await this.phone.attaches(purchase.id, bytes);
        return;
      }
      case 'exchange':
        await this.phone.exchange();
        return;
      case 'send':
      case 'send twice at once':
        return this.#sends(event.passages, event.do === 'send' ? 1 : 2);
      case 'kill the phone':
        this.phone = killed(this.phone, this.network);
        return;
      case 'back up':
        return this.office.backUp();
      case 'restore':
        return this.office.restore();
      case 'move house':
        return this.office.moveHouse();
    }
  }

  async #sends(planned: readonly PhotoPassageName[], senders: number): Promise<void> {
    const acked = () =>
      this.phone.store.memory.photos.flatMap(({ hash, state }) => (state === 'acked' ? [hash] : []));
    const before = new Set(acked());
    this.network.planPhotos(...planned);
    await Promise.all(Array.from({ length: senders }, () => this.phone.sendPhotos()));
    // Whatever the phone calls acknowledged since, the office has.
    expect(acked().filter((hash) => !before.has(hash) && !this.office.photos.includes(hash))).toEqual([]);
  }

  async calmsDown(): Promise<void> {
    this.network.calm();
    for (let i = 0; i < 4; i += 1) {
      await this.phone.exchangeAll();
      await this.phone.sendPhotos();
    }
  }
}

describe('whatever happens, in whatever order', () => {
  it('every photo arrives, once, and nothing is called acknowledged without proof', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 20 }), async (events) => {
        const life = new Life();
        for (const one of events) await life.happens(one);
        await life.calmsDown();
        expect(life.office.photos).toEqual([...life.hashes].sort());
        expect(states(life.phone).every((state) => state === 'acked')).toBe(true);
        expect(life.phone.shown.every(({ delivery }) => delivery === 'lengkap')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('at most one part is sent again for every cut', async () => {
    const cuts = [
      'cut on the way up',
      'the answer is lost',
      'the answer is cut',
      'a portal redirects',
    ] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 100_000 }),
        fc.array(fc.tuple(fc.constantFrom('fine' as const, ...cuts), fc.boolean()), { maxLength: 12 }),
        async (size, tries) => {
          const { office, network, phone: first } = village();
          let phone = first;
          await phone.photographs(photo(1, size));
          await phone.exchange();
          network.planPhotos(...tries.map(([passage]) => passage));
          for (const [, kill] of [...tries, ['fine', false] as const]) {
            await phone.sendPhotos();
            if (kill) phone = killed(phone, network);
          }
          const cut = tries.filter(([passage]) => passage !== 'fine').length;
          const sent = network.parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
          expect(office.photos).toHaveLength(1);
          expect(sent).toBeLessThanOrEqual(size + cut * PHOTO_PART_BYTES);
        },
      ),
      { numRuns: 200 },
    );
  });
});
