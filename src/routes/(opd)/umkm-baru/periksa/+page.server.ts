import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import * as z from 'zod/mini';
import { formatDay } from '#lib/domain/day.ts';
import { KECAMATAN, kecamatanName } from '#lib/domain/kecamatan.ts';
import { NAME_LIMIT } from '#lib/domain/purchase-form.ts';
import { formatRupiah } from '#lib/domain/rupiah.ts';
import { readPhone } from '#lib/domain/whatsapp.ts';
import * as fields from '#lib/protocol/fields.ts';
import { allDesa, desaOf } from '#lib/server/market/desa.ts';
import { decideOrigin, type Ruling } from '#lib/server/market/origin-desk.ts';
import { likeShops, unlistedOne } from '#lib/server/market/unlisted.ts';
import { doneQuery } from '#lib/server/market/words.ts';
import { office } from '#lib/server/office.ts';
import { problemBody } from '#lib/server/problem.ts';
import type { Actions, PageServerLoad } from './$types';

const REASON_LIMIT = 200;

const asked = ({ searchParams }: URL) => ({
  name: (searchParams.get('nama') ?? '').slice(0, NAME_LIMIT),
  place: (searchParams.get('tempat') ?? '').slice(0, NAME_LIMIT),
});

export const load: PageServerLoad = async ({ url }) => {
  const { db } = office().store;
  const found = await unlistedOne(db, asked(url));
  if (found === null) error(404, problemBody('not-found'));
  const search = (url.searchParams.get('cari') ?? found.name).slice(0, NAME_LIMIT);
  const desa = allDesa();
  return {
    title: found.name,
    found: {
      ...found,
      amount: formatRupiah(found.amount),
      firstDay: formatDay(found.firstDay),
      lastDay: formatDay(found.lastDay),
    },
    search,
    shops: (await likeShops(db, search)).map(({ id, name, desa: at, kecamatan }) => ({
      id,
      name,
      place: `${at}, ${kecamatanName(kecamatan)}`,
    })),
    areas: KECAMATAN.map(({ code, name }) => ({
      name,
      desa: (desa.get(code) ?? []).map((one) => ({ code: one.code, name: one.name })),
    })).sort((a, b) => a.name.localeCompare(b.name, 'id')),
  };
};

/** Decides, and leads back to the list; what is refused is said where it was asked. */
async function decideWith({ locals, url }: RequestEvent, ruling: Ruling) {
  if (locals.access === null) return fail(401, problemBody('signed-out'));
  const ruled = await decideOrigin(office(), { by: locals.access, of: asked(url), ruling });
  if (!ruled.ok) return fail(404, problemBody(ruled.error));
  redirect(303, `/umkm-baru?${doneQuery(ruling.kind, ruled.value)}`);
}

const read = async <T>(event: RequestEvent, form: z.ZodMiniType<T>): Promise<T | null> =>
  form.safeParse(Object.fromEntries(await event.request.formData())).data ?? null;

const linkForm = z.object({ umkm: fields.id });
const listForm = z.object({ nama: fields.said(NAME_LIMIT), desa: z.string(), telepon: z.string() });
const refuseForm = z.object({ alasan: fields.said(REASON_LIMIT) });

export const actions: Actions = {
  samakan: async (event) => {
    const form = await read(event, linkForm);
    return form === null
      ? fail(400, problemBody('malformed'))
      : decideWith(event, { kind: 'link', umkm: form.umkm });
  },
  daftarkan: async (event) => {
    const form = await read(event, listForm);
    const desa = form === null ? undefined : desaOf(form.desa);
    const phone = readPhone(form?.telepon ?? '');
    if (form === null || desa === undefined)
      return fail(422, { code: 'malformed', message: 'Nama dan desa perlu diisi.' });
    if (phone === null) return fail(422, { code: 'malformed', message: 'Nomor WhatsApp tidak terbaca.' });
    return decideWith(event, { kind: 'list', name: form.nama.trim(), desa, phone });
  },
  tolak: async (event) => {
    const form = await read(event, refuseForm);
    return form === null
      ? fail(422, { code: 'malformed', message: 'Alasan perlu diisi: pembeli membacanya.' })
      : decideWith(event, { kind: 'refuse', reason: form.alasan.trim() });
  },
};
