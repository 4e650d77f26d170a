import { fail } from '@sveltejs/kit';
import { PROBLEMS } from '#lib/protocol/problems.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import { carryFiles, MOST_FILES } from '#lib/server/rescue/desk.ts';
import { filesOf } from '#lib/server/rescue/form.ts';
import { NO_FILES, sayNoForm, TOO_MANY_FILES } from '#lib/server/rescue/words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({ title: 'Titipan' });

export const actions: Actions = {
  /** Rescue files that people brought to the desk. What happened to each is said in this answer alone. */
  muat: async ({ locals, request }) => {
    if (locals.access === null) return fail(401, problemBody('signed-out'));
    const given = await filesOf(request);
    if (!given.ok) return fail(PROBLEMS[given.error].http, { message: sayNoForm(given.error) });
    const files = given.value;
    if (files.length === 0) return fail(400, { message: NO_FILES });
    const { store, now, throttle, log } = office();
    const onDefect = (err: unknown) => log.error({ request: locals.requestId, err });
    const desk = { store, now, throttle, onDefect };
    const results = await carryFiles(desk, locals.access, files.slice(0, MOST_FILES));
    const message = files.length > MOST_FILES ? TOO_MANY_FILES(MOST_FILES) : undefined;
    return { results, ...(message === undefined ? {} : { message }) };
  },
};
