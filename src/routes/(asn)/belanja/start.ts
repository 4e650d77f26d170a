import type { Draft } from '#lib/client/phone.ts';
import type { Product, Shop } from '#lib/domain/catalogue.ts';
import type { Day } from '#lib/domain/day.ts';
import { neverTaken, type Purchase } from '#lib/domain/purchase.ts';
import { NAME_LIMIT, type PurchaseDraft } from '#lib/domain/purchase-form.ts';
import { formatNumber } from '#lib/domain/rupiah.ts';

/** What the form begins with. */
export interface Start {
  readonly form: PurchaseDraft;
  /** The draft that is gone on with, or null. */
  readonly draftId: string | null;
  /** The purchase that is corrected, or null for a new one. */
  readonly corrects: Purchase | null;
  /** Why it is corrected, as far as it was typed. */
  readonly reason: string;
  /** The version of the purchase that the form was filled from; null for a new one. */
  readonly base: string | null;
  /** Photos that were taken for it. */
  readonly photos: readonly string[];
}

export const blankForm = (today: Day): PurchaseDraft => ({
  umkmId: null,
  umkmName: '',
  umkmPlace: '',
  day: today,
  amount: '',
  items: [],
  payment: 'tunai',
  note: '',
});

/** A form that holds what a purchase says. */
export const formOf = (purchase: Purchase): PurchaseDraft => ({
  umkmId: purchase.umkm.kind === 'listed' ? purchase.umkm.id : null,
  umkmName: purchase.umkm.name,
  umkmPlace: purchase.umkm.kind === 'typed' ? purchase.umkm.place : '',
  day: purchase.day,
  amount: formatNumber(purchase.amount),
  items: purchase.items.map((item) => ({
    name: item.name,
    quantity: String(item.quantity),
    price: formatNumber(item.price),
  })),
  payment: purchase.payment,
  note: purchase.note,
});

export const withShop = (form: PurchaseDraft, shop: Shop): PurchaseDraft => ({
  ...form,
  umkmId: shop.id,
  umkmName: shop.name,
  umkmPlace: '',
});

export const withProduct = (form: PurchaseDraft, product: Product, quantity: number): PurchaseDraft => ({
  ...form,
  items: [
    {
      name: nameOf(product),
      quantity: String(quantity),
      price: formatNumber(product.price),
    },
  ],
});

/** With its unit, where the form has room for both. */
function nameOf({ name, unit }: Product): string {
  const whole = `${name}, ${unit}`;
  return whole.length <= NAME_LIMIT ? whole : name.slice(0, NAME_LIMIT);
}

/** Whether anything was typed that would be missed. */
export const isBlank = (form: PurchaseDraft): boolean =>
  form.umkmName.trim() === '' &&
  form.amount.trim() === '' &&
  form.note.trim() === '' &&
  form.items.every((item) => item.name.trim() === '' && item.price.trim() === '');

interface Asked {
  /** The address's parameters: `umkm`, `produk` (with `banyak`), `draf`, `perbaiki`. */
  readonly query: URLSearchParams;
  readonly today: Day;
  readonly drafts: readonly Draft[];
  readonly purchase: (id: string) => Purchase | null;
  readonly shop: (id: string) => Shop | undefined;
  readonly product: (id: string) => Product | undefined;
  /** Whether a photo is on this phone. */
  readonly isHeld: (hash: string) => boolean;
}

/**
 * What the address asks the form to begin with. Without any wish it goes on with the newest new form that
 * was left, so that nothing typed is lost. `missing` when the purchase or draft that is asked for is not here.
 */
export function startOf({ query, today, drafts, purchase, shop, product, isHeld }: Asked): Start | 'missing' {
  const blank = blankForm(today);
  const fresh = (form: PurchaseDraft, corrects: Purchase | null = null): Start => ({
    form,
    draftId: null,
    corrects,
    reason: '',
    base: corrects?.version ?? null,
    // What the office never took is recorded anew, with its photos.
    photos: corrects !== null && neverTaken(corrects) ? corrects.photos.filter(isHeld) : [],
  });
  const goOn = (draft: Draft, corrects: Purchase | null): Start => ({
    form: draft.form,
    draftId: draft.id,
    corrects,
    reason: draft.reason ?? '',
    base: draft.base ?? corrects?.version ?? null,
    photos: (draft.photos ?? []).filter(isHeld),
  });

  const correcting = query.get('perbaiki');
  if (correcting !== null) {
    const corrects = purchase(correcting);
    if (!corrects || corrects.verdict === 'ditarik') return 'missing';
    const draft = drafts.find((one) => one.corrects === correcting);
    return draft ? goOn(draft, corrects) : fresh(formOf(corrects), corrects);
  }
  const wanted = query.get('draf');
  if (wanted !== null) {
    const draft = drafts.find((one) => one.id === wanted);
    if (!draft) return 'missing';
    return goOn(draft, draft.corrects === null ? null : purchase(draft.corrects));
  }
  const bought = product(query.get('produk') ?? '');
  const seller = shop(bought?.shopId ?? query.get('umkm') ?? '');
  if (seller) {
    const form = withShop(blank, seller);
    return fresh(bought ? withProduct(form, bought, Number(query.get('banyak')) || 1) : form);
  }
  const left = drafts.find((one) => one.corrects === null);
  return left ? goOn(left, null) : fresh(blank);
}
