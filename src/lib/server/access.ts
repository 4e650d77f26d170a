import type { Role } from '#lib/protocol/account.ts';

/** Who is asking, as of this request: revoked sessions and ended roles take effect at once. */
export interface Access {
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The office that a `petugas-opd` serves; null without that role. */
  readonly officeId: string | null;
  readonly sessionId: string;
}
