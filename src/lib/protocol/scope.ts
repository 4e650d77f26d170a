import type { KecamatanCode } from '#lib/domain/kecamatan.ts';

/**
 * A scope is a set of rows that is granted and heard of as one: `own` (profile and purchases of the
 * account), `umum` (rulebook and directory of packs), `katalog:35.13.08` or, where a kecamatan has more
 * than one pack, `katalog:35.13.08.2003`.
 */
export type Scope = 'own' | 'umum' | `katalog:${string}`;

const CATALOGUE = 'katalog:';
export const isCatalogue = (scope: string): scope is `katalog:${string}` => scope.startsWith(CATALOGUE);

/** The catalogue scope of a kecamatan's or a desa's code. */
export const catalogueOf = (area: string): Scope => `${CATALOGUE}${area}`;

/** The area of a catalogue scope: a kecamatan's or a desa's code. */
export const areaOf = (scope: string): string => scope.slice(CATALOGUE.length);

/** `35.13.08`: eight characters of every kecamatan's and desa's code. */
const KECAMATAN_LENGTH = 8;

/** The kecamatan that a catalogue scope lies in. */
export const kecamatanOf = (scope: string): KecamatanCode => areaOf(scope).slice(0, KECAMATAN_LENGTH);

/** Whether a catalogue scope is one desa of a kecamatan whose catalogue is cut up. */
export const isDesa = (scope: string): boolean => areaOf(scope).length > KECAMATAN_LENGTH;
