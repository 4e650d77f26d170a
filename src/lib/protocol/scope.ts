/**
 * A scope is a set of rows that is granted and heard of as one: `own` (profile and purchases of the
 * account), `umum` (rulebook and directory of packs), `katalog:35.13.08` or, where a kecamatan has more
 * than one pack, `katalog:35.13.08.2003`.
 */
export type Scope = 'own' | 'umum' | `katalog:${string}`;

export const CATALOGUE = 'katalog:';
export const isCatalogue = (scope: string): scope is `katalog:${string}` => scope.startsWith(CATALOGUE);

/** The area of a catalogue scope: a kecamatan's or a desa's code. */
export const areaOf = (scope: string): string => scope.slice(CATALOGUE.length);
