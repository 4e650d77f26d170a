/** A part of the month's cell, what it means, and its sum written out. */
export interface KeyRow {
  readonly part: 'counted' | 'waiting' | 'short' | 'checked' | 'more';
  readonly name: string;
  readonly sum: string;
}
