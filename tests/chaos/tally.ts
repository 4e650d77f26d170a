import { ask } from '../e2e/world/people.ts';

/** What a run of kills comes to. */
export interface Tally {
  readonly what: string;
  readonly kills: number;
  /** Records that the person was told are saved, or that the engine was handed and kept. */
  readonly promised: number;
  /** Promised with a photo of the nota. */
  readonly photographed: number;
  /** Promised with a photo, and the office still wants it, has none named, or has no file of it. */
  readonly withoutPhoto: readonly string[];
  /** Records in the phones' outboxes at the end. */
  readonly held: number;
  /** Purchases of this run in the office's database at the end. */
  readonly arrived: number;
  /** Promised or held, and not at the office. */
  readonly lost: readonly string[];
  /** At the office more than once. */
  readonly doubled: readonly string[];
  readonly seconds: number;
  /** Anything else that must not be, in a sentence. */
  readonly faults: readonly string[];
}

/** Every record of a run is told apart by the name of its UMKM, which begins like this. */
export const MARK = 'Kacau ';

/** The marks of the purchases in the office's database, doubled ones as often as they stand there. */
export const marksAtOffice = (folder: string): string[] =>
  ask<{ mark: string }>(
    folder,
    `select umkm_name as mark from purchase where umkm_name like '${MARK}%' order by umkm_name`,
  ).map(({ mark }) => mark);

/** Which of the wanted marks the office lacks, and which it has more than once. */
export function compare(
  wanted: Iterable<string>,
  atOffice: readonly string[],
): Pick<Tally, 'lost' | 'doubled'> {
  const there = new Set(atOffice);
  const doubled = atOffice.filter((mark, i) => atOffice.indexOf(mark) !== i);
  return { lost: [...new Set(wanted)].filter((mark) => !there.has(mark)), doubled: [...new Set(doubled)] };
}

/** Which of these marks stand at the office without every photo that they name, or with none. */
export function withoutPhoto(folder: string, marks: readonly string[]): string[] {
  const complete = ask<{ mark: string }>(
    folder,
    `select umkm_name as mark from purchase p where umkm_name like '${MARK}%' and wanted_json = '[]'
       and photos_json <> '[]' and not exists (
         select 1 from json_each(p.photos_json) named left join photo f
           on f.owner = p.asn_id and f.hash = named.value and f.refused is null
         where f.hash is null)`,
  );
  const whole = new Set(complete.map(({ mark }) => mark));
  return marks.filter((mark) => !whole.has(mark));
}

/** Prints it, and answers whether everything holds. */
export function print(tally: Tally): boolean {
  const { what, kills, promised, held, arrived, lost, doubled, seconds, faults } = tally;
  const { photographed, withoutPhoto } = tally;
  const photos = `${String(photographed)} with a photo, without it at the office ${String(withoutPhoto.length)}`;
  console.log(
    `${what}: ${String(kills)} kills, ${String(promised)} promised, ${String(held)} on the phones, ` +
      `${String(arrived)} at the office; lost ${String(lost.length)}, doubled ${String(doubled.length)}; ` +
      `${photos} (${String(Math.round(seconds))} s)`,
  );
  for (const mark of lost.slice(0, 10)) console.log(`  lost: ${mark}`);
  for (const mark of doubled.slice(0, 10)) console.log(`  doubled: ${mark}`);
  for (const mark of withoutPhoto.slice(0, 10)) console.log(`  without its photo: ${mark}`);
  for (const fault of faults) console.log(`  ${fault}`);
  return [lost, doubled, withoutPhoto, faults].every(({ length }) => length === 0);
}
