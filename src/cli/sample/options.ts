import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { dayInWib, parseDay, startOfDay, type Day, type Instant } from '#lib/domain/day.ts';
import type { RegencyOptions } from './regency.ts';

/** What was asked for cannot be: the message is for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Fills an empty database with a made-up regency that ends today.

  node build/cli/sample.js [--asn 600] [--umkm 300] [--products 3000] [--seed 1] [--today YYYY-MM-DD]

DATA_DIR (default data) or DATABASE_URL say where, as for the server.`;

/** Today is told until 09.00 WIB: later purchases of the day have not happened yet. In ms. */
const TOLD_UNTIL: Instant = 9 * 3_600_000;
/** A whole year of the decree is told. */
const EARLIEST = '2026-01-01' as Day;

const size = (least: number, most: number) =>
  z.coerce
    .number()
    .check(
      z.refine(
        (value) => Number.isInteger(value) && least <= value && value <= most,
        `must be a whole number from ${String(least)} to ${String(most)}`,
      ),
    );

const flags = z.object({
  asn: z._default(size(550, 100_000), 600),
  umkm: z._default(size(50, 200_000), 300),
  products: z._default(size(50, 2_000_000), 3_000),
  seed: z._default(size(0, 1_000_000_000), 1),
  today: z.optional(
    z
      .string()
      .check(
        z.refine((text) => parseDay(text).ok && text >= EARLIEST, `must be a day, ${EARLIEST} or later`),
      ),
  ),
  help: z.optional(z.boolean()),
});

/** Reads the command line; null when help was asked for. Throws a {@link UsageError}. */
export function readOptions(args: readonly string[], clock: Instant): RegencyOptions | null {
  const read = flags.safeParse(parse(args));
  if (!read.success) {
    const said = read.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}.`);
    throw new UsageError(said.join('\n'));
  }
  const { help, today, ...sizes } = read.data;
  if (help === true) return null;
  return { ...sizes, now: today === undefined ? soFar(clock) : startOfDay(today as Day) + TOLD_UNTIL };
}

function parse(args: readonly string[]): Record<string, unknown> {
  const text = { type: 'string' } as const;
  const options = {
    asn: text,
    umkm: text,
    products: text,
    seed: text,
    today: text,
    help: { type: 'boolean' },
  } as const;
  try {
    return { ...parseArgs({ args: [...args], options }).values };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** This morning, or now when the morning is not over: nothing in the sample lies ahead of the clock. */
const soFar = (clock: Instant): Instant => Math.min(clock, startOfDay(dayInWib(clock)) + TOLD_UNTIL);
