import { CATALOGUE, areaOf, type Scope } from '#lib/protocol/scope.ts';

/** `35.13.08`: eight characters of every kecamatan's and desa's code. */
const KECAMATAN_LENGTH = 8;

/** The kecamatan that a catalogue scope lies in. */
export const kecamatanOf = (scope: string): string => areaOf(scope).slice(0, KECAMATAN_LENGTH);

/** Whether a catalogue scope is one desa of a kecamatan whose catalogue is cut up. */
export const isDesa = (scope: string): boolean => areaOf(scope).length > KECAMATAN_LENGTH;

export const catalogueOf = (area: string): Scope => `${CATALOGUE}${area}`;
