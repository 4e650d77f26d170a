import type { Category } from '#lib/domain/catalogue.ts';

/** No filter. */
export const ALL = 'semua';
export type All = typeof ALL;

/** What is looked at in the catalogue: going back finds it again. */
export interface CatalogueView {
  readonly text: string;
  /** A kecamatan's code, or {@link ALL}. */
  readonly kecamatan: string;
  readonly category: Category | All;
  /** Rows shown. */
  readonly limit: number;
}
