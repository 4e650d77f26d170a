import { sql } from 'kysely';
import { dayInWib, type Day, type Instant } from '#lib/domain/day.ts';
import { maskNip } from '#lib/domain/nip.ts';
import { officesUnder } from '#lib/domain/office.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Role } from '#lib/protocol/account.ts';
import type { Access } from '../access.ts';
import { CODE_LIFE, makeHashedCode, writeCode } from './codes.ts';
import { append } from '../journal.ts';
import type { Office } from '../office.ts';
import { officeOf } from '../recap/rows.ts';

/*
 * The officer's side of one-time codes: whose codes they may issue. A code opens an account, so it must not
 * reach further than the officer does: not to other offices, and not up to the roles of the whole regency.
 */

/** A person as the screen for codes lists them. */
export interface CodePerson {
  readonly userId: string;
  readonly name: string;
  /** `••• 007` */
  readonly number: string;
  /** The office they serve in today; null for who is no ASN. */
  readonly unit: string | null;
  /** Until when a code waits for them, null when none does. */
  readonly codeUntil: Instant | null;
}

/** People on one screen; whoever looks for another one types more of the name. */
const LISTED = 50;

/**
 * The people that this officer may issue a code for and whose name or number holds `search`, by name:
 * those who serve today in the officer's office or below it; for an administrator, everybody.
 */
export async function peopleForCodes(
  office: Pick<Office, 'store' | 'now'>,
  access: Access,
  search: string,
): Promise<CodePerson[]> {
  const wanted = search
    .trim()
    .toLowerCase()
    .replace(/[%_\\]/g, '');
  const digits = wanted.replace(/[\s.-]/g, '');
  const within = await reach(office, access);
  if (within === null) return [];
  const rows = await people(office, within)
    .where((where) =>
      where.or([
        where(where.fn<string>('lower', ['u.name']), 'like', `%${wanted}%`),
        ...(/^\d{3,}$/.test(digits) ? [where('u.username', 'like', `%${digits}%`)] : []),
      ]),
    )
    .orderBy('u.name')
    .limit(LISTED)
    .execute();
  return rows.map(({ username, ...row }) => ({ ...row, number: maskNip(username ?? '') }));
}

export interface IssuedCode {
  readonly name: string;
  /** To be read out or written down; it is shown once and kept nowhere. */
  readonly code: string;
  readonly expiresAt: Instant;
}

/**
 * Issues a code: for a person who serves in the officer's office or below it, or by an administrator.
 * Refuses `forbidden` for other roles, and `not-found` for everybody else's people.
 */
export async function issueCode(
  office: Pick<Office, 'store' | 'now'>,
  { by, userId }: { readonly by: Access; readonly userId: string },
): Promise<Result<IssuedCode, 'forbidden' | 'not-found'>> {
  const within = await reach(office, by);
  if (within === null) return refuse('forbidden');
  const person = await people(office, within).where('u.id', '=', userId).executeTakeFirst();
  if (person === undefined) return refuse('not-found');

  const now = office.now();
  const { code, hash } = await makeHashedCode();
  await office.store.write(async (tx) => {
    await writeCode(tx, { userId, issuedBy: by.userId, now, hash });
    append(tx, [
      {
        at: now,
        kind: 'code.issue',
        actor: by.userId,
        subject: userId,
        ref: null,
        outcome: 'applied',
        body: '',
      },
    ]);
  });
  return accept({ name: person.name, code, expiresAt: now + CODE_LIFE });
}

/** The offices whose people are an officer's own: `all`, a list, or null for none. */
export async function reach(
  { store, now }: Pick<Office, 'store' | 'now'>,
  { roles, officeId }: Access,
): Promise<'all' | readonly string[] | null> {
  if (roles.includes('admin')) return 'all';
  if (!roles.includes('petugas-opd') || officeId === null) return null;
  const today = dayInWib(now());
  const rows = await store.db
    .selectFrom('office')
    .selectAll()
    .where('from_day', '<=', today)
    .where((where) => where.or([where('until_day', 'is', null), where('until_day', '>=', today)]))
    .execute();
  return [...officesUnder(rows.map(officeOf), officeId)];
}

/** Roles whose accounts only an administrator may open. */
const BEYOND_AN_OFFICE: readonly Role[] = ['dkupp', 'evaluator', 'admin'];

/** Everybody within reach who has a number to sign in with, as a query to be narrowed. */
function people({ store, now }: Pick<Office, 'store' | 'now'>, within: 'all' | readonly string[]) {
  const at = now();
  const today = dayInWib(at);
  const everybody = store.db
    .selectFrom('user as u')
    .where('u.username', 'is not', null)
    .select((row) => [
      'u.id as userId',
      'u.name',
      'u.username',
      row
        .selectFrom('appointment as a')
        .innerJoin('office as o', 'o.id', 'a.office_id')
        .select('o.name')
        .whereRef('a.asn_id', '=', 'u.id')
        .where(heldOn('a', today))
        .orderBy('a.kind')
        .limit(1)
        .as('unit'),
      row
        .selectFrom('login_code as c')
        .select('c.expires_at')
        .whereRef('c.user_id', '=', 'u.id')
        .where('c.used_at', 'is', null)
        .where('c.expires_at', '>', at)
        .limit(1)
        .as('codeUntil'),
    ]);
  if (within === 'all') return everybody;
  return everybody
    .where((where) =>
      where.exists(
        where
          .selectFrom('appointment as a')
          .select('a.id')
          .whereRef('a.asn_id', '=', 'u.id')
          .where(heldOn('a', today))
          .where('a.office_id', 'in', within),
      ),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('role_grant as g')
            .select('g.id')
            .whereRef('g.user_id', '=', 'u.id')
            .where(heldOn('g', today))
            .where((grant) =>
              grant.or([
                grant('g.role', 'in', BEYOND_AN_OFFICE),
                grant.and([grant('g.role', '=', 'petugas-opd'), grant('g.office_id', 'not in', within)]),
              ]),
            ),
        ),
      ),
    );
}

/** A dated row holds on a day, first and last day included. */
const heldOn = (table: 'a' | 'g', day: Day) =>
  sql<boolean>`${sql.ref(`${table}.from_day`)} <= ${day} and (${sql.ref(`${table}.until_day`)} is null or ${sql.ref(`${table}.until_day`)} >= ${day})`;
