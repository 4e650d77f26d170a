import { parseDay, type Day } from './day.ts';
import { PAYMENTS, type Payment, type PurchaseFields, type PurchaseItem, type UmkmRef } from './purchase.ts';
import { accept, refuse, type Result } from './result.ts';
import { firstDayOfDecree, type Rulebook } from './rulebook.ts';
import { checkRupiah, parseRupiah, type Rupiah, type RupiahRefusal } from './rupiah.ts';
import { tidyLine, tidyText } from './text.ts';

export interface ItemDraft {
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
}

/** What stands in the form, as typed. It is kept as a draft whatever it says. */
export interface PurchaseDraft {
  /** Chosen from the registry, or null when typed. */
  readonly umkmId: string | null;
  readonly umkmName: string;
  readonly umkmPlace: string;
  readonly day: string;
  readonly amount: string;
  readonly items: readonly ItemDraft[];
  readonly payment: string;
  readonly note: string;
}

export const NAME_LIMIT = 80;
export const NOTE_LIMIT = 280;
export const ITEMS_LIMIT = 30;

export type FormRefusal =
  | { readonly field: 'umkm'; readonly code: 'empty' | 'too-long' }
  | { readonly field: 'place'; readonly code: 'empty' | 'too-long' }
  | { readonly field: 'day'; readonly code: 'not-a-day' }
  | { readonly field: 'amount'; readonly code: RupiahRefusal }
  | { readonly field: 'items'; readonly code: 'incomplete' | 'too-long' | 'too-many' }
  | { readonly field: 'note'; readonly code: 'too-long' };

/** What the form says and still saves: the office flags it by its own clock. */
export type FormWarning = 'future-date' | 'before-decree';

/** Decides whether a draft can be saved; all refusals at once, so that one look mends them. */
export function decidePurchase(draft: PurchaseDraft): Result<PurchaseFields, FormRefusal[]> {
  const refusals: FormRefusal[] = [];
  const umkm = decideUmkm(draft, refusals);
  const items = decideItems(draft.items, refusals);
  const day = parseDay(draft.day);
  if (!day.ok) refusals.push({ field: 'day', code: day.error });
  const amount = decideAmount(draft.amount, items);
  // Items that are not right yet say so themselves; their sum has nothing to add.
  if (!amount.ok && !refusals.some(({ field }) => field === 'items')) {
    refusals.push({ field: 'amount', code: amount.error });
  }
  const note = tidyText(draft.note);
  if (note.length > NOTE_LIMIT) refusals.push({ field: 'note', code: 'too-long' });
  if (refusals.length > 0 || !day.ok || !amount.ok) return refuse(refusals);
  const payment: Payment = PAYMENTS.find((known) => known === draft.payment) ?? 'tunai';
  return accept({ umkm, day: day.value, amount: amount.value, items, payment, note });
}

function decideUmkm(draft: PurchaseDraft, refusals: FormRefusal[]): UmkmRef {
  const name = tidyLine(draft.umkmName);
  const place = tidyLine(draft.umkmPlace);
  if (name === '') refusals.push({ field: 'umkm', code: 'empty' });
  if (name.length > NAME_LIMIT) refusals.push({ field: 'umkm', code: 'too-long' });
  if (draft.umkmId !== null) return { kind: 'listed', id: draft.umkmId, name };
  if (name !== '' && place === '') refusals.push({ field: 'place', code: 'empty' });
  if (place.length > NAME_LIMIT) refusals.push({ field: 'place', code: 'too-long' });
  return { kind: 'typed', name, place };
}

/** Rows in which something was typed: only these are goods. */
export const filledItems = (items: readonly ItemDraft[]): ItemDraft[] =>
  items.filter(({ name, price }) => name.trim() !== '' || price.trim() !== '');

const quantityOf = ({ quantity }: ItemDraft): number =>
  /^\d{1,3}$/.test(quantity.trim()) ? Number(quantity) : 0;

function decideItems(drafts: readonly ItemDraft[], refusals: FormRefusal[]): PurchaseItem[] {
  const filled = filledItems(drafts);
  const items: PurchaseItem[] = [];
  for (const draft of filled) {
    const price = parseRupiah(draft.price);
    const quantity = quantityOf(draft);
    const name = tidyLine(draft.name);
    if (name !== '' && quantity >= 1 && price.ok) items.push({ name, quantity, price: price.value });
  }
  if (filled.length > ITEMS_LIMIT) refusals.push({ field: 'items', code: 'too-many' });
  else if (items.length < filled.length) refusals.push({ field: 'items', code: 'incomplete' });
  else if (items.some(({ name }) => name.length > NAME_LIMIT)) {
    refusals.push({ field: 'items', code: 'too-long' });
  }
  return items;
}

/** Items, when there are any, make the amount. */
function decideAmount(text: string, items: readonly PurchaseItem[]): Result<Rupiah, RupiahRefusal> {
  return items.length > 0 ? checkRupiah(itemsTotal(items)) : parseRupiah(text);
}

export const itemsTotal = (items: readonly PurchaseItem[]): Rupiah =>
  items.reduce((sum, item) => sum + item.quantity * item.price, 0);

/**
 * What a form amounts to as it stands, by the same rule as what will be saved: its items, as far as they can be
 * read, or what was typed while no item is filled. Null when that is no sum.
 */
export function amountSoFar({ items, amount }: PurchaseDraft): Rupiah | null {
  const filled = filledItems(items);
  if (filled.length === 0) return valueOr(parseRupiah(amount), null);
  return filled.reduce((sum, item) => sum + quantityOf(item) * valueOr(parseRupiah(item.price), 0), 0);
}

const valueOr = <T, U>(result: Result<T, unknown>, other: U): T | U => (result.ok ? result.value : other);

/** Warnings about the date. `today` is the WIB day by the last known office clock. */
export function warnAboutDay(day: Day, today: Day, rulebook: Rulebook): FormWarning[] {
  const first = firstDayOfDecree(rulebook);
  if (day > today) return ['future-date'];
  if (first !== null && day < first) return ['before-decree'];
  return [];
}
