import { monthInWib, type Instant, type Month } from '#lib/domain/day.ts';
import { readNote, writeNote } from './notes.ts';

/*
 * *Hemat data*: what SiMadu sent and received this month, counted by SiMadu itself. One small note that every
 * request adds to at once: a killed browser loses the last of them at most. Bytes of bodies as they travelled
 * (packed), and a guess for headers; a provider counts a little more (connections, encryption).
 */

/** catatan: exchanges. katalog: packs. foto: photos. pembaruan: the app itself. lain: signing in and the like. */
export const PURPOSES = ['catatan', 'katalog', 'foto', 'pembaruan', 'lain'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface MonthBytes {
  readonly month: Month;
  readonly spent: Readonly<Record<Purpose, number>>;
}

const NOTE = 'data';
const NOTHING: Readonly<Record<Purpose, number>> = { catatan: 0, katalog: 0, foto: 0, pembaruan: 0, lain: 0 };

/** What was spent in the WIB month of `now` so far, bytes; zeros when it is a new one. */
export function spentIn(now: Instant): MonthBytes {
  const month = monthInWib(now);
  const spent = { ...NOTHING };
  try {
    const kept = JSON.parse(readNote(NOTE) ?? 'null') as { month?: unknown } | null;
    if (kept === null || kept.month !== month) return { month, spent };
    for (const purpose of PURPOSES) {
      const bytes = (kept as Record<string, unknown>)[purpose];
      if (typeof bytes === 'number' && bytes >= 0) spent[purpose] = bytes;
    }
  } catch {
    // A note that cannot be read is begun anew.
  }
  return { month, spent };
}

export const totalOf = ({ spent }: MonthBytes): number =>
  PURPOSES.reduce((sum, purpose) => sum + spent[purpose], 0);

/** Adds to the month of `now`. */
export function spend(purpose: Purpose, bytes: number, now: Instant): void {
  if (!(bytes > 0)) return;
  const { month, spent } = spentIn(now);
  spentAs(month, { ...spent, [purpose]: Math.round(spent[purpose] + bytes) });
}

const spentAs = (month: Month, spent: Record<Purpose, number>) => {
  writeNote(NOTE, JSON.stringify({ month, ...spent }));
};

/** Limits to choose from, MB (a million bytes) a month; 0 is none. 20 MB are 200 photos, or a year of records. */
export const LIMITS = [0, 20, 50] as const;
export type Limit = (typeof LIMITS)[number];

const LIMIT_NOTE = 'batas-data';

export const chosenLimit = (): Limit => LIMITS.find((limit) => String(limit) === readNote(LIMIT_NOTE)) ?? 0;

export const chooseLimit = (limit: Limit): void => {
  writeNote(LIMIT_NOTE, limit === 0 ? null : String(limit));
};

/** Whether this month's limit is used up. */
export function overLimit(now: Instant = Date.now()): boolean {
  const limit = chosenLimit();
  return limit > 0 && totalOf(spentIn(now)) >= limit * 1_000_000;
}

/** Bytes of headers of a request with a session and of its answer, measured: about so many. */
const HEADERS = 900;

/** What an address is asked for. */
export function purposeOf(path: string): Purpose {
  const { pathname } = new URL(path, location.origin);
  if (/^\/api\/(?:akun\/[^/]+\/)?sync$/.test(pathname)) return 'catatan';
  if (pathname.includes('/paket/')) return 'katalog';
  return pathname.includes('/foto/') ? 'foto' : 'lain';
}

/** Notes one request: bytes of its body as sent, and its answer, whose length the office says. */
export function noteRequest(path: string, sent: number, answer: Response | null): void {
  const said = answer?.headers.get('content-length');
  const received = said === null || said === undefined ? 0 : Number(said);
  spend(purposeOf(path), HEADERS + sent + (Number.isFinite(received) ? received : 0), Date.now());
}
