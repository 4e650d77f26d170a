import type { Instant } from '#lib/domain/day.ts';
import { PHOTO_PART_BYTES } from '#lib/protocol/limits.ts';
import { photoAnswer, type PhotoAnswer } from '#lib/protocol/photo.ts';
import type { Clock, PhotoPart, PhotoStore, PhotoToSend, Reply, Transport } from './ports.ts';
import { problemOf, type SyncProblem } from './problem.ts';

/*
 * Photos go last, one part at a time: before each the caller may call it off, because a new record goes first.
 * What proves that the office has a photo is HTTP 200 with our envelope, this photo's hash in it, and *stored*.
 */

/** ms after which no further part is begun within one hold of the one-sender lock: a part's patience is left. */
export const PHOTO_HOLD = 45_000;

/** Bytes of the smallest part. A part that never arrives is halved: at 64 bytes a second this takes 16 seconds. */
export const SMALLEST_PART = 1024;

/** Times that a photo is sent from its start again, because it arrived as another one, until it has to wait. */
const STARTS = 2;

/**
 * What the office decides about a photo for good. The person takes it anew. An unwanted one is settled only when
 * the store knows that no record still on its way makes it wanted.
 */
const REFUSALS: readonly SyncProblem[] = ['photo-unreadable', 'photo-too-many-pixels', 'photo-unwanted'];

/** The code of a photo whose bytes are on the phone no longer. */
const GONE = 'photo-gone';

/** Concern the one photo: the others go on. */
const OF_ONE: readonly SyncProblem[] = ['photo-differs', 'too-large', 'malformed', 'not-found'];

export interface PhotoParts {
  readonly photos: PhotoStore;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Whether this photo may go over the network as it is now: the person may keep photos for Wi-Fi. */
  readonly mayPhoto: (hash: string) => Promise<boolean>;
}

/** How sending photos ended. */
export interface PhotosEnd {
  readonly problem: SyncProblem | null;
  readonly cause?: unknown;
  /** It was called off, or the hold was long enough: photos may be left. */
  readonly again: boolean;
  /** Seconds that the office asked to be left alone, or null. */
  readonly retryAfter: number | null;
  /** When the office last took or knew a part, by the phone's clock; null when it did not. */
  readonly heardAt: Instant | null;
}

/** What came of one request. `further`: the office has more than before, or was only asked. */
type Step =
  | { readonly kind: 'done' | 'passed' | 'gone' }
  | { readonly kind: 'refused'; readonly code: SyncProblem }
  | { readonly kind: 'have'; readonly have: number; readonly further: boolean }
  | { readonly kind: 'problem'; readonly problem: SyncProblem; readonly retryAfter: number | null };

const NOTHING: PhotosEnd = { problem: null, again: false, retryAfter: null, heardAt: null };

/**
 * Sends what is to be sent of the photos. It remembers, as long as the process lives, how far the office has
 * each, so that it asks only when a part was cut or the browser was killed in between.
 */
export class PhotoSender {
  readonly #parts: PhotoParts;
  /** Bytes the office has of a photo, as far as this process knows. */
  readonly #have = new Map<string, number>();
  /** Photos over which office or phone stumbled: they wait until the others are through. */
  readonly #aside = new Set<string>();
  #partBytes = PHOTO_PART_BYTES;

  constructor(parts: PhotoParts) {
    this.#parts = parts;
  }

