import { error } from '@sveltejs/kit';
import { Readable } from 'node:stream';
import { officeName } from '#lib/server/desk-words.ts';
import { recapCsv } from '#lib/server/exports/csv.ts';
import { fileName } from '#lib/server/exports/text.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import { deskRequest } from '#lib/server/recap/desk.ts';
import { recapForm } from '#lib/server/recap/form.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, params }) => {
  const request = await deskRequest(office(), locals.access, params.month);
  const form = request && (await recapForm(request));
  if (!form) error(404, problemBody('not-found'));
  return new Response(Readable.toWeb(recapCsv(form)) as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName(officeName(form.office), form.month, 'csv')}"`,
    },
  });
};
