import {
  correctPurchase,
  discardDraft,
  newDraftId,
  recordPurchase,
  saveDraft,
  type SaveRefusal,
} from '#lib/client/actions.ts';
import { keepForDraft } from '#lib/client/photos/actions.ts';
import type { Shrunk, ShrinkRefusal } from '#lib/client/photos/shrink.ts';
import type { Session } from '#lib/client/session.svelte.ts';
import { sayPhotoStorage, sayShrink } from '#lib/client/words-photos.ts';
import {
  NOT_DISCARDED,
  sayFormRefusal,
  sayReason,
  sayStorage,
  sayUnkept,
  sayWarning,
} from '#lib/client/words.ts';
import { parseDay } from '#lib/domain/day.ts';
import {
  neverTaken,
  PHOTOS_LIMIT,
  similarPurchase,
  type Purchase,
  type PurchaseFields,
} from '#lib/domain/purchase.ts';
import {
  decidePurchase,
  warnAboutDay,
  type FormRefusal,
  type PurchaseDraft,
} from '#lib/domain/purchase-form.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { isBlank, type Start } from './start.ts';

/** ms of rest after a key before what stands in the form is written: a word, not every letter. */
const REST = 300;

type Field = FormRefusal['field'] | 'reason';

interface Saved {
  readonly id: Purchase['id'];
  readonly fields: PurchaseFields;
  /** Why a photo did not come with it, or null. */
  readonly photoTrouble: string | null;
}

/**
 * One filling of the form: what is typed, what was refused about it, and its draft on the disk.
 * Long because all of these change together: what is on the screen must be what is on the disk.
 */
export class PurchaseForm {
  draft: PurchaseDraft = $state.raw() as PurchaseDraft;
  reason = $state('');
  readonly corrects: Purchase | null;
  /** It was left before, and is gone on with. */
  readonly left: boolean;
  /** The sentence under each field that was refused. */
  refusals: Partial<Record<Field, string>> = $state.raw({});
  /** Why nothing was saved, where it is about no field. */
  trouble: string | null = $state(null);
  /** A purchase like this one, while it is asked whether it is the same. */
  similar: Purchase | null = $state.raw(null);
  /** Why the draft on the disk is not what the person wants it to be, or null. */
  unkept: string | null = $state(null);
  /** What is on the disk, once it is. */
  saved: Saved | null = $state.raw(null);
  busy = $state(false);
  /** Photos of the nota on the disk, in the order they were taken. */
  photos: readonly string[] = $state.raw([]);
  /** Why the last photo is not there, or null. */
  photoTrouble: string | null = $state(null);
  /** Photos that are being made smaller and written. */
  shrinking = $state(0);

