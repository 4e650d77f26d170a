import { redirect } from '@sveltejs/kit';
import { monthInWib } from '#lib/domain/day.ts';
import { office } from '#lib/server/office.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, `/rekap/${monthInWib(office().now())}`);
