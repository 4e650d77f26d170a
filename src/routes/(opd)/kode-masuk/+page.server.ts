import { error, fail } from '@sveltejs/kit';
import * as z from 'zod/mini';
import { codeSlip, codeWaiting } from '#lib/server/accounts/code-words.ts';
import { issueCode, peopleForCodes } from '#lib/server/accounts/code-desk.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

/** Nobody is listed until somebody is looked for: an office has thousands. */
export const load: PageServerLoad = async ({ locals, url }) => {
  if (locals.access === null) error(401, problemBody('signed-out'));
  const search = (url.searchParams.get('cari') ?? '').slice(0, 80);
  const people = search.trim() === '' ? [] : await peopleForCodes(office(), locals.access, search);
  const now = office().now();
  return {
    title: 'Kode masuk',
    search,
    people: people.map(({ codeUntil, ...person }) => ({
      ...person,
      waiting: codeUntil === null ? null : codeWaiting(codeUntil, now),
    })),
  };
};

const asked = z.object({ userId: z.string().check(z.minLength(1), z.maxLength(80)) });

export const actions: Actions = {
  /** The code goes into this one answer and is kept nowhere. */
  buat: async ({ locals, request }) => {
    if (locals.access === null) return fail(401, problemBody('signed-out'));
    const read = asked.safeParse(Object.fromEntries(await request.formData()));
    if (!read.success) return fail(400, problemBody('malformed'));
    const issued = await issueCode(office(), { by: locals.access, userId: read.data.userId });
    if (!issued.ok) return fail(issued.error === 'forbidden' ? 403 : 404, problemBody(issued.error));
    return { slip: codeSlip(issued.value) };
  },
};
