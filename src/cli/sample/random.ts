import type { Instant } from '#lib/domain/day.ts';

/**
 * Chance that can be repeated: the same seed makes the same regency. The generator is sfc32 (C. Doty-Humphrey,
 * PractRand; public domain), its state is spread out of the seed's text by FNV-1a with Murmur3's finalizer.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(private readonly seed: string) {
    this.a = scramble(`${seed}/a`);
    this.b = scramble(`${seed}/b`);
    this.c = scramble(`${seed}/c`);
    for (let i = 0; i < 12; i += 1) this.bits();
  }

  /** Another stream that what is drawn from this one does not move. */
  fork(name: string): Random {
    return new Random(`${this.seed}/${name}`);
  }

  /** 32 random bits. */
  bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const found = list[Math.floor(this.next() * list.length)];
    if (found === undefined) throw new RangeError('pick: the list is empty');
    return found;
  }

  /** One of a list, each as likely as its weight says. */
  weighted<T>(list: readonly (readonly [T, number])[]): T {
    let left = this.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) if ((left -= weight) < 0) return value;
    return this.pick(list)[0];
  }

  /** A shuffled copy (Fisher and Yates). */
  shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i -= 1) {
      const j = this.int(0, i);
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }

  /** A UUID of version 7 (RFC 9562) made at an instant. */
  id(at: Instant): string {
    const time = at.toString(16).padStart(12, '0');
    const [x, y, z] = [hex(this.bits()), hex(this.bits()), hex(this.bits())];
    const variant = '89ab'.charAt(this.bits() & 3);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${x.slice(0, 3)}-${variant}${x.slice(3, 6)}-${y}${z.slice(0, 4)}`;
  }
}

const hex = (bits: number) => bits.toString(16).padStart(8, '0');

function scramble(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
