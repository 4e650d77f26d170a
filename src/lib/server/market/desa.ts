import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';

/** A desa or kelurahan with its Kemendagri code, such as `35.13.08.2006`. */
export interface Desa {
  readonly code: string;
  readonly name: string;
  readonly kecamatan: KecamatanCode;
}

const REGENCY = '35.13.';

/**
 * The regency's 330 desa and kelurahan by kecamatan, read from idn-area-data (MIT) when the program runs:
 * its list of the whole country has 7 MB and stays where it is.
 */
export function readDesa(): ReadonlyMap<KecamatanCode, readonly Desa[]> {
  const file = createRequire(import.meta.url).resolve('idn-area-data/data/villages.csv');
  const areas = new Map<KecamatanCode, Desa[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line.startsWith(REGENCY)) continue;
    const [code = '', kecamatan = '', ...rest] = line.trim().split(',');
    // The list writes an apostrophe as a doubled quote in one name.
    const name = rest
      .join(',')
      .replace(/^"|"$/g, '')
      .replace(/""|´|`/g, "'");
    areas.set(kecamatan, [...(areas.get(kecamatan) ?? []), { code, name, kecamatan }]);
  }
  return areas;
}

let known: ReadonlyMap<KecamatanCode, readonly Desa[]> | null = null;

/** The same, read once for a process. */
export const allDesa = (): ReadonlyMap<KecamatanCode, readonly Desa[]> => (known ??= readDesa());

/** The desa with a code, or undefined. */
export const desaOf = (code: string): Desa | undefined =>
  [...allDesa().values()].flat().find((desa) => desa.code === code);
