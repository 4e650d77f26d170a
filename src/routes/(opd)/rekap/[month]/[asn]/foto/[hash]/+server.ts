import { error } from '@sveltejs/kit';
import { office } from '#lib/server/office.ts';
import { photoResponse, reportedPhoto } from '#lib/server/photos/show.ts';
import { problemBody } from '#lib/server/problem.ts';
import { deskRequest } from '#lib/server/recap/desk.ts';
import type { RequestHandler } from './$types';

/** A photo of the nota, for the officer whose OPD reports this person's month. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const request = await deskRequest(office(), locals.access, params.month);
  const photo = { owner: params.asn, hash: params.hash };
  const bytes = request && (await reportedPhoto(office().photos, request, photo));
  if (!bytes) error(404, problemBody('not-found'));
  return photoResponse(bytes);
};
