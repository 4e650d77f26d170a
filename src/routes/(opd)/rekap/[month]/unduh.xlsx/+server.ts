import { error } from '@sveltejs/kit';
import { fileName } from '#lib/server/exports/text.ts';
import { recapXlsx } from '#lib/server/exports/xlsx.ts';
import { officeName } from '#lib/server/desk-words.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import { deskRequest } from '#lib/server/recap/desk.ts';
import { recapForm } from '#lib/server/recap/form.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const request = await deskRequest(office(), locals.access, params.month);
  const form = request && (await recapForm(request));
  if (!form) error(404, problemBody('not-found'));
  return new Response(new Uint8Array(await recapXlsx(form)), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${fileName(officeName(form.office), form.month, 'xlsx')}"`,
    },
  });
};
