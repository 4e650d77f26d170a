import { dayInWib, monthOf, type Instant } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import {
  arrived,
  corrected,
  flagsOnArrival,
  recorded,
  withdrawn,
  type Purchase,
  type PurchaseFields,
} from '#lib/domain/purchase.ts';
import type { Delivery } from './phones.ts';
import type { Random } from './random.ts';
import { decide, type Decision, type Sitting } from './reviews.ts';

/** Something the office put on record about purchases, in the order it happened. */
export type Step =
  | {
      readonly kind: 'mutation';
      readonly at: Instant;
      readonly delivery: Delivery;
      readonly flagged: boolean;
    }
  | {
      readonly kind: 'review';
      readonly at: Instant;
      readonly officer: string;
      readonly opdId: string;
      readonly decision: Decision;
      readonly purchases: readonly string[];
    };

export interface Ledger {
  readonly steps: readonly Step[];
  /** How each purchase stands after the last step. */
  readonly purchases: ReadonlyMap<string, Purchase>;
}

export interface LedgerFacts {
  readonly random: Random;
  readonly deliveries: readonly Delivery[];
  readonly sittings: readonly Sitting[];
  /** The last instant that is told. */
  readonly now: Instant;
  /** The OPD that somebody's office reports in. */
  readonly opdOf: ReadonlyMap<string, string>;
  readonly officerOf: ReadonlyMap<string, string>;
}

/** A review names at most so many purchases. */
const REVIEWED_AT_ONCE = 200;

/** Replays the year as the office lived it. */
export function keepLedger(facts: LedgerFacts): Ledger {
  const book = new Book(facts);
  const deliveries = [...facts.deliveries].sort(
    (a, b) => a.at - b.at || (a.replica === b.replica ? a.n - b.n : a.replica < b.replica ? -1 : 1),
  );
  const waiting = [...facts.sittings].sort((a, b) => a.at - b.at);
  let next = 0;
  for (const delivery of deliveries) {
    for (let due = waiting[next]; due && due.at <= delivery.at; due = waiting[next]) {
      book.sit(due);
      next += 1;
    }
    book.take(delivery);
  }
  for (const due of waiting.slice(next)) book.sit(due);
  book.tell(deliveries);
  return { steps: book.steps, purchases: book.purchases };
}

class Book {
  readonly steps: Step[] = [];
  readonly purchases = new Map<string, Purchase>();
  private readonly piles = new Map<string, string[]>();

  constructor(private readonly facts: LedgerFacts) {}

  take(delivery: Delivery): void {
    const { id, body, at, person } = delivery;
    if (body.type === 'purchase.record') {
      const flags = arrivalFlags(body.fields, at);
      this.purchases.set(id, arrived(recorded(id, person.id, body.fields), at, flags));
      const key = pile(this.facts.opdOf.get(person.office.id) ?? '', monthOf(body.fields.day));
      const found = this.piles.get(key);
      if (found) found.push(id);
      else this.piles.set(key, [id]);
      this.steps.push({ kind: 'mutation', at, delivery, flagged: flags.length > 0 });
      return;
    }
    const before = this.purchases.get(body.purchase);
    if (before?.version !== body.base) throw new Error(`${id} changes what did not arrive`);
    const after =
      body.type === 'purchase.withdraw'
        ? withdrawn(before, id, body.reason)
        : arrived(corrected(before, id, body.fields, body.reason), at, arrivalFlags(body.fields, at));
    this.purchases.set(before.id, after);
    const flagged = body.type === 'purchase.correct' && after.flags.length > 0;
    this.steps.push({ kind: 'mutation', at, delivery, flagged });
  }

  sit({ at, opdId, month, share }: Sitting): void {
    const { random } = this.facts;
    const decided = new Map<string, { decision: Decision; purchases: string[] }>();
    for (const id of this.piles.get(pile(opdId, month)) ?? []) {
      const purchase = this.purchases.get(id);
      if (!purchase || !random.chance(share)) continue;
      const decision = decide(random, purchase);
      if (!decision) continue;
      const key = `${decision.verdict}|${decision.reason}`;
      const group = decided.get(key) ?? { decision, purchases: [] };
      group.purchases.push(id);
      decided.set(key, group);
    }
    for (const { decision, purchases } of decided.values()) this.review(at, opdId, decision, purchases);
  }

  /** Decisions that the stories tell, a quarter of an hour ago. */
  tell(deliveries: readonly Delivery[]): void {
    for (const { id, told, person } of deliveries) {
      if (told === null) continue;
      const opdId = this.facts.opdOf.get(person.office.id) ?? '';
      this.review(this.facts.now - 15 * 60_000, opdId, told, [id]);
    }
  }

  private review(at: Instant, opdId: string, decision: Decision, ids: readonly string[]): void {
    const officer = this.facts.officerOf.get(opdId);
    if (officer === undefined) return;
    for (let from = 0; from < ids.length; from += REVIEWED_AT_ONCE) {
      const purchases = ids.slice(from, from + REVIEWED_AT_ONCE);
      for (const id of purchases) {
        const before = this.purchases.get(id);
        if (before) this.purchases.set(id, { ...before, ...decision });
      }
      this.steps.push({ kind: 'review', at, officer, opdId, decision, purchases });
    }
  }
}

const pile = (opdId: string, month: string) => `${opdId}|${month}`;

const arrivalFlags = (fields: PurchaseFields, receivedAt: Instant) =>
  flagsOnArrival(fields, {
    receivedAt,
    today: dayInWib(receivedAt),
    umkmListed: fields.umkm.kind === 'listed',
    rulebook: INSTRUKSI_9_2024,
  });
