/** A kecamatan's Kemendagri code, such as `35.13.08`. */
export type KecamatanCode = string;

export interface Kecamatan {
  readonly code: KecamatanCode;
  readonly name: string;
}

/** The 24 kecamatan of Kabupaten Probolinggo with their codes (Kepmendagri 300.2.2-2138/2025). */
export const KECAMATAN: readonly Kecamatan[] = (
  'Sukapura Sumber Kuripan Bantaran Leces Banyuanyar Tiris Krucil Gading Pakuniran Kotaanyar Paiton ' +
  'Besuk Kraksaan Krejengan Pajarakan Maron Gending Dringu Tegalsiwalan Sumberasih Wonomerto Tongas Lumbang'
)
  .split(' ')
  .map((name, index) => ({ code: `35.13.${String(index + 1).padStart(2, '0')}`, name }));

const names = new Map(KECAMATAN.map((kecamatan) => [kecamatan.code, kecamatan.name]));

/** The name of a kecamatan; the code itself when it is not one of the regency's. */
export const kecamatanName = (code: KecamatanCode): string => names.get(code) ?? code;
