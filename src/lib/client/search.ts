import { normaliseText } from '#lib/domain/text.ts';

/*
 * Search while typing over what is in memory, by reading every text once. Ten thousand names are half a
 * megabyte: an index over them costs more to build (at each start) and to ask (for one letter, which fits
 * half of all) than it saves. Only when little is found are words looked for that were meant but mistyped.
 */

/** A row with the text it is found by: folded words, each behind a space, the name first, the rest after a line break. */
export interface Entry<T> {
  readonly row: T;
  readonly text: string;
}

/** `rest` comes from {@link words}: what many rows share is folded once. */
export const entry = <T>(row: T, name: string, rest: string): Entry<T> => ({
  row,
  text: `${words(name)}\n${rest}`,
});

export const words = (text: string): string => ` ${fold(text)}`;

/**
 * The words of a text, and what Indonesians spell either way made one: the spelling before 1972 (*oe*, *dj*,
 * *tj*), *f* and *v* as *p*, doubled letters.
 */
export const fold = (text: string): string =>
  wordsOf(text)
    .replace(/oe|dj|tj|[fv]/g, (found) => SPELLINGS[found] ?? found)
    .replace(/([a-z])\1+/g, '$1');

const SPELLINGS: Readonly<Record<string, string>> = { oe: 'u', dj: 'j', tj: 'c', f: 'p', v: 'p' };

/** What {@link normaliseText} says, four times as fast for the many texts that need no Unicode. */
const wordsOf = (text: string): string =>
  /^[ -~]*$/.test(text)
    ? text
        .toLowerCase()
        .replace(/['`]/g, '')
        .replace(/[^a-z0-9]+/g, ' ')
        .trim()
    : normaliseText(text);

export interface Matches<T> {
  readonly rows: T[];
  readonly total: number;
}

/** Fewer exact hits than this, and mistyped words are tried too. */
const FEW = 6;

export interface Question<T> {
  /** The same array for the same texts: what is learned of its words is kept beside it. */
  readonly entries: readonly Entry<T>[];
  readonly typed: string;
  readonly limit: number;
  /** Rows that are looked at, all unless told. */
  readonly only?: ((row: T) => boolean) | undefined;
}

/** Rows in which every word that was typed begins a word; whose name begins so come first. An empty text fits all. */
export function find<T>(question: Question<T>): Matches<T> {
  const { entries, typed, limit } = question;
  const terms = fold(typed)
    .split(' ')
    .filter((term) => term !== '');
  const exact = scan(
    question,
    terms.map((term) => [term]),
  );
  if (exact.total >= FEW || terms.length === 0) return exact;
  const meant = terms.map((term) => similarWords(entries, term));
  if (meant.every((list) => list.length === 1)) return exact;
  const wider = scan({ ...question, limit: limit + exact.total }, meant);
  const found = new Set(exact.rows);
  const more = wider.rows.filter((row) => !found.has(row));
  return { rows: [...exact.rows, ...more].slice(0, limit), total: wider.total };
}

/** Rows in which every term, in one of its spellings, begins a word. */
function scan<T>({ entries, limit, only }: Question<T>, terms: readonly string[][]): Matches<T> {
  const needles = terms.map((spellings) => spellings.map((spelling) => ` ${spelling}`));
  const ranks: T[][] = [[], [], []];
  let total = 0;
  const look = ({ row, text }: Entry<T>) => {
    const rank = rankOf(text, needles);
    if (rank < 0 || only?.(row) === false) return;
    total += 1;
    const list = ranks[rank];
    if (list && list.length < limit) list.push(row);
  };
  const [longest] = terms.every((spellings) => spellings.length === 1)
    ? terms.flat().sort((a, b) => b.length - a.length)
    : [];
  if (longest === undefined) entries.forEach(look);
  else eachWith(entries, longest, look);
  return { rows: ranks.flat().slice(0, limit), total };
}

/** All texts of some entries in one, and where each begins: one call finds the next that has a word. */
interface Shelved {
  readonly text: string;
  readonly starts: Int32Array;
}
const shelved = new WeakMap<readonly Entry<unknown>[], Shelved>();

function inOne(entries: readonly Entry<unknown>[]): Shelved {
  const known = shelved.get(entries);
  if (known) return known;
  const starts = new Int32Array(entries.length + 1);
  let at = 0;
  entries.forEach(({ text }, i) => {
    starts[i] = at;
    at += text.length + 1;
  });
  starts[entries.length] = at;
  const made = { text: entries.map(({ text }) => text).join('\n'), starts };
  shelved.set(entries, made);
  return made;
}

const SPACE = 32;

/** Calls `look` with each entry that has a word beginning with `term`, in order. */
function eachWith<T>(entries: readonly Entry<T>[], term: string, look: (entry: Entry<T>) => void): void {
  const { text, starts } = inOne(entries);
  let i = 0;
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at)) {
    if (text.charCodeAt(at - 1) !== SPACE) {
      at += 1;
      continue;
    }
    while ((starts[i + 1] ?? Infinity) <= at) i += 1;
    const found = entries[i];
    if (found) look(found);
    i += 1;
    at = starts[i] ?? text.length;
  }
}

/** 0: the name begins with the first term. 1: all terms are in the name. 2: some are in the rest. -1: no hit. */
function rankOf(text: string, needles: readonly (readonly string[])[]): number {
  if (needles.length === 0) return 0;
  let last = -1;
  let first = -1;
  for (const spellings of needles) {
    let at = -1;
    for (const needle of spellings) {
      const hit = text.indexOf(needle);
      if (hit >= 0 && (at < 0 || hit < at)) at = hit;
    }
    if (at < 0) return -1;
    if (first < 0) first = at;
    if (at > last) last = at;
  }
  if (last > text.indexOf('\n')) return 2;
  return first === 0 ? 0 : 1;
}

/** The term itself and the words among the texts that begin nearly like it. The first letter is taken as meant. */
function similarWords(entries: readonly Entry<unknown>[], term: string): string[] {
  const slips = term.length < 4 ? 0 : term.length < 8 ? 1 : 2;
  if (slips === 0) return [term];
  const known = vocabulary(entries).get(term.charAt(0)) ?? [];
  return [term, ...known.filter((word) => slipsToBegin(word, term) <= slips)];
}

const vocabularies = new WeakMap<readonly Entry<unknown>[], Map<string, string[]>>();

/** Every word of the texts, by its first letter; made when it is first asked for. */
function vocabulary(entries: readonly Entry<unknown>[]): Map<string, string[]> {
  const known = vocabularies.get(entries);
  if (known) return known;
  const all = new Set<string>();
  for (const { text } of entries) for (const word of text.split(/[\n ]+/)) all.add(word);
  all.delete('');
  const byLetter = new Map<string, string[]>();
  for (const word of all) {
    const list = byLetter.get(word.charAt(0));
    if (list) list.push(word);
    else byLetter.set(word.charAt(0), [word]);
  }
  vocabularies.set(entries, byLetter);
  return byLetter;
}

/** The least edits (letters added, dropped, changed) that make `term` a beginning of `word`. */
export function slipsToBegin(word: string, term: string): number {
  let row = Array.from({ length: term.length + 1 }, (_, i) => i);
  let best = term.length;
  for (let i = 1; i <= Math.min(word.length, term.length + 2); i += 1) {
    const next = [i];
    for (let j = 1; j <= term.length; j += 1) {
      const same = word.charCodeAt(i - 1) === term.charCodeAt(j - 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1)));
    }
    row = next;
    best = Math.min(best, row[term.length] ?? best);
  }
  return best;
}
