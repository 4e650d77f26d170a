/** Lines on one page of the table: an education office has thousands. */
export const PAGE = 100;

/** What the officer looks for; kept in the address, so that going back and sharing keep it. */
export interface Filter {
  readonly status: string;
  readonly unit: string;
  readonly search: string;
  /** From 1. */
  readonly page: number;
}

interface Filtered {
  readonly name: string;
  readonly unitName: string;
  readonly status: string;
}

export function readFilter(query: URLSearchParams): Filter {
  return {
    status: query.get('status') ?? '',
    unit: query.get('unit') ?? '',
    search: query.get('cari') ?? '',
    page: /^[1-9]\d{0,5}$/.test(query.get('hal') ?? '') ? Number(query.get('hal')) : 1,
  };
}

/** The address's query for a filter; nothing for what is not filtered. A changed filter begins on page one. */
export function writeFilter({ status, unit, search, page }: Filter): string {
  const query = new URLSearchParams();
  if (status !== '') query.set('status', status);
  if (unit !== '') query.set('unit', unit);
  if (search !== '') query.set('cari', search);
  if (page > 1) query.set('hal', String(page));
  const written = query.toString();
  return written === '' ? '' : `?${written}`;
}

/** Case, accents and the order of words do not matter: `aminah sit` finds Siti Aminah. */
export function filterRows<T extends Filtered>(rows: readonly T[], { status, unit, search }: Filter): T[] {
  const words = fold(search)
    .split(' ')
    .filter((word) => word !== '');
  return rows.filter(
    (row) =>
      (status === '' || row.status === status) &&
      (unit === '' || row.unitName === unit) &&
      words.every((word) => fold(row.name).includes(word)),
  );
}

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
