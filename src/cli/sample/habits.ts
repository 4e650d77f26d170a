/** How somebody keeps to the decree. Only the sample knows such a thing. */
export const HABITS = ['rajin', 'sedang', 'jarang', 'diam'] as const;
export type Habit = (typeof HABITS)[number];

/** How common a habit is, and the chance that such a person's month is meant to be met. */
export const HABIT_SHARES: readonly (readonly [Habit, number])[] = [
  ['rajin', 82],
  ['sedang', 11],
  ['jarang', 4],
  ['diam', 3],
];
export const MONTH_MET: Readonly<Record<Habit, number>> = {
  rajin: 0.985,
  sedang: 0.75,
  jarang: 0.2,
  diam: 0,
};
