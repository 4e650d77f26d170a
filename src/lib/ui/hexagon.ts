/*
 * The month's cell: a hexagon that stands on a point, and honey in it. The honey's level shows a share of
 * the cell's area, not of its height, which would overstate near the points.
 */

/** Share of the height, 0 (bottom point) to 1 (top point), below which `share` (0 to 1) of the area lies. */
export function levelOf(share: number): number {
  // In units of width x height the cell's area is 3/4: two tips of 1/8 and the belt of 1/2 between them.
  const area = Math.min(1, Math.max(0, share)) * 0.75;
  if (area <= 0.125) return Math.sqrt(area / 2);
  if (area >= 0.625) return 1 - Math.sqrt((0.75 - area) / 2);
  return area + 0.125;
}

/** Half the cell's width at a share of its height, as a part of the whole half width. */
export const halfWidthAt = (level: number): number => Math.min(1, Math.min(level, 1 - level) * 4);

interface Cell {
  readonly width: number;
  readonly height: number;
}

const round = (value: number) => Math.round(value * 100) / 100;

/** The path of the part of a cell between two shares of its area; its box starts at 0,0. Empty when nothing is between. */
export function honeyPath({ width, height }: Cell, from: number, to: number): string {
  const low = levelOf(from);
  const high = levelOf(to);
  if (high <= low) return '';
  const levels = [low, ...[0.25, 0.75].filter((corner) => corner > low && corner < high), high];
  const x = (level: number, side: 1 | -1) => round(width / 2 + (side * halfWidthAt(level) * width) / 2);
  const y = (level: number) => round(height * (1 - level));
  const right = levels.map((level) => `${x(level, 1)} ${y(level)}`);
  const left = levels.map((level) => `${x(level, -1)} ${y(level)}`).reverse();
  return `M${[...right, ...left].join('L')}z`;
}

/** What of an obligation is counted and what waits, as shares of the cell: 0 to 1, together at most 1. */
export function sharesOf(sums: {
  readonly counted: number;
  readonly waiting: number;
  readonly obligation: number;
}): { readonly counted: number; readonly filled: number } {
  if (sums.obligation <= 0) return { counted: sums.counted > 0 ? 1 : 0, filled: sums.counted > 0 ? 1 : 0 };
  return {
    counted: Math.min(1, sums.counted / sums.obligation),
    filled: Math.min(1, (sums.counted + sums.waiting) / sums.obligation),
  };
}
