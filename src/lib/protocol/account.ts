import * as z from 'zod/mini';

export const ROLES = ['asn', 'penjual', 'petugas-opd', 'dkupp', 'evaluator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who signed in. A phone number signs in a seller, a NIP an ASN; both are digits. */
export const signInRequest = z.object({
  as: z.enum(['asn', 'penjual']),
  /** As typed: spaces, dots and dashes are dropped at the office. */
  number: z.string().check(z.maxLength(40)),
  password: z.string().check(z.maxLength(200)),
  /** The password to set, when `password` is a one-time code. */
  newPassword: z.optional(z.string().check(z.maxLength(200))),
});
export type SignInRequest = z.infer<typeof signInRequest>;

/** The account as the phone remembers it. */
export const account = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
});
export type Account = z.infer<typeof account>;

/** A sample account, listed on the sign-in page while sample data is loaded. */
export const sampleAccount = z.object({
  name: z.string(),
  about: z.string(),
  as: z.enum(['asn', 'penjual']),
  number: z.string(),
  password: z.string(),
});
export type SampleAccount = z.infer<typeof sampleAccount>;
