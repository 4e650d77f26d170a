import type { SimOffice } from './office.ts';

/*
 * The months of everybody, counted once more from the journal alone: slowly, and with none of the product's
 * own rules, which could be wrong in the same way on both sides.
 */

interface Counted {
  counted: number;
  waiting: number;
}

interface Said {
  readonly type: string;
  readonly purchase?: string;
  readonly verdict?: string;
  readonly fields?: {
    readonly day: string;
    readonly amount: number;
    readonly umkm: { readonly kind: string };
  };
}

interface Standing {
  asn: string;
  day: string;
  amount: number;
  state: 'new' | 'sah' | 'perlu-dilengkapi' | 'belum-dihitung' | 'ditarik';
  odd: boolean;
  reused: boolean;
}

const HOUR = 3_600_000;

/** The calendar day in WIB, which is seven hours ahead of UTC all year. */
const wibDay = (at: number): string => new Date(at + 7 * HOUR).toISOString().slice(0, 10);

/** What somebody must look at before it counts, by the words of the instruction. */
function isOdd(fields: NonNullable<Said['fields']>, at: number): boolean {
  const today = wibDay(at);
  const [year = 0, month = 0] = fields.day.split('-').map(Number);
  // Until the fifth of the next month, 23.59 WIB.
  const tooLate = Date.UTC(year, month, 6) - 7 * HOUR;
  return fields.day > today || fields.day < '2025-01-01' || at >= tooLate || fields.umkm.kind !== 'listed';
}

/** `asn month` → sums in rupiah. */
export async function recount(office: SimOffice): Promise<Map<string, Counted>> {
  const rows = await office.store.db
    .selectFrom('journal as j')
    .innerJoin('journal_body as b', 'b.seq', 'j.seq')
    .select(['j.kind', 'j.at', 'j.actor', 'j.ref', 'j.outcome', 'b.body'])
    .where('j.ref', 'is not', null)
    .orderBy('j.seq')
    .execute();
  const purchases = new Map<string, Standing>();
  for (const { kind, at, actor, ref, outcome, body } of rows) {
    if (outcome.startsWith('refused') || !/^(purchase\.|verdict)/.test(kind)) continue;
    take(purchases, JSON.parse(body) as Said, {
      at,
      actor: actor ?? '',
      ref: ref ?? '',
      reused: outcome.includes('number-reused'),
    });
  }
  return sums(purchases.values());
}

function take(
  purchases: Map<string, Standing>,
  said: Said,
  { at, actor, ref, reused }: { at: number; actor: string; ref: string; reused: boolean },
): void {
  const { fields } = said;
  if (said.type === 'purchase.record' && fields) {
    const { day, amount } = fields;
    purchases.set(ref, { asn: actor, day, amount, state: 'new', odd: isOdd(fields, at), reused });
    return;
  }
  const held = purchases.get(said.purchase ?? '');
  if (held === undefined) return;
  if (said.type === 'purchase.withdraw') held.state = 'ditarik';
  else if (said.type === 'verdict') held.state = said.verdict as Standing['state'];
  else if (fields) {
    held.reused ||= reused;
    Object.assign(held, { day: fields.day, amount: fields.amount, state: 'new', odd: isOdd(fields, at) });
  }
}

function sums(purchases: Iterable<Standing>): Map<string, Counted> {
  const months = new Map<string, Counted>();
  for (const { asn, day, amount, state, odd, reused } of purchases) {
    const key = `${asn} ${day.slice(0, 7)}`;
    const month = months.get(key) ?? { counted: 0, waiting: 0 };
    months.set(key, month);
    if (state === 'ditarik' || state === 'belum-dihitung') continue;
    if (state === 'sah' || (state === 'new' && !odd && !reused)) month.counted += amount;
    else month.waiting += amount;
  }
  return months;
}
