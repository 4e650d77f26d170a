import { error } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import { deskRequest, dueRecap, neighbours } from '#lib/server/recap/desk.ts';
import { recapScreen } from '#lib/server/recap/screen.ts';
import { officeRecap } from '#lib/server/recap/recap.ts';
import type { PageServerLoad } from './$types';

/** Filters are the page's own affair: they never reach this query, so that typing a name asks nothing. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const request = await deskRequest(office(), locals.access, params.month);
  const recap = request && (await officeRecap(request));
  if (!request || !recap) error(404, problemBody('not-found'));
  const screen = recapScreen(recap);
  return {
    title: `Rekap ${screen.monthName}`,
    screen,
    neighbours: neighbours(request),
    due: dueRecap(request),
  };
};
