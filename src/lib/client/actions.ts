import { v7 as uuid } from 'uuid';
import type { KecamatanCode } from '#lib/domain/kecamatan.ts';
import { neverTaken, type Purchase, type PurchaseFields } from '#lib/domain/purchase.ts';
import {
  decidePurchase,
  NOTE_LIMIT,
  type FormRefusal,
  type PurchaseDraft,
} from '#lib/domain/purchase-form.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { tidyText } from '#lib/domain/text.ts';
import type { MutationBody } from '#lib/protocol/mutation.ts';
import { leave, removeAccount } from './door.ts';
import { forNews, forRecord, insist } from './give-way.ts';
import { append, freeze, markMended, onTheWire, type Beside } from './outbox.ts';
import type { Draft } from './phone.ts';
import { dropDraftPhotos } from './photos/keep.ts';
import type { Session } from './session.svelte.ts';
import { askToPersist, stored, type StorageRefusal } from './storage.ts';

/*
 * Everything a person can do on the phone. Refusals are values and leave the form as it is; client/words says
 * them. What succeeded is on the disk, where the sender sees it.
 */

/**
 * Why nothing was saved. form: sentences for the fields. reason: say why. already-withdrawn: nothing to
 * change any more. storage: the phone refused to write.
 */
export type SaveRefusal =
  | { readonly kind: 'form'; readonly refusals: readonly FormRefusal[] }
  | { readonly kind: 'reason'; readonly code: 'empty' | 'too-long' }
  | { readonly kind: 'already-withdrawn' }
  | { readonly kind: 'storage'; readonly code: StorageRefusal };

/** A filled form; its draft, if it has one, goes in the transaction that saves the record. */
export interface FilledForm {
  readonly form: PurchaseDraft;
  readonly draftId?: string | undefined;
  /** Hashes of the photos that a new record names, all of them on this phone. */
  readonly photos?: readonly string[] | undefined;
}

/** Fulfilled with the purchase's id once it is on the disk: only then is *Tersimpan* true. */
export async function recordPurchase(
  session: Session,
  { form, draftId, photos }: FilledForm,
): Promise<Result<string, SaveRefusal>> {
  const fields = decidePurchase(form);
  if (!fields.ok) return refuse({ kind: 'form', refusals: fields.error });
  return saveRecord(session, fields.value, { beside: { draftId }, photos });
}

function saveRecord(
  session: Session,
  fields: PurchaseFields,
  { beside, photos: hashes = [] }: { beside: Beside; photos: readonly string[] | undefined },
): Promise<Result<string, SaveRefusal>> {
  const body: MutationBody = { type: 'purchase.record', fields: onTheWire(fields) };
  if (hashes.length === 0) return save(session, body, beside);
  return save(session, { ...body, photos: [...hashes] }, { ...beside, photos: { hashes, day: fields.day } });
}

export interface Correction extends FilledForm {
  readonly purchase: Purchase;
  readonly reason: string;
}

/** Asks for a correction. A record that was {@link neverTaken} is recorded anew instead, and needs no reason. */
export async function correctPurchase(
  session: Session,
  { purchase, form, reason, draftId, photos }: Correction,
): Promise<Result<string, SaveRefusal>> {
  if (purchase.verdict === 'ditarik') return refuse({ kind: 'already-withdrawn' });
  const fields = decidePurchase(form);
  if (!fields.ok) return refuse({ kind: 'form', refusals: fields.error });
  const beside: Beside = { draftId, mends: purchase.id };
  if (neverTaken(purchase)) {
    return saveRecord(session, fields.value, { beside, photos });
  }
  const why = decideReason(reason);
  if (!why.ok) return why;
  const { id, version: base } = purchase;
  const body: MutationBody = {
    type: 'purchase.correct',
    purchase: id,
    base,
    fields: onTheWire(fields.value),
    reason: why.value,
  };
  return save(session, body, beside);
}

/**
 * Asks for a withdrawal: nothing is erased, it stays with its reason and never counts. A record that was
 * {@link neverTaken} is put aside on this phone, needs no reason, and is shown no longer.
 */
