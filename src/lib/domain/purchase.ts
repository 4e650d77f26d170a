import { monthOf, type Day, type Instant } from './day.ts';
import { normaliseText } from './text.ts';
import { firstDayOfDecree, isLate, ruleFor, type Rulebook } from './rulebook.ts';
import type { Rupiah } from './rupiah.ts';

/** The UMKM a purchase is credited to: one of the registry, or typed where the phone did not know it. */
export type UmkmRef =
  | { readonly kind: 'listed'; readonly id: string; readonly name: string }
  | { readonly kind: 'typed'; readonly name: string; readonly place: string };

export const PAYMENTS = ['tunai', 'qris', 'transfer'] as const;
export type Payment = (typeof PAYMENTS)[number];
export const PAYMENT_NAMES: Readonly<Record<Payment, string>> = {
  tunai: 'Tunai',
  qris: 'QRIS',
  transfer: 'Transfer',
};

export interface PurchaseItem {
  readonly name: string;
  /** 1 to 999. */
  readonly quantity: number;
  /** Price of one, in rupiah. */
  readonly price: Rupiah;
}

/** What an ASN says about a purchase. */
export interface PurchaseFields {
  readonly umkm: UmkmRef;
  /** The civil WIB day that the person chose. */
  readonly day: Day;
  readonly amount: Rupiah;
  readonly items: readonly PurchaseItem[];
  readonly payment: Payment;
  readonly note: string;
}

/** Where the record is: on the phone, at the office, or at the office with its photos too. */
type Delivery = 'tersimpan' | 'terkirim' | 'lengkap';

export const VERDICTS = ['belum-diperiksa', 'sah', 'perlu-dilengkapi', 'belum-dihitung', 'ditarik'] as const;
/** What people decided about it. */
export type Verdict = (typeof VERDICTS)[number];

export const FLAGS = [
  'future-date',
  'before-decree',
  'late',
  'unlisted-umkm',
  'number-reused',
  'carried',
  'other',
] as const;
/**
 * Why a delivered purchase waits for a person. Set by the office's clock and registry, never by the phone;
 * `other` is how an old phone reads the flag of a later release.
 */
export type Flag = (typeof FLAGS)[number];

export interface Purchase extends PurchaseFields {
  /** The id of the mutation that recorded it. */
  readonly id: string;
  readonly asnId: string;
  readonly delivery: Delivery;
  readonly verdict: Verdict;
  /** The official's sentence with the verdict, or the ASN's with a withdrawal or correction; may be empty. */
  readonly reason: string;
  readonly flags: readonly Flag[];
  /** When the office first got the record (UTC), null while it is only on the phone. */
  readonly receivedAt: Instant | null;
  /** The id of the mutation that wrote it last: what a correction names as its base. */
  readonly version: string;
  /** The code with which the office refused the last thing that was asked of it, or null. Phone only. */
  readonly refusal: string | null;
  /** Photos of the nota, each named by the SHA-256 (base64url) of the bytes that the phone sends. */
  readonly photos: readonly string[];
  /** Those of them that the office does not have yet. */
  readonly photosWanted: readonly string[];
}

/** Photos of one purchase: both sides of a nota, and the goods. */
export const PHOTOS_LIMIT = 3;

/** Where a record is that the office has. */
export const deliveryOf = ({ photos, photosWanted }: Pick<Purchase, 'photos' | 'photosWanted'>): Delivery =>
  photos.length > 0 && photosWanted.length === 0 ? 'lengkap' : 'terkirim';

/** A purchase as it stands on the phone right after it was recorded. */
export const recorded = (
  id: string,
  asnId: string,
  fields: PurchaseFields,
  photos: readonly string[] = [],
): Purchase => ({
  ...fields,
  id,
  asnId,
  delivery: 'tersimpan',
  verdict: 'belum-diperiksa',
  reason: '',
  flags: [],
  receivedAt: null,
  version: id,
  refusal: null,
  photos,
  photosWanted: photos,
});

