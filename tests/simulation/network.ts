import { PASSAGES, PATIENCE, WEIGHTS } from './passages.ts';
import type { Answered, Asked, SimOffice } from './office.ts';
import type { Chance } from './random.ts';
import type { Schedule } from './schedule.ts';
import type { Watch } from './statements.ts';
import type { Trace } from './trace.ts';

export interface Journey {
  readonly who: string;
  readonly asked: Asked;
  /** ms until the request is at the office, and then until the answer is back. */
  readonly up: number;
  readonly down: number;
}

export interface NetworkParts {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly trace: Trace;
  readonly office: SimOffice;
}

/** All that lies between the phones and the office. */
export class Network {
  readonly #parts: NetworkParts;
  /** The faults are over: every request arrives, and so does every answer. */
  calm = false;

  constructor(parts: NetworkParts) {
    this.#parts = parts;
  }

  /** Carries one request and its answer; null when no answer comes. Takes its time of the schedule. */
  async carry(who: string, asked: Asked): Promise<Answered | null> {
    const { chance, trace } = this.#parts;
    const passage = this.calm ? 'fine' : chance.weighted(WEIGHTS);
    if (passage !== 'fine') trace.fault(who, passage);
    const up = this.calm ? 100 : chance.whole(100, 2_500);
    const down = this.calm ? 100 : chance.whole(100, 2_500);
    return PASSAGES[passage][1](this, { who, asked, up, down });
  }

  get chance(): Chance {
    return this.#parts.chance;
  }

  /** No answer comes: the phone waits so long for it. */
  async nothing(ms: number): Promise<null> {
    await this.#parts.schedule.sleep(Math.max(0, ms));
    return null;
  }

  /** To the office and back, as long as the phone waits: the request arrives in any case. */
  async there({ who, asked, up, down }: Journey, fault: Watch | null = null): Promise<Answered | null> {
    const { schedule } = this.#parts;
    if (up >= PATIENCE) {
      this.again({ who, asked, up, down }, up);
      return this.nothing(PATIENCE);
    }
    await schedule.sleep(up);
    const answer = await this.#ask(asked, fault);
    if (up + down >= PATIENCE) return this.nothing(PATIENCE - up);
    await schedule.sleep(down);
    return answer;
  }

  /** Two copies arrive at the same time. */
  async twice({ asked, up, down }: Journey): Promise<Answered | null> {
    const { schedule, chance, office } = this.#parts;
    await schedule.sleep(up);
    const both = await schedule.whileWorking(() => Promise.all([office.handle(asked), office.handle(asked)]));
    await schedule.sleep(down);
    return both[chance.whole(0, 1)] ?? null;
  }

  /** The request arrives once more, or only then, after `ms`. */
  again({ who, asked }: Journey, ms: number): void {
    const { schedule, trace } = this.#parts;
    schedule.at(schedule.now + ms, () => {
      trace.say(who, 'an old request arrives');
      void this.#ask(asked, null);
    });
  }

  /** Somebody else answers, or our own house without having looked at what was asked. */
  async elsewhere({ up }: Journey, answer: Answered | Promise<Answered>): Promise<Answered> {
    await this.#parts.schedule.sleep(up);
    return answer;
  }

  async #ask(asked: Asked, fault: Watch | null): Promise<Answered | null> {
    const { schedule, office } = this.#parts;
    return schedule.whileWorking(() => office.handle(asked, fault));
  }
}