  /**
   * Sends photos until none is left that may go, something is wrong, {@link PHOTO_HOLD} is over, or `callOff`
   * says so before a part. Rejects only when the store does.
   */
  async send(callOff: () => Promise<boolean>): Promise<PhotosEnd> {
    const { photos, clock } = this.#parts;
    const since = clock.now();
    const over = async () => Math.abs(clock.now() - since) >= PHOTO_HOLD || (await callOff());
    const passed = new Set(this.#aside);
    let heardAt: Instant | null = null;
    for (;;) {
      const photo = await photos.nextPhoto(passed);
      if (photo === null) break;
      passed.add(photo.hash);
      if (!(await this.#parts.mayPhoto(photo.hash))) continue;
      const end = await this.#sendOne(photo, over);
      heardAt = end.heardAt ?? heardAt;
      if (end.problem !== null || end.again) return { ...end, heardAt };
    }
    this.#aside.clear();
    return { ...NOTHING, heardAt };
  }

  async #sendOne(photo: PhotoToSend, over: () => Promise<boolean>): Promise<PhotosEnd> {
    const { clock, mayPhoto } = this.#parts;
    let end: PhotosEnd = NOTHING;
    for (let starts = 0; starts <= STARTS;) {
      if (await over()) return { ...end, again: true };
      // The network may have become another one on the way.
      if (end.heardAt !== null && !(await mayPhoto(photo.hash))) return end;
      let step: Step;
      try {
        step = await this.#step(photo);
      } catch (cause) {
        this.#aside.add(photo.hash);
        return { ...end, problem: 'storage', cause };
      }
      if (step.kind === 'problem') {
        if (step.problem === 'defect') this.#aside.add(photo.hash);
        return { ...end, problem: step.problem, retryAfter: step.retryAfter };
      }
      if (step.kind === 'gone') return end;
      end = { ...end, heardAt: clock.now() };
      if (step.kind !== 'have') return end;
      if (!step.further) starts += 1;
    }
    return end;
  }

  /** One request: asks where to go on when that is not known, else sends the next part. */
  async #step(photo: PhotoToSend): Promise<Step> {
    const { photos, transport, clock } = this.#parts;
    const { hash, size, begun } = photo;
    const known = this.#have.get(hash) ?? (begun ? null : 0);
    const from = known ?? 0;
    const to = known === null ? 0 : Math.min(size, from + this.#partBytes);
    const bytes = known === null ? new Uint8Array(0) : await photo.part(from, to);
    if (bytes === null) {
      await photos.settlePhoto(hash, { code: GONE, answeredAt: clock.now() });
      return { kind: 'gone' };
    }
    if (!begun && from === 0) await photos.beginPhoto(hash);
    // Until the office says otherwise nothing is known of it.
    this.#have.delete(hash);
    const step = this.#read(await transport.photo({ hash, from, size, bytes }), { hash, from, size });
    const asked = known === null;
    if (step.kind === 'have') {
      this.#have.set(hash, step.have);
      return asked ? { ...step, further: true } : step;
    }
    if (step.kind === 'done') await photos.settlePhoto(hash, { code: null, answeredAt: clock.now() });
    if (step.kind === 'refused') await photos.settlePhoto(hash, { code: step.code, answeredAt: clock.now() });
    return step;
  }

  #read(reply: Reply, { hash, from, size }: Omit<PhotoPart, 'bytes'>): Step {
    const answer = photoAnswerOf(reply, hash);
    if (answer !== null) {
      this.#partBytes = Math.min(PHOTO_PART_BYTES, this.#partBytes * 2);
      if (answer.stored) return { kind: 'done' };
      // All of it or more, and not stored: what it has is something else.
      const have = answer.have < size ? answer.have : 0;
      return { kind: 'have', have, further: have > from };
    }
    if (reply.kind === 'unreachable') {
      this.#partBytes = Math.max(SMALLEST_PART, Math.floor(this.#partBytes / 2));
    }
    const problem = problemOf(reply);
    if (REFUSALS.includes(problem)) return { kind: 'refused', code: problem };
    if (problem === 'photo-differs') return { kind: 'have', have: 0, further: false };
    if (OF_ONE.includes(problem)) return { kind: 'passed' };
    return { kind: 'problem', problem, retryAfter: reply.kind === 'answered' ? reply.retryAfter : null };
  }
}

/** The office's answer about this very photo, or null: a portal's page, a redirect, an answer about another. */
export function photoAnswerOf(reply: Reply, hash: string): PhotoAnswer | null {
  if (reply.kind !== 'answered' || reply.status !== 200) return null;
  const read = photoAnswer.safeParse(reply.body);
  return read.success && read.data.hash === hash ? read.data : null;
}