/**
 * With more photos, each of them once and {@link PHOTOS_LIMIT} at most. A photo says nothing new about the
 * purchase, so that verdict and version stay: what is corrected at the same time elsewhere stands beside it.
 */
export function attached(purchase: Purchase, photos: readonly string[]): Purchase {
  const all = [...new Set([...purchase.photos, ...photos])].slice(0, PHOTOS_LIMIT);
  const added = all.filter((hash) => !purchase.photos.includes(hash));
  if (added.length === 0) return purchase;
  const photosWanted = [...purchase.photosWanted, ...added];
  return {
    ...purchase,
    photos: all,
    photosWanted,
    ...(purchase.delivery === 'lengkap' ? { delivery: 'terkirim' } : {}),
  };
}

/**
 * A corrected purchase is looked at afresh: verdict and flags were about other facts. It is on its way
 * again, so that what a correction adds waits, as anything unsent does, until it {@link arrived}.
 */
export const corrected = (
  purchase: Purchase,
  by: string,
  fields: PurchaseFields,
  reason: string,
): Purchase => ({
  ...purchase,
  ...fields,
  delivery: 'tersimpan',
  verdict: 'belum-diperiksa',
  reason,
  flags: [],
  version: by,
  refusal: null,
});

/** Nothing is erased: a withdrawn purchase stays, with the reason, and never counts. */
export const withdrawn = (purchase: Purchase, by: string, reason: string): Purchase => ({
  ...purchase,
  verdict: 'ditarik',
  reason,
  version: by,
  refusal: null,
});

/** What was recorded or corrected, once the office has it: `at` is when, unless it had the record before. */
export const arrived = (purchase: Purchase, at: Instant, flags: readonly Flag[]): Purchase => ({
  ...purchase,
  delivery: deliveryOf(purchase),
  receivedAt: purchase.receivedAt ?? at,
  flags,
});

/** The office refused the record itself, so it does not know this purchase. Phone only. */
export const neverTaken = ({ refusal, receivedAt }: Purchase): boolean =>
  refusal !== null && receivedAt === null;

export interface ArrivalFacts {
  readonly receivedAt: Instant;
  /** The office's civil WIB day at `receivedAt`. */
  readonly today: Day;
  /** Whether the UMKM is in the registry with its origin confirmed. */
  readonly umkmListed: boolean;
  readonly rulebook: Rulebook;
}

/** What a person must look at before this purchase counts. */
export function flagsOnArrival(fields: PurchaseFields, facts: ArrivalFacts): Flag[] {
  const flags: Flag[] = [];
  const first = firstDayOfDecree(facts.rulebook);
  const rule = ruleFor(facts.rulebook, monthOf(fields.day));
  if (fields.day > facts.today) flags.push('future-date');
  if (first !== null && fields.day < first) flags.push('before-decree');
  if (rule && isLate(rule, monthOf(fields.day), facts.receivedAt)) flags.push('late');
  if (!facts.umkmListed) flags.push('unlisted-umkm');
  return flags;
}

/**
 * Same shop, day and amount, and not withdrawn: probably the same purchase, so the form asks once.
 * `except` is the id of the purchase that is being corrected.
 */
export function similarPurchase(
  purchases: Iterable<Purchase>,
  fields: PurchaseFields,
  except?: string,
): Purchase | null {
  for (const purchase of purchases) {
    if (purchase.verdict === 'ditarik' || purchase.id === except) continue;
    if (
      purchase.day === fields.day &&
      purchase.amount === fields.amount &&
      umkmKey(purchase.umkm) === umkmKey(fields.umkm)
    ) {
      return purchase;
    }
  }
  return null;
}

/**
 * One key for one shop, so that shops can be counted: its id, or the typed name as search reads it. The
 * typed place is left out: people write one place in many ways, and a shop must not count twice for it.
 */
export const umkmKey = (umkm: UmkmRef): string =>
  umkm.kind === 'listed' ? umkm.id : `~${normaliseText(umkm.name)}`;
