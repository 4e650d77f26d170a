import type { LayoutServerLoad } from './$types';

/** Nothing here needs a script: a page is its HTML, its style and its pictures. */
export const csr = false;

/** Seconds that a page may be shown without asking again. It is the same for everybody. */
const FRESH = 300;

export const load: LayoutServerLoad = ({ setHeaders }) => {
  setHeaders({ 'cache-control': `public, max-age=${String(FRESH)}` });
};