export async function withdrawPurchase(
  session: Session,
  { purchase, reason }: { readonly purchase: Purchase; readonly reason: string },
): Promise<Result<string, SaveRefusal>> {
  if (purchase.verdict === 'ditarik') return refuse({ kind: 'already-withdrawn' });
  const { id, version: base } = purchase;
  if (neverTaken(purchase)) return putAside(session, id);
  const why = decideReason(reason);
  if (!why.ok) return why;
  return save(session, { type: 'purchase.withdraw', purchase: id, base, reason: why.value }, { mends: id });
}

function decideReason(typed: string): Result<string, SaveRefusal> {
  const reason = tidyText(typed);
  if (reason === '') return refuse({ kind: 'reason', code: 'empty' });
  return reason.length > NOTE_LIMIT ? refuse({ kind: 'reason', code: 'too-long' }) : accept(reason);
}

async function save(
  session: Session,
  body: MutationBody,
  beside: Beside,
): Promise<Result<string, SaveRefusal>> {
  // Freezing may fail as well as writing: a page that was opened without https has no WebCrypto.
  const written = await stored(async () => {
    const frozen = await freeze(body, Date.now());
    await insist(() => append(session.db, frozen, beside), forRecord(session.cache, session.home));
    return frozen.about;
  });
  if (!written.ok) return refuse({ kind: 'storage', code: written.error });
  askToPersist();
  return accept(written.value);
}

/** What `mendedBy` says of a refused row that nothing stands for. */
const PUT_ASIDE = 'put-aside';

async function putAside(
  { db, cache, home }: Session,
  purchase: string,
): Promise<Result<string, SaveRefusal>> {
  const written = await stored(() =>
    insist(
      () =>
        db.transaction('rw', [db.outbox, db.photos, db.meta], () =>
          markMended(db, purchase, { by: PUT_ASIDE, at: Date.now() }),
        ),
      forRecord(cache, home),
    ),
  );
  return written.ok ? accept(purchase) : refuse({ kind: 'storage', code: written.error });
}

/** Keeps what stands in the form; call it as it is typed, with an id of {@link newDraftId}. */
export async function saveDraft(
  { db, cache, home }: Session,
  draft: Omit<Draft, 'savedAt'>,
): Promise<Result<null, StorageRefusal>> {
  // A form may be a rune's proxy, which IndexedDB cannot clone; it is plain data all the same.
  const form = JSON.parse(JSON.stringify(draft.form)) as PurchaseDraft;
  const write = () =>
    db.transaction('rw', [db.drafts, db.photos, db.photoBytes], async () => {
      const { photos = [] } = (await db.drafts.get(draft.id)) ?? {};
      await db.drafts.put({ ...draft, form, savedAt: Date.now() });
      await dropDraftPhotos(db, photos);
    });
  return done(await stored(() => insist(write, forNews(cache, home))));
}

export const newDraftId = (): string => uuid();

export async function discardDraft({ db }: Session, id: string): Promise<Result<null, StorageRefusal>> {
  return done(
    await stored(() =>
      db.transaction('rw', [db.drafts, db.photos, db.photoBytes], async () => {
        const { photos = [] } = (await db.drafts.get(id)) ?? {};
        await db.drafts.delete(id);
        await dropDraftPhotos(db, photos);
      }),
    ),
  );
}

const done = <E>(result: Result<unknown, E>): Result<null, E> => (result.ok ? accept(null) : result);

/** *Kirim sekarang*: wakes the exchange without waiting for its next try. */
export function sendNow({ sender }: Session): void {
  sender.wake('send-now');
}

/** The kecamatan whose catalogue comes first from now on, in place of the office's. */
export async function chooseHome(
  { db }: Session,
  home: KecamatanCode,
): Promise<Result<null, StorageRefusal>> {
  return done(await stored(() => db.meta.put({ key: 'home', home })));
}

/** *Keluar*: outbox and drafts stay for the same user, cached personal rows go. Go to `/` afterwards. */
export const signOut = (session: Session): Promise<void> => leave(session);

/** *Hapus akun dari HP ini*. False, and nothing happened, while something is unsent. Go to `/` afterwards. */
export const removeFromPhone = (session: Session): Promise<boolean> => removeAccount(session);
