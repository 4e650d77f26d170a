import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '#lib/domain/day.ts';
import type { Position } from './journal.ts';

/*
 * The folder of copies: how they are called, which stay, and what stands beside them. `simadu-<instant>.db`,
 * and beside each copy `simadu-<instant>.db.head`: where the journal ended in it.
 */

const PREFIX = 'simadu-';
/** A copy that is not proven yet. */
export const UNPROVEN = '.part';
const HEAD = '.head';

const DAY = 86_400_000;
/** Every copy of so many days stays; of the days before, the last one of each. */
const ALL_OF_DAYS = 2;

/** Names begin with the instant (UTC), so that their order is that of time. */
export const copyName = (now: Instant, suffix: string): string =>
  PREFIX + new Date(now).toISOString().replaceAll(':', '-') + suffix;

const instantIn = (name: string): Instant =>
  Date.parse(name.slice(PREFIX.length).replace(/T(\d\d)-(\d\d)-(\d\d\.\d{3}Z).*$/, 'T$1:$2:$3'));

const dayIn = (name: string): string => name.slice(0, PREFIX.length + 10);

/**
 * Which of these copies need not stay. All of two days stay, then the last one of each UTC day until `days`
 * days have passed, and the newest one however old it is.
 */
export function outdated(names: readonly string[], now: Instant, days: number): string[] {
  const copies = names.toSorted();
  return copies.filter((name, index) => {
    const next = copies[index + 1];
    if (next === undefined) return false;
    const age = now - instantIn(name);
    return age > days * DAY || (age > ALL_OF_DAYS * DAY && dayIn(next) === dayIn(name));
  });
}

/** Removes what need not stay, and copies that were never proven; gives the names of the proven ones. */
export async function prune(
  folder: string,
  { suffix, now, days }: { readonly suffix: string; readonly now: Instant; readonly days: number },
): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(PREFIX));
  const old = outdated(
    names.filter((name) => name.endsWith(suffix)),
    now,
    days,
  );
  const unproven = names.filter((name) => name.endsWith(UNPROVEN));
  for (const name of [...old, ...unproven]) await rm(join(folder, name));
  for (const name of old) await rm(join(folder, name + HEAD), { force: true });
  return old;
}

/** Notes beside a copy where the journal ended in it: who rewrites the journal must reach every copy as well. */
export async function writeHead(file: string, { seq, hash }: Position): Promise<void> {
  await writeFile(file + HEAD, `${JSON.stringify({ seq, hash })}\n`, { flush: true });
}

/** Where the journal ended in a copy, and the file that says so. */
export interface NotedHead extends Position {
  readonly name: string;
}

/** What the newest copy of the folder noted; null when none did. */
export async function newestHead(folder: string): Promise<NotedHead | null> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(PREFIX) && name.endsWith(HEAD));
  const name = names.sort().at(-1);
  if (name === undefined) return null;
  return { ...(JSON.parse(await readFile(join(folder, name), 'utf8')) as Position), name };
}
