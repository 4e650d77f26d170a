import type { Kysely } from 'kysely';
import type { Instant } from '#lib/domain/day.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { Schema } from '../store/schema.ts';

/** Who brought a purchase, or its last correction, to the office for its author. */
export interface Carrier {
  readonly name: string;
  readonly at: Instant;
}

/** The carriers of these purchases, by purchase id. What came from its author's own phone is not in it. */
export async function readCarriers(
  db: Kysely<Schema>,
  purchases: readonly Pick<Purchase, 'id' | 'version'>[],
): Promise<Map<string, Carrier>> {
  if (purchases.length === 0) return new Map();
  const rows = await db
    .selectFrom('mutation')
    .innerJoin('user', 'user.id', 'mutation.carrier')
    .select(['mutation.id', 'user.name', 'mutation.received_at as at'])
    .where('mutation.id', 'in', [...new Set(purchases.flatMap(({ id, version }) => [id, version]))])
    .execute();
  const byMutation = new Map(rows.map(({ id, ...carrier }) => [id, carrier]));
  return new Map(
    purchases.flatMap(({ id, version }) => {
      const carrier = byMutation.get(version) ?? byMutation.get(id);
      return carrier ? [[id, carrier]] : [];
    }),
  );
}
