import type { AssessmentLine, LineReason } from '#lib/domain/quota.ts';

export const FILTERS = [
  { value: 'semua', name: 'Semua' },
  { value: 'menunggu', name: 'Menunggu' },
  { value: 'dilengkapi', name: 'Perlu dilengkapi' },
  { value: 'belum', name: 'Belum dihitung' },
] as const;
export type Filter = (typeof FILTERS)[number]['value'];

const NOT_COUNTED: readonly LineReason[] = ['rejected', 'refused'];

/** Whether a purchase is shown under a filter. What was withdrawn is only among all. */
export function fits({ effect, reason }: AssessmentLine, filter: Filter): boolean {
  switch (filter) {
    case 'semua':
      return true;
    case 'menunggu':
      return effect === 'waiting' && reason !== 'incomplete';
    case 'dilengkapi':
      return reason === 'incomplete';
    case 'belum':
      return NOT_COUNTED.includes(reason);
  }
}
