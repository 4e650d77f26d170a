import { error } from '@sveltejs/kit';
import { CATEGORIES } from '#lib/domain/catalogue.ts';
import { KECAMATAN } from '#lib/domain/kecamatan.ts';
import { areaPage } from '#lib/server/market/shelf.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url }) => {
  const kecamatan = KECAMATAN.find(({ code }) => code === params.kecamatan);
  if (kecamatan === undefined) error(404, problemBody('not-found'));
  const asked = url.searchParams.get('jenis');
  const category = CATEGORIES.find((one) => one === asked) ?? null;
  const number = url.searchParams.get('halaman') ?? '1';
  const page = /^[1-9]\d{0,4}$/.test(number) ? Number(number) : 1;
  const found = await areaPage(office().store.db, { kecamatan: kecamatan.code, category, page });
  if (page > found.pages) error(404, problemBody('not-found'));
  return { kecamatan, category, page, ...found };
};
