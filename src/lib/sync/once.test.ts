import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '#lib/protocol/change.ts';
import { MEMORY_DAYS } from '#lib/protocol/limits.ts';
import { ModelNetwork, PASSAGES, type PassageName } from '../../../tests/model/network.ts';
import { FLAG, ModelOffice, REFUSE, STUCK } from '../../../tests/model/office.ts';
import { ModelPhone, OWNER } from '../../../tests/model/phone.ts';

/*
 * The promises that everything else stands on, for any order of events: every record arrives exactly once,
 * and what the phone calls acknowledged is at the office.
 */

const names = Object.keys(PASSAGES) as PassageName[];

type Event =
  | { readonly do: 'record'; readonly note: string }
  | { readonly do: 'amend'; readonly which: number; readonly withdraw: boolean }
  | { readonly do: 'exchange'; readonly passage: PassageName }
  | { readonly do: 'exchange twice at once'; readonly passages: readonly [PassageName, PassageName] }
  | { readonly do: 'kill the phone' }
  | { readonly do: 'break or mend the office' }
  | { readonly do: 'back up' }
  | { readonly do: 'restore' }
  | { readonly do: 'move house' }
  | { readonly do: 'wait'; readonly days: number };

const passage = fc.constantFrom(...names);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('record' as const),
      note: fc.constantFrom('', '', FLAG, REFUSE, STUCK),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('amend' as const), which: fc.nat(50), withdraw: fc.boolean() }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('exchange' as const), passage }) },
  { weight: 2, arbitrary: fc.constant({ do: 'exchange', passage: 'fine' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('exchange twice at once' as const),
      passages: fc.tuple(passage, passage),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'kill the phone' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'break or mend the office' } as const) },
  { weight: 2, arbitrary: fc.constant({ do: 'back up' } as const) },
  { weight: 2, arbitrary: fc.constant({ do: 'restore' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'move house' } as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      days: fc.integer({ min: 1, max: MEMORY_DAYS }),
    }),
  },
);

/** A phone, an office and what the person knows to have recorded. */
class Life {
  readonly office = new ModelOffice(OWNER);
  readonly network = new ModelNetwork(this.office);
  readonly recorded: string[] = [];
  phone = new ModelPhone(this.network);

  constructor(page: number) {
    this.office.page = page;
  }

  async happens(event: Event): Promise<void> {
    switch (event.do) {
      case 'record':
        this.recorded.push(await this.phone.buys({ note: event.note }));
        return;
      case 'amend':
        return this.#amend(event.which, event.withdraw);
      case 'exchange':
        return this.#exchanges([event.passage]);
      case 'exchange twice at once':
        return this.#exchanges(event.passages);
      case 'kill the phone': {
        const { memory } = this.phone.store;
        const { clock } = this.phone;
        this.phone = new ModelPhone(this.network);
        this.phone.store.memory = structuredClone(memory);
        this.phone.clock.advance(clock.now() - this.phone.clock.now());
        return;
      }
      case 'break or mend the office':
        this.office.stuck = !this.office.stuck;
        return;
      case 'back up':
        return this.office.backUp();
      case 'restore':
        return this.office.restore();
      case 'move house':
        return this.office.moveHouse();
      case 'wait':
        this.office.clock += event.days * 86_400_000;
        return this.phone.clock.advance(event.days * 86_400_000);
    }
  }

  /** Corrects or withdraws one of the purchases on the screen, naming the version that the person saw. */
  async #amend(which: number, withdraw: boolean): Promise<void> {
    const { shown } = this.phone;
    const purchase = shown[which % Math.max(shown.length, 1)];
    if (purchase === undefined) return;
    const about = { purchase: purchase.id, base: purchase.version, reason: 'Salah' };
    const { umkm, day, amount, items, payment, note } = purchase;
    const fields = { umkm, day, amount: amount + 1, items: [...items], payment, note };
    const newest = this.phone.outbox.find(({ id, state }) => id === purchase.version && state === 'unsent');
    const body = withdraw
      ? ({ type: 'purchase.withdraw', ...about } as const)
      : ({ type: 'purchase.correct', ...about, fields } as const);
    this.recorded.push(await this.phone.does(body, newest?.id ?? null));
  }

  async #exchanges(passages: readonly PassageName[]): Promise<void> {
    const settled = () => this.phone.outbox.flatMap((row) => (row.state === 'unsent' ? [] : [row.id]));
    const before = new Set(settled());
    this.network.plan(...passages);
    const ends = await Promise.all(passages.map(() => this.phone.exchange()));
    if (ends.some(({ heardAt }) => heardAt !== null)) {
      // Heard from the office: whatever the phone calls settled now, the office has.
      expect(settled().filter((id) => !this.office.has(id))).toEqual([]);
    } else {
      expect(settled().filter((id) => !before.has(id))).toEqual([]);
    }
  }

  /** Network and office are well at last, and things come to rest. */
  async calmsDown(): Promise<void> {
    this.office.stuck = false;
    for (let i = 0; i < 3; i += 1) await this.phone.exchangeAll();
  }
}

describe('whatever happens, in whatever order', () => {
  it('the office has every mutation exactly once in the end, and the phone shows what the office holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 40 }),
        fc.integer({ min: 1, max: 20 }),
        async (events, page) => {
          const life = new Life(page);
          for (const one of events) await life.happens(one);
          await life.calmsDown();
          const { office, phone, recorded } = life;
          expect([...office.ids].sort()).toEqual([...recorded].sort());
          expect(phone.states).not.toContain('unsent');
          expect([...phone.store.memory.base.values()].sort(byId)).toEqual(
            [...office.rows('own')].sort(byId),
          );
          const held = new Set(phone.outbox.filter(({ state }) => state === 'refused').map(({ id }) => id));
          const told = phone.shown.filter(({ id }) => !held.has(id));
          expect(told.every(({ delivery }) => delivery === 'terkirim')).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a phone shows every record of its person at every moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
        const life = new Life(3);
        const records = new Set<string>();
        for (const one of events) {
          const count = life.recorded.length;
          await life.happens(one);
          if (one.do === 'record') for (const id of life.recorded.slice(count)) records.add(id);
          const shown = new Set(life.phone.shown.map(({ id }) => id));
          const kept = new Set(life.phone.outbox.map(({ id }) => id));
          expect([...records].filter((id) => kept.has(id) && !shown.has(id))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const idIn = (row: Change) => (row.kind === 'purchase' ? row.id : '');
const byId = (a: Change, b: Change) => (idIn(a) < idIn(b) ? -1 : 1);
