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

/** The OPD an office reports in on a day: itself, or the nearest OPD above. Null when there is none. */
export function opdOf(offices: ReadonlyMap<string, Office>, officeId: string, day: Day): Office | null {
  const seen = new Set<string>();
  let office = offices.get(officeId);
  while (office && !seen.has(office.id)) {
    if (office.kind === 'opd' && holdsOn(office, day)) return office;
    seen.add(office.id);
    office = office.parentId === null ? undefined : offices.get(office.parentId);
  }
  return null;
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
