/*
 * Where the two figures of the hero cell stand, so that no level of the honey runs through them: the sum,
 * and below it what it is measured against. Coordinates of the drawing: the cell's middle is 0, y grows
 * downwards, the corners of its belt are at ±60.5.
 */

export interface FiguresPlace {
  /** Baselines. */
  readonly sum: number;
  readonly of: number;
  /** The sum's font size; a longer sum is written smaller. */
  readonly size: number;
  /** Whether each stands in the honey, whose figures have a colour of their own. */
  readonly sumInHoney: boolean;
  readonly ofInHoney: boolean;
}

/** Digits are as high as 0.72 of their size. */
const HEIGHT_OF_DIGITS = 0.72;
const OF_HEIGHT = 12.5;
const GAP = 11;
/** Half the wave, half its line, and air. */
const CLEAR = 7;
/** The tallest place a sum of full width still fits in, and the lowest for the smaller line. */
const TOP = -66;
const BOTTOM = 80;
/** Fits the widest of the system fonts that phones and desks have. */
const LARGEST = 38;
/** Letters of `Rp32.000`, which the largest size is made for. */
const LETTERS = 8;

/**
 * The place nearest to the middle that keeps clear of every level. `honey` is the y of the counted honey's
 * level, `soft` that of what waits above it; null where there is none.
 */
export function placeFigures(letters: number, honey: number | null, soft: number | null): FiguresPlace {
  const size = Math.round(Math.min(LARGEST, (LARGEST * LETTERS) / letters) * 10) / 10;
  const height = size * HEIGHT_OF_DIGITS;
  const levels = [honey, soft].filter((level): level is number => level !== null);
  const clear = (top: number, bottom: number) =>
    levels.every((level) => level <= top - CLEAR || level >= bottom + CLEAR);
  const wish = -(height + GAP + OF_HEIGHT) / 2;
  let best = { sum: wish, of: wish + height + GAP, cost: Infinity };
  for (let sum = TOP; sum + height <= -TOP; sum += 1) {
    if (!clear(sum, sum + height)) continue;
    for (let of = sum + height + GAP; of + OF_HEIGHT <= BOTTOM; of += 1) {
      if (!clear(of, of + OF_HEIGHT)) continue;
      const cost = Math.abs(sum - wish) + Math.abs(of - sum - height - GAP);
      if (cost < best.cost) best = { sum, of, cost };
    }
  }
  return {
    sum: Math.round(best.sum + height),
    of: Math.round(best.of + OF_HEIGHT),
    size,
    sumInHoney: honey !== null && best.sum > honey,
    ofInHoney: honey !== null && best.of > honey,
  };
}
