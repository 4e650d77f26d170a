import type { Month } from '#lib/domain/day.ts';
import { INSTRUKSI_9_2024 } from '#lib/domain/instruksi-9-2024.ts';
import type { Rulebook } from '#lib/domain/rulebook.ts';
import type { RuleChange } from '#lib/protocol/change.ts';

/** The decree as the office last told it; as this release knows it until then. */
export const rulebookOf = (told: readonly RuleChange['rule'][]): Rulebook =>
  told.length === 0
    ? INSTRUKSI_9_2024
    : told.map((rule) => ({ ...rule, from: rule.from as Month })).sort((a, b) => (a.from < b.from ? -1 : 1));
