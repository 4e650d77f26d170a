import { createHash } from 'node:crypto';
import type { Schedule } from './schedule.ts';

/** Lines that are kept to be shown when a promise breaks. */
const KEPT = 80;
/** Characters that are hashed at a time: line by line costs more than what they tell of. */
const HASHED = 8_192;

/** What happened, line by line. Its hash is the same when the same happened in the same order. */
export class Trace {
  readonly #hash = createHash('sha256');
  readonly #last: string[] = [];
  #unhashed = '';
  readonly #schedule: Schedule;
  /** How often each fault happened. */
  readonly counts = new Map<string, number>();

  readonly #also: (line: string) => void;

  /** `also` gets every line, for who wants to read a whole world. */
  constructor(schedule: Schedule, also: (line: string) => void = () => undefined) {
    this.#schedule = schedule;
    this.#also = also;
  }

  say(who: string, what: string): void {
    const line = `${new Date(this.#schedule.now).toISOString()} ${who}: ${what}`;
    this.#unhashed += `${line}\n`;
    if (this.#unhashed.length > HASHED) this.#takeIn();
    this.#also(line);
    this.#last.push(line);
    if (this.#last.length > KEPT) this.#last.shift();
  }

  /** A fault happened: it is counted as well. */
  fault(who: string, name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    this.say(who, `FAULT ${name}`);
  }

  #takeIn(): void {
    this.#hash.update(this.#unhashed);
    this.#unhashed = '';
  }

  get digest(): string {
    this.#takeIn();
    return this.#hash.copy().digest('hex').slice(0, 16);
  }

  get last(): readonly string[] {
    return this.#last;
  }
}
