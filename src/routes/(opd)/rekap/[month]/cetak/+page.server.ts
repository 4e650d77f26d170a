import { error } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import { deskRequest } from '#lib/server/recap/desk.ts';
import { recapForm } from '#lib/server/recap/form.ts';
import { recapPaper } from '#lib/server/recap/paper.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const request = await deskRequest(office(), locals.access, params.month);
  const form = request && (await recapForm(request));
  if (!form) error(404, problemBody('not-found'));
  const paper = recapPaper(form);
  return { title: `Lembar rekap ${paper.monthName}`, paper };
};
