import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import type { Purchase } from '#lib/domain/purchase.ts';
import type { FormRefusal, PurchaseDraft } from '#lib/domain/purchase-form.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import type { Session } from './session.svelte.ts';
import type { StorageRefusal } from './storage.ts';

/** Why nothing was saved. `form`: sentences beside the fields. `reason`: say why. `storage`: the phone refused to write. */
export type SaveRefusal =
  | { readonly kind: 'form'; readonly refusals: readonly FormRefusal[] }
  | { readonly kind: 'reason'; readonly code: 'empty' | 'too-long' }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'storage'; readonly code: StorageRefusal };

/** A filled form; its draft, if it has one, goes in the same transaction that saves the record. */
export interface FilledForm {
  readonly form: PurchaseDraft;
  readonly draftId?: string | undefined;
}

/** Fulfilled with the purchase's id once it is on the disk: only then is *Tersimpan* true. */
export async function recordPurchase(
  session: Session,
  filled: FilledForm,
): Promise<Result<string, SaveRefusal>> {
  return refuse({ kind: 'storage', code: 'failed' });
}

/** Asks for a correction; also mends a refused record, by recording it anew. */
export async function correctPurchase(
  session: Session,
  wish: FilledForm & { readonly purchase: Purchase; readonly reason: string },
): Promise<Result<string, SaveRefusal>> {
  return refuse({ kind: 'storage', code: 'failed' });
}

/** Nothing is erased: a withdrawn purchase stays, with the reason. A refused record is put aside. */
export async function withdrawPurchase(
  session: Session,
  wish: { readonly purchase: Purchase; readonly reason: string },
): Promise<Result<string, SaveRefusal>> {
  return refuse({ kind: 'storage', code: 'failed' });
}

/** Keeps what stands in the form; call it as it is typed. `id` comes from {@link newDraftId}. */
export async function saveDraft(
  session: Session,
  draft: { readonly id: string; readonly form: PurchaseDraft; readonly corrects: string | null },
): Promise<Result<null, StorageRefusal>> {
  return refuse('failed');
}

export const newDraftId = (): string => '';

export async function discardDraft(session: Session, id: string): Promise<Result<null, StorageRefusal>> {
  return refuse('failed');
}

/** *Kirim sekarang*: wakes the exchange without waiting for its next try. */
export function sendNow(session: Session): void {}

export async function chooseHome(
  session: Session,
  kecamatan: KecamatanCode,
): Promise<Result<null, StorageRefusal>> {
  return refuse('failed');
}

/**
 * Leaves the account: its outbox and drafts stay for the same user, cached personal rows go, the office
 * is told now or later. Answers how many records are still unsent. Navigate to `/masuk` afterwards.
 */
export async function signOut(session: Session): Promise<number> {
  return session.unsent;
}
