import { createHash } from 'node:crypto';

/** Chance that can be repeated: the same seed gives the same numbers, on any machine. */
export class Chance {
  #state: [number, number, number, number];

  constructor(seed: string) {
    const bytes = createHash('sha256').update(seed).digest();
    this.#state = [0, 4, 8, 12].map((at) => bytes.readUInt32LE(at)) as [number, number, number, number];
    this.#seed = seed;
  }

  readonly #seed: string;

  /** Chance of its own for a part of the world, so that one part's throws do not shift another's. */
  of(part: string): Chance {
    return new Chance(`${this.#seed}/${part}`);
  }

  /** From 0 up to 1 (sfc32, by C. Doty-Humphrey). */
  readonly next = (): number => {
    let [a, b, c, d] = this.#state;
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    this.#state = [a, b, c | 0, d];
    return (t >>> 0) / 4_294_967_296;
  };

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  happens(share: number): boolean {
    return this.next() < share;
  }

  oneOf<T>(things: readonly T[]): T {
    const thing = things[this.whole(0, things.length - 1)];
    if (thing === undefined) throw new Error('one of nothing');
    return thing;
  }

  /** One of the names, each as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    const all = Object.entries(weights) as [Name, number][];
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of all) {
      left -= weight;
      if (left < 0) return name;
    }
    throw new Error('nothing weighs anything');
  }

  /** A UUID in form, of version 7, beginning with an instant as the phones' ids do. */
  uuid(at: number): string {
    const hex = (count: number) =>
      Array.from({ length: count }, () => this.whole(0, 15).toString(16)).join('');
    const time = Math.max(0, at).toString(16).padStart(12, '0').slice(-12);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-a${hex(3)}-${hex(12)}`;
  }
}
