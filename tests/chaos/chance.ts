/** Chance that a seed repeats: mulberry32, good enough to choose moments. Numbers from 0 up to 1. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number from `low` up to and with `high`. */
export const between = (chance: () => number, low: number, high: number): number =>
  low + Math.floor(chance() * (high - low + 1));
