import type { Day } from './day.ts';
import type { KecamatanCode } from './kecamatan.ts';
import { holdsOn } from './position.ts';

/** An OPD reports on its own; a unit (puskesmas, school, seksi) reports within the OPD above it. */
export type OfficeKind = 'opd' | 'unit';

/** An office as it stood from a day to a day: offices merge and split, so they are dated data. */
export interface Office {
  readonly id: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: OfficeKind;
  readonly kecamatan: KecamatanCode;
  readonly from: Day;
  readonly until: Day | null;
}

/**
 * The OPD an office reports in on a day: itself, or the nearest OPD above that stands on that day. When
 * none stands any more (it was merged or split and the people's papers still name it), the nearest one
 * that ever stood, so that nobody falls out of every recap. Null when there is no OPD above at all.
 */
export function opdOf(offices: ReadonlyMap<string, Office>, officeId: string, day: Day): Office | null {
  const above = officesAbove(offices, officeId).filter(({ kind }) => kind === 'opd');
  return above.find((opd) => holdsOn(opd, day)) ?? above[0] ?? null;
}

/** An office and those above it, nearest first. A circle in the data ends the walk, it does not hang it. */
function officesAbove(offices: ReadonlyMap<string, Office>, officeId: string): Office[] {
  const above = new Set<Office>();
  let office = offices.get(officeId);
  while (office && !above.has(office)) {
    above.add(office);
    office = office.parentId === null ? undefined : offices.get(office.parentId);
  }
  return [...above];
}

/** An office and everything below it. A circle in the data ends the walk, it does not hang it. */
export function officesUnder(offices: Iterable<Office>, rootId: string): Set<string> {
  const children = new Map<string, string[]>();
  for (const office of offices) {
    if (office.parentId === null) continue;
    const siblings = children.get(office.parentId);
    if (siblings) siblings.push(office.id);
    else children.set(office.parentId, [office.id]);
  }
  const under = new Set<string>();
  const todo = [rootId];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (under.has(id)) continue;
    under.add(id);
    todo.push(...(children.get(id) ?? []));
  }
  return under;
}
