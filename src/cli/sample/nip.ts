import type { Day } from '#lib/domain/day.ts';
import { parseNip, type Nip, type NipKind } from '#lib/domain/nip.ts';
import type { Sex } from './names.ts';

export interface NipFacts {
  readonly kind: NipKind;
  readonly birth: Day;
  /** When the service began: its month stands in a PNS's number, its year in a PPPK's. */
  readonly start: Day;
  readonly sex: Sex;
  /** The last three digits that are tried first; the next ones are where they are taken. */
  readonly tail: number;
}

/** Hands out numbers that no two people share. A PPPK's first contract is counted as 21. */
export class NipRegister {
  private readonly taken = new Set<string>();

  /** Takes a number that was told. */
  claim(text: string): void {
    const nip = parseNip(text);
    if (!nip.ok || this.taken.has(nip.value)) throw new RangeError(`${text} is taken, or no number`);
    this.taken.add(nip.value);
  }

  next({ kind, birth, start, sex, tail }: NipFacts): Nip {
    const middle = kind === 'pns' ? start.slice(5, 7) : '21';
    const stem = birth.replaceAll('-', '') + start.slice(0, 4) + middle + (sex === 'm' ? '1' : '2');
    for (let serial = tail; serial < 1_000; serial += 1) {
      const nip = parseNip(stem + String(serial).padStart(3, '0'));
      if (!nip.ok || this.taken.has(nip.value)) continue;
      this.taken.add(nip.value);
      return nip.value;
    }
    throw new RangeError(`no free number after ${stem}`);
  }
}
