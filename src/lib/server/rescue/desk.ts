import { dayInWib } from '#lib/domain/day.ts';
import { RESCUE_CHARS } from '#lib/protocol/limits.ts';
import type { Access } from '../access.ts';
import { reach } from '../accounts/code-desk.ts';
import type { Desks } from '../exchange.ts';
import type { Office } from '../office.ts';
import { PROBLEM_WORDS } from '../words.ts';
import { carry } from './carry.ts';
import { ownerOf, sayTakenIn } from './words.ts';

/** Files that an officer loads at once. They travel in one form. */
export const MOST_FILES = 20;

/** What became of one file at the desk. */
export interface FileResult {
  readonly name: string;
  /** Whether the office could read it; what it holds may have come before. */
  readonly ok: boolean;
  readonly sentence: string;
}

type OfficeParts = Pick<Office, 'store' | 'now' | 'throttle'> & Pick<Desks, 'onDefect'>;

/** Takes files in, one after the other; each is a transaction of its own, and none holds the others up. */
export async function carryFiles(
  office: OfficeParts,
  access: Access,
  files: readonly File[],
): Promise<FileResult[]> {
  const results: FileResult[] = [];
  for (const file of files) results.push({ name: file.name, ...(await carryFile(office, access, file)) });
  return results;
}

async function carryFile(office: OfficeParts, access: Access, file: File): Promise<Omit<FileResult, 'name'>> {
  if ((await office.throttle.file(access.userId)) > 0) return refused('too-many-tries');
  // No character has less than a byte: what is larger is not read at all.
  if (file.size > RESCUE_CHARS) return refused('file-unreadable');
  const carried = await carry(office, access.userId, await file.text());
  if (!carried.ok) return refused(carried.error);
  const { answer, owner, ownerName } = carried.value;
  const name = ownerName !== null && (await isOwnPerson(office, access, owner)) ? ownerName : null;
  return { ok: true, sentence: sayTakenIn(answer, ownerOf(name)) };
}

const refused = (code: keyof typeof PROBLEM_WORDS): Omit<FileResult, 'name'> => ({
  ok: false,
  sentence: PROBLEM_WORDS[code],
});

/** Whether somebody serves today in the officer's office or below it. */
async function isOwnPerson(office: OfficeParts, access: Access, asnId: string): Promise<boolean> {
  const within = await reach(office, access);
  if (within === null || within === 'all') return within === 'all';
  const today = dayInWib(office.now());
  const post = await office.store.db
    .selectFrom('appointment')
    .select('id')
    .where('asn_id', '=', asnId)
    .where('office_id', 'in', within)
    .where('from_day', '<=', today)
    .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', today)]))
    .executeTakeFirst();
  return post !== undefined;
}
