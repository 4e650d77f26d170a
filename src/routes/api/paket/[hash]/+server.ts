import { acceptedEncoding, reencode } from '#lib/server/encoding.ts';
import { office } from '#lib/server/office.ts';
import { findPack } from '#lib/server/catalogue/packs.ts';
import { problemAnswer } from '#lib/server/problem.ts';
import type { RequestHandler } from './$types';

/** A catalogue pack under its content hash: the same for everybody, for ever. */
export const GET: RequestHandler = async ({ params, request }) => {
  const pack = await findPack(office().store, params.hash);
  if (pack === null) return problemAnswer('not-found');
  const encoding = acceptedEncoding(request.headers.get('accept-encoding'));
  const said = new Uint8Array(reencode(pack, encoding));
  return new Response(said, {
    headers: {
      'content-type': 'application/json',
      // Said, so that the phone can count what it spends; the adapter would send it in chunks.
      'content-length': String(said.length),
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
  });
};
