import * as z from 'zod/mini';

/** One session of an account as its owner sees it. */
export const device = z.object({
  id: z.string(),
  /** In plain words, as far as the browser tells: `HP Android, Chrome`. */
  name: z.string(),
  /** WIB days: signed in, and last heard. */
  first: z.string(),
  last: z.string(),
  /** The one that asks. */
  here: z.boolean(),
});
export type Device = z.infer<typeof device>;

/** Which sessions to end: one of them, or all but the one that asks. */
export const deviceRevocation = z.union([
  z.object({ id: z.string().check(z.maxLength(100)) }),
  z.object({ others: z.literal(true) }),
]);
export type DeviceRevocation = z.infer<typeof deviceRevocation>;
