import * as z from 'zod/mini';
import { ARTS, CATEGORIES } from '#lib/domain/catalogue.ts';
import { APPOINTMENT_KINDS, BANDS, type Band } from '#lib/domain/position.ts';
import { FLAGS, PAYMENTS, VERDICTS, type PurchaseItem } from '#lib/domain/purchase.ts';
import { EXEMPTION_KINDS, type ExemptionKind } from '#lib/domain/rulebook.ts';
import { day } from './fields.ts';

/*
 * What the office tells. These schemas are read by phones, so they are lenient where the office may say
 * more later: unknown keys and kinds of rows are passed over, a new flag, payment, category or exemption
 * is read as the nearest known thing, and texts are not measured again. Any other new value needs a new
 * protocol version, and the office tells it only to phones that speak that one.
 */

const anyId = z.string();
/** The registry may name a shop otherwise than a person may type it. */
const umkm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listed'), id: anyId, name: z.string() }),
  z.object({ kind: z.literal('typed'), name: z.string(), place: z.string() }),
]);
const span = { from: day, until: z.nullable(day) };
const knownExemption = (kind: string): kind is ExemptionKind =>
  (EXEMPTION_KINDS as readonly string[]).includes(kind);

const items = z.pipe(
  z._default(z.array(z.object({ name: z.string(), quantity: z.int(), price: z.int() })), []),
  z.transform((list): readonly PurchaseItem[] => list),
);

/** A purchase as the office holds it: the base that the outbox is replayed over. */
const purchaseChange = z.object({
  kind: z.literal('purchase'),
  id: anyId,
  umkm,
  day,
  amount: z.int(),
  items,
  payment: z.catch(z.enum(PAYMENTS), 'tunai'),
  note: z._default(z.string(), ''),
  verdict: z.enum(VERDICTS),
  reason: z._default(z.string(), ''),
  flags: z._default(z.array(z.catch(z.enum(FLAGS), 'other')), []),
  receivedAt: z.int(),
  version: anyId,
  /** Photos by their hashes, and those of them that the office does not have yet. */
  photos: z._default(z.array(z.string()), []),
  wanted: z._default(z.array(z.string()), []),
});

/** Who the account is and what its months are judged by. One row, sent whole when anything in it changed. */
const profileChange = z.object({
  kind: z.literal('profile'),
  asnId: anyId,
  name: z.string(),
  /** The last three digits; the rest stays at the office. */
  nipTail: z.string(),
  opd: z.string(),
  unit: z.string(),
  /** Kecamatan of the office: the home of the catalogue until the person chooses another. */
  kecamatan: z.string(),
  appointments: z.array(
    z.object({
      id: anyId,
      unitId: anyId,
      title: z.string(),
      band: z.enum(BANDS),
      kind: z.enum(APPOINTMENT_KINDS),
      ...span,
      superiorId: z.nullable(anyId),
    }),
  ),
  exemptions: z.pipe(
    z.array(z.object({ id: anyId, kind: z.string(), ...span })),
    z.transform((spans) =>
      spans.flatMap(({ kind, ...rest }) => (knownExemption(kind) ? { ...rest, kind } : [])),
    ),
  ),
});

/** Rows of a scope that are not for this phone any more. */
const goneChange = z.object({
  kind: z.literal('gone'),
  of: z.enum(['purchase', 'shop', 'product']),
  id: anyId,
});

const shopChange = z.object({
  kind: z.literal('shop'),
  id: anyId,
  name: z.string(),
  desa: z.string(),
  phone: z._default(z.string(), ''),
});

const productChange = z.object({
  kind: z.literal('product'),
  id: anyId,
  shop: anyId,
  name: z.string(),
  unit: z.string(),
  price: z.int(),
  category: z.catch(z.enum(CATEGORIES), 'makanan'),
  art: z.catch(z.enum(ARTS), 'camilan'),
});

/** The pack to start from: fetched once under its content hash, then only deltas come. */
const packChange = z.object({
  kind: z.literal('pack'),
  hash: z.string(),
  products: z.int(),
  bytes: z.int(),
});

const basis = z.object({ kind: z.enum(['decree', 'assumption']), source: z.string() });
const line = <T extends z.core.$ZodType>(value: T) => z.object({ value, basis });

/** One version of the rulebook, whole. */
const ruleChange = z.object({
  kind: z.literal('rule'),
  rule: z.object({
    id: z.string(),
    from: z.string(),
    title: z.string(),
    minimum: z.object({
      pelaksana: line(z.int()),
      pengawas: line(z.int()),
      fungsional: line(z.int()),
      administrator: line(z.int()),
      'kepala-unit': line(z.int()),
      'pimpinan-tinggi': line(z.int()),
      'paruh-waktu': line(z.int()),
    } satisfies Record<Band, unknown>),
    positionDay: line(z.int()),
    doublePost: line(z.enum(['definitif', 'highest'])),
    countsOnArrival: line(z.boolean()),
    arrivalDay: line(z.int()),
    reviewDays: line(z.tuple([z.int(), z.int()])),
    recapDay: line(z.int()),
    exemptions: line(
      z.pipe(
        z.array(z.string()),
        z.transform((kinds) => kinds.filter(knownExemption)),
      ),
    ),
    exemptionShare: line(z.number()),
    partialServiceFree: line(z.boolean()),
    concern: line(z.array(z.object({ misses: z.int(), step: z.string() }))),
    rewardMonths: line(z.int()),
  }),
});

/** Which packs a kecamatan's catalogue consists of: one, or one a desa. */
const directoryChange = z.object({
  kind: z.literal('directory'),
  kecamatan: z.string(),
  packs: z.array(z.object({ scope: z.string(), products: z.int() })),
});

const kinds = [
  purchaseChange,
  profileChange,
  goneChange,
  shopChange,
  productChange,
  packChange,
  ruleChange,
  directoryChange,
] as const;
const knownKinds: readonly string[] = kinds.flatMap((kind) => kind.shape.kind.def.values);

export const change = z.discriminatedUnion('kind', kinds);

/** Rows of one scope. A kind that this release does not know is passed over, the others are heard. */
export const changes = z.pipe(
  z.pipe(
    z.array(z.looseObject({ kind: z.string() })),
    z.transform((rows) => rows.filter(({ kind }) => knownKinds.includes(kind))),
  ),
  z.array(change),
);

export type Change = z.infer<typeof change>;
export type PurchaseChange = z.infer<typeof purchaseChange>;
export type ProfileChange = z.infer<typeof profileChange>;
export type RuleChange = z.infer<typeof ruleChange>;
