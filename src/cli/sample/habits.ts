/** How somebody keeps to the decree. Only the sample knows such a thing. */
export const HABITS = ['rajin', 'sedang', 'jarang', 'diam'] as const;
export type Habit = (typeof HABITS)[number];

/** How common a habit is, and the chance that such a person's month is meant to be met. */
export const HABIT_SHARES: readonly (readonly [Habit, number])[] = [
  ['rajin', 76],
  ['sedang', 14],
  ['jarang', 6],
  ['diam', 4],
];
export const MONTH_MET: Readonly<Record<Habit, number>> = {
  rajin: 0.97,
  sedang: 0.7,
  jarang: 0.2,
  diam: 0,
};
