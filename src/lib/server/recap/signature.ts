import type { Kysely } from 'kysely';
import type { Day } from '#lib/domain/day.ts';
import { holdsOn, positionName } from '#lib/domain/position.ts';
import { appointmentOf } from './rows.ts';
import type { Schema } from '../store/schema.ts';

/** Who signs an office's recap. */
export interface Signatory {
  readonly name: string;
  readonly nip: string;
  /** `Camat Krucil`, `Plt. Kepala Dinas Kesehatan`. */
  readonly title: string;
}

/**
 * The head of an OPD on a day: who holds its highest post in the OPD itself, for good before acting. Null
 * when the post is empty, so that the form leaves the line open instead of naming a stranger.
 */
export async function headOf(db: Kysely<Schema>, officeId: string, day: Day): Promise<Signatory | null> {
  const rows = await db
    .selectFrom('appointment')
    .innerJoin('person', 'person.id', 'appointment.asn_id')
    .selectAll('appointment')
    .select(['person.name', 'person.nip'])
    .where('office_id', '=', officeId)
    .where('band', 'in', ['pimpinan-tinggi', 'kepala-unit'])
    .execute();
  const held = rows
    .map(({ name, nip, ...row }) => ({ name, nip, post: appointmentOf(row) }))
    .filter(({ post }) => holdsOn(post, day))
    .sort((a, b) => (rank(a.post) < rank(b.post) ? -1 : 1));
  const head = held[0];
  return head ? { name: head.name, nip: head.nip, title: positionName(head.post) } : null;
}

const rank = ({ band, kind, from, id }: ReturnType<typeof appointmentOf>): string =>
  `${band === 'pimpinan-tinggi' ? 0 : 1}${kind === 'definitif' ? 0 : 1}${from}${id}`;
