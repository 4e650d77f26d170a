import { formatDay } from '#lib/domain/day.ts';
import { formatRupiah } from '#lib/domain/rupiah.ts';
import { unlistedUmkm } from '#lib/server/market/unlisted.ts';
import { sayDone } from '#lib/server/market/words.ts';
import { office } from '#lib/server/office.ts';
import type { PageServerLoad } from './$types';

/** On one screen; the rest comes when these are done. */
const SHOWN = 100;

export const load: PageServerLoad = async ({ url }) => {
  const all = await unlistedUmkm(office().store.db);
  return {
    title: 'UMKM baru',
    done: sayDone(url.searchParams),
    count: all.length,
    waiting: all.slice(0, SHOWN).map(({ amount, lastDay, ...one }) => ({
      ...one,
      amount: formatRupiah(amount),
      lastDay: formatDay(lastDay),
      href: `/umkm-baru/periksa?${new URLSearchParams({ nama: one.name, tempat: one.place }).toString()}`,
    })),
  };
};
