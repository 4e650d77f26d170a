import { error } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import { deskRequest } from '#lib/server/recap/desk.ts';
import { personScreen } from '#lib/server/recap/person-screen.ts';
import { personMonth } from '#lib/server/recap/person.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
  const request = await deskRequest(office(), locals.access, params.month);
  const person = request && (await personMonth(request, params.asn));
  if (!person) error(404, problemBody('not-found'));
  const screen = personScreen(person);
  return { title: `${screen.name}, ${screen.monthName}`, asnId: person.asnId, screen };
};