  #draftId: string | null;
  readonly #base: string | null;
  #askedAboutSimilar = false;
  /** Typed since the phone last took the draft. */
  #dirty = false;
  /** Saved or discarded: a field that is left by going away says something once more, and nobody typed it. */
  #over = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    readonly session: Session,
    start: Start,
  ) {
    this.draft = start.form;
    this.reason = start.reason;
    this.corrects = start.corrects;
    this.left = start.draftId !== null;
    this.#draftId = start.draftId;
    this.#base = start.base;
    this.photos = start.photos;
  }

  /** Photos go with a record; one that the office has gets them on its own screen. */
  get takesPhotos(): boolean {
    return !this.wantsReason;
  }

  get mayAddPhoto(): boolean {
    return this.photos.length + this.shrinking < PHOTOS_LIMIT;
  }

  /** The purchase says something else by now than when this correction of it was begun. */
  get outdated(): boolean {
    return this.corrects !== null && this.corrects.version !== this.#base;
  }

  /** A correction is read by an officer; what is recorded, or recorded anew, has nothing to explain. */
  get wantsReason(): boolean {
    return this.corrects !== null && !neverTaken(this.corrects);
  }

  /** Said and saved all the same. */
  get warning(): string | undefined {
    const day = parseDay(this.draft.day);
    if (!day.ok) return undefined;
    const warning = warnAboutDay(day.value, this.session.today, this.session.rulebook)[0];
    return warning === undefined ? undefined : sayWarning(warning);
  }

  /** Takes what was typed; a refusal about it is answered by it. */
  set(change: Partial<PurchaseDraft>, field: Field) {
    if (this.#over) return;
    this.draft = { ...this.draft, ...change };
    this.#forgive(field);
    this.#touch();
  }

  setReason(reason: string) {
    if (this.#over) return;
    this.reason = reason;
    this.#forgive('reason');
    this.#touch();
  }

  /** Takes a photo in: shrunk, written with the draft, and read back, before it is shown. */
  addPhoto(shrinking: Promise<Result<Shrunk, ShrinkRefusal>>): Promise<void> {
    if (this.#over || this.busy || !this.mayAddPhoto) return this.#writing;
    this.photoTrouble = null;
    this.shrinking += 1;
    this.#writing = this.#writing.then(async () => {
      // A photo that fails must not hold up what is written after it.
      const shrunk = await shrinking.catch(() => refuse('failed' as const));
      this.photoTrouble = shrunk.ok ? await this.#keepPhoto(shrunk.value) : sayShrink(shrunk.error);
      this.shrinking -= 1;
    });
    return this.#writing;
  }

  async #keepPhoto(photo: Shrunk): Promise<string | null> {
    const id = (this.#draftId ??= newDraftId());
    const kept = await keepForDraft(this.session, photo, { id, ...this.#onTheDisk() });
    if (!kept.ok) return sayPhotoStorage(kept.error);
    if (!this.photos.includes(kept.value)) this.photos = [...this.photos, kept.value];
    return null;
  }

  removePhoto(hash: string) {
    if (this.#over || this.busy) return;
    this.photos = this.photos.filter((one) => one !== hash);
    this.#dirty = true;
    void this.keep();
  }

  /** The draft as it stands. */
  #onTheDisk() {
    const { draft: form, reason, corrects, photos } = this;
    const about = corrects && { reason, base: this.#base ?? corrects.version };
    return { form, corrects: corrects?.id ?? null, ...about, photos };
  }

  #touch() {
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), REST);
  }

  #forgive(field: Field) {
    if (this.refusals[field] === undefined) return;
    this.refusals = { ...this.refusals, [field]: undefined };
  }

  /**
   * Writes the draft now, for instance because the page may be killed. Nothing is written that says nothing,
   * nor while the form is being saved: a draft that came after would stand beside what was saved.
   */
  keep(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#dirty || this.busy || this.#over) return this.#writing;
    if (isBlank(this.draft) && this.#draftId === null) return this.#writing;
    const id = (this.#draftId ??= newDraftId());
    this.#writing = this.#writing.then(async () => {
      const { draft: form, reason, photos } = this;
      const kept = await saveDraft(this.session, { id, ...this.#onTheDisk() });
      const same = this.draft === form && this.reason === reason && this.photos === photos;
      if (kept.ok && same) this.#dirty = false;
      this.unkept = kept.ok ? null : sayUnkept(kept.error);
    });
    return this.#writing;
  }

  /** Throws what was typed away. False when the phone did not let it go: it would come back by itself. */
  async discard(): Promise<boolean> {
    this.#over = true;
    clearTimeout(this.#timer);
    await this.#writing;
    const gone = this.#draftId === null || (await discardDraft(this.session, this.#draftId)).ok;
    this.#over = gone;
    this.unkept = gone ? null : NOT_DISCARDED;
    return gone;
  }

  /** Saves, or says why not. Asks once about a purchase of the same shop, day and amount. */
  async save() {
    if (this.busy) return;
    this.trouble = null;
    this.similar = null;
    const decided = decidePurchase(this.draft);
    const missingReason = this.wantsReason && this.reason.trim() === '';
    if (!decided.ok || missingReason) {
      this.#refuse(decided.ok ? [] : decided.error);
      if (missingReason) this.refusals = { ...this.refusals, reason: sayReason('empty') };
      return;
    }
    if (!this.wantsReason && !this.#askedAboutSimilar) {
      this.#askedAboutSimilar = true;
      this.similar = similarPurchase(this.session.purchases ?? [], decided.value, this.corrects?.id);
      if (this.similar !== null) return;
    }
    this.busy = true;
    try {
      await this.#writing;
      const result = await this.#write();
      if (result.ok) {
        this.#over = true;
        const { photoTrouble } = this;
        this.saved = { id: result.value, fields: decided.value, photoTrouble };
      } else this.#sayRefusal(result.error);
    } finally {
      this.busy = false;
      // What was not saved is not lost: also what was typed in the meantime.
      void this.keep();
    }
  }

  #write(): Promise<Result<string, SaveRefusal>> {
    const { session, corrects, reason } = this;
    const filled = { form: this.draft, draftId: this.#draftId ?? undefined, photos: this.photos };
    if (corrects === null) return recordPurchase(session, filled);
    return correctPurchase(session, { ...filled, purchase: corrects, reason });
  }

  #refuse(refusals: readonly FormRefusal[]) {
    const said: Partial<Record<Field, string>> = {};
    for (const refusal of refusals) said[refusal.field] ??= sayFormRefusal(refusal);
    this.refusals = said;
  }

  #sayRefusal(refusal: SaveRefusal) {
    if (refusal.kind === 'form') this.#refuse(refusal.refusals);
    else if (refusal.kind === 'reason') this.refusals = { reason: sayReason(refusal.code) };
    else if (refusal.kind === 'already-withdrawn')
      this.trouble = 'Catatan ini sudah ditarik, jadi tidak bisa diperbaiki lagi.';
    else this.trouble = sayStorage(refusal.code);
  }
}
